"""Decode an uploaded picture and write it anew: a program of its own, run under limits by `uploads.py`.

It reads a file from standard input and writes one line of JSON and the new picture to standard output. It imports
nothing of the blog, so it starts fast and holds no secret that a fault in a decoder could give away.
"""

import contextlib
import io
import json
import sys
import warnings
from dataclasses import dataclass
from typing import Any

from PIL import AvifImagePlugin, ImageCms, ImageOps, UnidentifiedImageError
from PIL import Image as Pillow

# Opened by an explicit list, never by sniffing alone: Pillow would hand PostScript to Ghostscript.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
# Formats of drawings and screenshots, whose sharp edges JPEG would smear.
LOSSLESS = ("PNG", "GIF")
MAX_PIXELS = 40_000_000
MAX_SIDE = 20_000
# Every decoder opens this many within the memory it gets.
LIGHT_PIXELS = 10_000_000
# The longest side that is kept; the largest rendition is 1920 wide, and this serves screens of twice the density.
KEPT_SIDE = 2400
# Beyond what the interpreter and its libraries take by themselves.
MEMORY_BYTES = 240 * 1024 * 1024
CPU_SECONDS = 15


class Refused(Exception):
    """The file is no picture we take; `args[0]` is the code of the reason."""


@dataclass(frozen=True)
class Prepared:
    """A picture as it is kept: oriented, in sRGB, without metadata. `suffix`: ".jpg", ".png" or ".webp"."""

    content: bytes
    suffix: str
    width: int
    height: int


def prepare(raw: bytes) -> Prepared:
    """Return the first picture in a file, written anew. Raises Refused."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _prepare(raw)
    except Pillow.DecompressionBombError as error:
        raise Refused("too_many_pixels") from error
    except UnidentifiedImageError as error:
        raise Refused("format") from error
    except MemoryError as error:
        raise Refused("too_heavy") from error
    except (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, LookupError, TypeError) as error:
        raise Refused("damaged") from error


def _prepare(raw: bytes) -> Prepared:
    with Pillow.open(io.BytesIO(raw), formats=FORMATS) as picture:
        width, height = picture.size
        if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
            raise Refused("too_many_pixels")
        is_drawn = picture.format in LOSSLESS
        profile = picture.info.get("icc_profile")
        try:
            small = _shrunk(picture)
        except OSError as error:
            # Decoders that get no memory report a fault in the file.
            raise Refused("too_heavy" if width * height > LIGHT_PIXELS else "damaged") from error
    # Reads the orientation, then drops it together with all other metadata.
    return _written(_in_srgb(ImageOps.exif_transpose(small), profile), is_drawn=is_drawn)


def _shrunk(picture: Pillow.Image) -> Pillow.Image:
    """Return the picture in a plain mode, at most KEPT_SIDE long, never holding two copies in full size."""
    picture.draft(None, (KEPT_SIDE, KEPT_SIDE))
    plain = _plain(picture)
    factor = max(plain.size) // KEPT_SIDE
    if factor > 1:
        plain = _reduced(plain, factor)
    plain.thumbnail((KEPT_SIDE, KEPT_SIDE), Pillow.Resampling.LANCZOS)
    plain.info["exif"] = picture.info.get("exif", b"")
    if "xmp" in picture.info:
        plain.info["xmp"] = picture.info["xmp"]
    return plain


def _plain(picture: Pillow.Image) -> Pillow.Image:
    if picture.mode.startswith("I;16"):
        return picture.point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode in ("P", "PA", "1", "I", "F", "LAB", "HSV", "La", "RGBa", "RGBX"):
        return picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    if "transparency" in picture.info:
        return picture.convert("RGBA")
    picture.load()
    return picture


def _reduced(picture: Pillow.Image, factor: int) -> Pillow.Image:
    """Shrink by a whole factor, strip by strip: at once it would take another copy with its alpha multiplied in."""
    width, height = picture.size
    out = Pillow.new(picture.mode, (-(-width // factor), -(-height // factor)))
    step = factor * max(1, 256 // factor)
    for top in range(0, height, step):
        strip = picture.crop((0, top, width, min(top + step, height)))
        out.paste(strip.reduce(factor), (0, top // factor))
    return out


def _in_srgb(picture: Pillow.Image, profile: bytes | None) -> Pillow.Image:
    wanted = "RGBA" if picture.has_transparency_data else "RGB"
    # A profile that cannot be read or does not fit is as good as none.
    with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
        if profile and picture.mode in ("RGB", "RGBA", "CMYK", "L"):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            fitted = ImageCms.profileToProfile(picture, source, target, outputMode=wanted)
            if fitted is not None:
                return fitted
    return picture.convert(wanted)


def _written(picture: Pillow.Image, *, is_drawn: bool) -> Prepared:
    # A fresh picture carries no profile, text or other remains of the file it came from.
    bare = Pillow.new(picture.mode, picture.size)
    bare.paste(picture)
    width, height = bare.size
    if bare.mode == "RGBA":
        return Prepared(_encoded(bare, "WEBP", quality=88, method=4), ".webp", width, height)
    photo = _encoded(bare, "JPEG", quality=86, optimize=True, progressive=True)
    drawing = _encoded(bare, "PNG") if is_drawn else b""
    if drawing and len(drawing) <= len(photo):
        return Prepared(drawing, ".png", width, height)
    return Prepared(photo, ".jpg", width, height)


def _encoded(picture: Pillow.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def _limit() -> None:
    """Let the system end this process where it takes more memory or time than a picture can need."""
    try:
        import resource
    except ImportError:  # not a Unix; the size checks still hold
        return
    with open("/proc/self/statm", encoding="ascii") as figures:
        taken = int(figures.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + MEMORY_BYTES, taken + MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Answer one file."""
    Pillow.MAX_IMAGE_PIXELS = MAX_PIXELS
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    Pillow.init()
    raw = sys.stdin.buffer.read()
    with contextlib.suppress(OSError):
        _limit()
    try:
        done = prepare(raw)
        facts: dict[str, Any] = {"suffix": done.suffix, "width": done.width, "height": done.height}
        content = done.content
    except Refused as refusal:
        facts, content = {"refused": refusal.args[0]}, b""
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + content)


if __name__ == "__main__":
    main()
