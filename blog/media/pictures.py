"""How a page shows an image: its stable addresses, the choice of formats and widths, the room it takes."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import get_script_prefix

from blog.media.models import Image
from blog.media.renditions import fallback_format
from blog.media.sizes import KINDS, MEDIA_TYPES, MODERN_FORMATS, crop_size, shown_size, widths

# What a browser is told to load where it knows neither AVIF nor WebP, and what programs read from an address alone.
FALLBACK_WIDTH = 1280
FULL = "full"


@dataclass(frozen=True)
class Source:
    """One format of a picture in several widths."""

    media_type: str
    srcset: str


@dataclass(frozen=True)
class Picture:
    """What an `<img>` and the `<source>`s before it say. `width` and `height` give the shape before it is loaded."""

    src: str
    width: int
    height: int
    sources: Sequence[Source] = ()


def address(
    image: Image, kind: str = FULL, width: int = 0, suffix: str = "", *, is_dated: bool = True
) -> str:
    """Return the address of a rendition, or of the picture itself.

    It holds the image's number, so it outlives a replaced file. Dated, it also tells the version, and may be kept
    for ever by whoever loads it; plain, it always shows what the image is now.
    """
    name = f"{kind}-{width}" if width else kind
    suffix = suffix or image.suffix
    version = f"?v={image.version}" if is_dated else ""
    return f"{get_script_prefix()}images/{image.pk}/{name}.{suffix}{version}"


def picture_of(image: Image, kind_name: str = "fit") -> Picture:
    """Return how a page shows an image, whole ("fit") or cropped ("lead", "card"); no query."""
    kind = KINDS[kind_name]
    every = widths(image.size, kind)
    sources = [
        Source(
            MEDIA_TYPES[suffix],
            ", ".join(f"{address(image, kind.name, width, suffix)} {width}w" for width in every),
        )
        for suffix in (MODERN_FORMATS if every else ())
    ]
    old = [width for width in every if width in kind.fallback_widths and width <= FALLBACK_WIDTH]
    if not old:
        width, height = crop_size(image.size, kind)
        return Picture(address(image), width, height, sources)
    width, height = shown_size(image.size, kind, old[-1])
    return Picture(address(image, kind.name, width, fallback_format(image)), width, height, sources)


def thumbnail(image: Image) -> str:
    """Return the address of a small picture for a list of images."""
    has_small = widths(image.size, KINDS["fit"])
    return address(image, "fit", 320, "webp") if has_small else address(image)


def outward(image: Image) -> str:
    """Return the address for feeds, whose readers keep what they once read: it shows what the image is now."""
    old = [width for width in widths(image.size, KINDS["fit"]) if width in KINDS["fit"].fallback_widths]
    if not old:
        return address(image, is_dated=False)
    return address(image, "fit", old[-1], fallback_format(image), is_dated=False)


def share(image: Image) -> Picture:
    """Return the picture other sites show beside a link."""
    kind = KINDS["share"]
    if not widths(image.size, kind):
        return Picture(address(image), *image.size)
    suffix = fallback_format(image)
    width, height = shown_size(image.size, kind, kind.widths[0])
    return Picture(address(image, kind.name, width, suffix), width, height)
