"""What is accepted as an image, and how it is made safe: decoded, oriented, re-encoded, metadata dropped."""

import io
import warnings
from typing import IO

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

from blog.lib.slugs import new_uid, slug_from
from blog.media.models import Image

# Opened by an explicit list, never by sniffing alone: Pillow would hand PostScript to Ghostscript.
ACCEPTED_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 2400


def clean_image(upload: IO[bytes]) -> tuple[bytes, str]:
    """Return re-encoded bytes and their suffix (".webp" with transparency, ".jpg" without).

    The first frame of an animation is taken. Raises ValidationError that says what is wrong with the file.
    """
    raw = upload.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise ValidationError(_("This file is larger than 20 MB."), code="too_large")
    picture = _decode(raw)
    picture.thumbnail((MAX_SIDE, MAX_SIDE), Pillow.Resampling.LANCZOS)
    return _encode(picture)


def _decode(raw: bytes) -> Pillow.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Pillow.DecompressionBombWarning)
            picture = Pillow.open(io.BytesIO(raw), formats=ACCEPTED_FORMATS)
            if picture.width * picture.height > MAX_PIXELS:
                raise ValidationError(
                    _("This picture has more than 40 million pixels."), code="too_many_pixels"
                )
            picture.load()
            return ImageOps.exif_transpose(picture)
    except UnidentifiedImageError as error:
        raise ValidationError(
            _("This is not a JPEG, PNG, WebP, GIF or AVIF picture."), code="format"
        ) from error
    except (OSError, ValueError, SyntaxError, Pillow.DecompressionBombError, Warning) as error:
        raise ValidationError(_("This picture is damaged and cannot be read."), code="damaged") from error


def _encode(picture: Pillow.Image) -> tuple[bytes, str]:
    out = io.BytesIO()
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture.convert("RGBA").save(out, "WEBP", quality=86, method=4)
        return out.getvalue(), ".webp"
    picture.convert("RGB").save(out, "JPEG", quality=84, optimize=True, progressive=True)
    return out.getvalue(), ".jpg"


def add_image(
    upload: IO[bytes], *, title: str, by: User, alt_text: str = "", caption: str = "", credit: str = ""
) -> Image:
    """Store an uploaded picture under a name of our own.

    Raises PermissionDenied, or ValidationError for a file that is not an acceptable picture.
    """
    if not by.has_perm("blog.add_image"):
        raise PermissionDenied
    content, suffix = clean_image(upload)
    image = Image(title=title, alt_text=alt_text, caption=caption, credit=credit, uploaded_by=by)
    name = f"{slug_from(title, fallback='image')[:60]}-{new_uid()}{suffix}"
    image.file.save(name, ContentFile(content), save=False)
    image.full_clean()
    image.save()
    return image
