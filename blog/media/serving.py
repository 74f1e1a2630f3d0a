"""Which file answers for an image's address."""

from dataclasses import dataclass

from django.db.models.fields.files import FieldFile

from blog.media.models import Image, Rendition
from blog.media.pictures import FULL
from blog.media.renditions import fallback_format
from blog.media.sizes import KINDS, MEDIA_TYPES, MODERN_FORMATS


@dataclass(frozen=True)
class Served:
    """A file to send. `is_exact`: it is what was asked for, not what stands in until that has been made."""

    file: FieldFile
    digest: str
    version: str
    media_type: str
    is_exact: bool


def find(pk: int, *, name: str, suffix: str, accepted: str = "") -> Served | None:
    """Return the file for `name` ("full", "fit-640" …) in a format; None where there is no such address.

    Without a suffix the format is chosen from those `accepted` (an Accept header). A rendition that is not made yet,
    or for which the picture is too small, is answered with the picture itself.
    """
    kind, width = _asked(name)
    if kind is None:
        return None
    image = Image.objects.exclude(file="").filter(pk=pk).first()
    if image is None:
        return None
    formats = [suffix] if suffix else _formats(accepted, fallback_format(image))
    rendition = _rendition(image, kind, width, formats) if width else None
    if rendition:
        media_type = MEDIA_TYPES[rendition.format]
        return Served(rendition.file, rendition.digest, image.version, media_type, is_exact=True)
    own = image.suffix
    return Served(
        image.file, image.digest, image.version, MEDIA_TYPES[own], is_exact=kind == FULL and suffix == own
    )


def _asked(name: str) -> tuple[str | None, int]:
    """Return kind and width; (None, 0) for one that is not on the fixed list."""
    if name == FULL:
        return FULL, 0
    kind, _dash, width = name.partition("-")
    known = kind in KINDS and width in map(str, KINDS[kind].widths)
    return (kind, int(width)) if known else (None, 0)


def _formats(accepted: str, fallback: str) -> list[str]:
    return [*(suffix for suffix in MODERN_FORMATS if MEDIA_TYPES[suffix] in accepted), fallback]


def _rendition(image: Image, kind: str, width: int, formats: list[str]) -> Rendition | None:
    """Return the first format that exists, at that width or the nearest larger one."""
    rows = image.renditions.filter(kind=kind, format__in=formats, width__gte=width)
    if len(formats) == 1:
        rows = rows.filter(width=width)
    return min(rows, key=lambda row: (formats.index(row.format), row.width), default=None)
