"""The sizes a picture is shown in: a fixed list, so that nobody can ask for others; and the law of the crop."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A way to show a picture. `ratio`: width by height of the crop, None for the whole picture."""

    name: str
    widths: tuple[int, ...]
    ratio: float | None = None
    fallback_widths: tuple[int, ...] = ()
    is_modern: bool = True


KINDS = {
    kind.name: kind
    for kind in (
        Kind("fit", (320, 640, 960, 1280, 1920), fallback_widths=(640, 1280)),
        Kind("lead", (640, 960, 1280), 3 / 2, fallback_widths=(960,)),
        Kind("card", (320, 640), 4 / 3, fallback_widths=(320,)),
        # What other sites show beside a link; many of them read nothing but JPEG.
        Kind("share", (1200,), 1200 / 630, fallback_widths=(1200,), is_modern=False),
    )
}
MODERN_FORMATS = ("avif", "webp")
MEDIA_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}

Box = tuple[int, int, int, int]
Size = tuple[int, int]


@dataclass(frozen=True)
class Wanted:
    """One rendition that a picture should have, in pixels."""

    kind: str
    format: str
    width: int
    height: int


def crop_box(size: Size, *, ratio: float | None, focal: tuple[float, float]) -> Box:
    """Return (left, top, right, bottom) of the largest crop of a ratio, as near around the focal point as it goes.

    `size`: width and height in pixels. `focal`: fractions 0-1 from the left and the top. The crop contains the
    focal point; without a ratio it is the whole picture.
    """
    width, height = size
    if ratio is None:
        return 0, 0, width, height
    wide = min(width, max(1, round(height * ratio)))
    high = min(height, max(1, round(width / ratio)))
    left = _start(focal[0], wide, width)
    top = _start(focal[1], high, height)
    return left, top, left + wide, top + high


def _start(fraction: float, length: int, whole: int) -> int:
    return max(0, min(round(fraction * whole - length / 2), whole - length))


def crop_size(size: Size, kind: Kind) -> Size:
    """Return width and height of a kind's crop."""
    left, top, right, bottom = crop_box(size, ratio=kind.ratio, focal=(0.5, 0.5))
    return right - left, bottom - top


def shown_size(size: Size, kind: Kind, width: int) -> Size:
    """Return the size of a rendition `width` wide."""
    wide, high = crop_size(size, kind)
    return width, max(1, round(high * width / wide))


def widths(size: Size, kind: Kind) -> tuple[int, ...]:
    """Return the widths a picture has enough pixels for; it is never made larger."""
    return tuple(width for width in kind.widths if width <= crop_size(size, kind)[0])


def wanted(size: Size, *, fallback: str) -> Iterator[Wanted]:
    """Yield every rendition of a picture; `fallback` is the format for old programs, "jpg" or "png"."""
    for kind in KINDS.values():
        for width in widths(size, kind):
            formats = MODERN_FORMATS if kind.is_modern else ()
            old = (fallback,) if width in kind.fallback_widths else ()
            for name in (*formats, *old):
                yield Wanted(kind.name, name, *shown_size(size, kind, width))
