"""Files by what they hold: stored under their own digest, shared by equal ones, swept when nothing names them."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from blog.media.models import Image, Rendition

IMAGES, RENDITIONS = "images", "renditions"
# A file may be older than its row by the length of an upload; nothing takes this long.
GRACE = timedelta(hours=6)
CHUNK = 500


@dataclass(frozen=True)
class Kept:
    """A stored file."""

    name: str
    digest: str


def keep(content: bytes, *, folder: str, suffix: str) -> Kept:
    """Store bytes under a name of our own, made from their SHA-256; the same bytes are one file."""
    digest = hashlib.sha256(content).hexdigest()
    name = f"{folder}/{digest[:2]}/{digest[2:34]}{suffix}"
    return Kept(default_storage.save(name, ContentFile(content)), digest)


def forget(names: Iterable[str]) -> None:
    """Delete files that no row names any more."""
    asked = {name for name in names if name}
    for name in asked - _named(asked):
        default_storage.delete(name)


def _named(names: Iterable[str]) -> set[str]:
    """Return those of the names that some row holds."""
    found: set[str] = set()
    every = list(names)
    for start in range(0, len(every), CHUNK):
        part = every[start : start + CHUNK]
        for model in (Image, Rendition):
            found.update(model._default_manager.filter(file__in=part).values_list("file", flat=True))
    return found


@dataclass
class Swept:
    """What a sweep found: files without a row, images without their file, renditions without theirs."""

    orphans: list[str] = field(default_factory=list)
    missing: list[Image] = field(default_factory=list)
    renditions: int = 0


def sweep(*, is_rehearsal: bool = False, grace: timedelta = GRACE, now: datetime | None = None) -> Swept:
    """Delete files that no row names and rows of renditions whose file is gone; tell what else is missing.

    Running it again changes nothing more. Files younger than `grace` stay: their row may be on its way.
    """
    before = (now or timezone.now()) - grace
    swept = Swept()
    for name in _unnamed():
        if default_storage.get_modified_time(name) <= before:
            swept.orphans.append(name)
            if not is_rehearsal:
                default_storage.delete(name)
    swept.missing = [row for row in Image.objects.exclude(file="").iterator() if not _exists(row.file_name)]
    files = Rendition.objects.values_list("pk", "file").iterator()
    lost = [pk for pk, name in files if not _exists(name)]
    swept.renditions = len(lost)
    if not is_rehearsal:
        _drop(lost)
    return swept


def _exists(name: str) -> bool:
    return default_storage.exists(name)


def _drop(renditions: list[int]) -> None:
    """Forget renditions without a file; their images are then unfinished."""
    for start in range(0, len(renditions), CHUNK):
        rows = Rendition.objects.filter(pk__in=renditions[start : start + CHUNK])
        Image.objects.filter(renditions__in=rows).update(rendered_version="")
        rows.delete()


def _unnamed() -> Iterator[str]:
    """Yield the files that no row names, asking about many at once."""
    every = _every_file()
    while part := list(islice(every, CHUNK)):
        named = _named(part)
        yield from (name for name in part if name not in named)


def _every_file() -> Iterator[str]:
    for folder in (IMAGES, RENDITIONS):
        yield from _files_in(folder)


def _files_in(folder: str) -> Iterator[str]:
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (str(PurePosixPath(folder, name)) for name in names)
    for inner in folders:
        yield from _files_in(str(PurePosixPath(folder, inner)))
