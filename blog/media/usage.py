"""Where an image is used; the rooms above, which this one does not know, tell it through a registered finder."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from blog.media.models import Image


@dataclass(frozen=True)
class Use:
    """A work that uses an image. `places`: where in it, in words. `revisions`: how many of its revisions name it."""

    title: str
    url: str
    author_id: int | None = None
    places: tuple[str, ...] = ()
    is_live: bool = False
    is_in_working_copy: bool = False
    revisions: int = 0


Finder = Callable[[int], Sequence[Use]]
_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """Ask this function too, where an image (by its number) is used."""
    if finder not in _finders:
        _finders.append(finder)


def uses_of(image: Image) -> list[Use]:
    """Return every work that uses an image, live ones first."""
    found = [use for finder in _finders for use in finder(image.pk)]
    return sorted(found, key=lambda use: (not use.is_live, not use.is_in_working_copy, use.title))


def is_live(image: Image) -> bool:
    """Tell whether readers can see the image somewhere now."""
    return any(use.is_live for use in uses_of(image))
