"""What a page being made shows, noted while it is made, so that it can be kept until exactly that changes.

A view that says nothing is taken to show everything. Keys: `site`, `order` (which articles are public, and
in which order), `shelves` (under which tags, categories and authors), `article:N`, `thread:N`, `tag:N`,
`category:N`, `author:N`, and `all`. `blog/delivery/watched.py` says which change of which row moves which key.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime

ALL, SITE, ORDER, SHELVES = "all", "site", "order", "shelves"


@dataclass
class Shown:
    """The notes of one page: `keys` None until a view said what it shows, `until` the moment it changes by itself."""

    keys: set[str] | None = None
    until: datetime | None = None
    tables: set[str] = field(default_factory=set)


_current: ContextVar[Shown | None] = ContextVar("shown", default=None)


@contextmanager
def noting() -> Iterator[Shown]:
    """Collect the notes of what is made inside the block."""
    shown = Shown()
    token = _current.set(shown)
    try:
        yield shown
    finally:
        _current.reset(token)


def only(*keys: str) -> None:
    """Note that a page shows these things and nothing else that can change; repeated calls add up."""
    shown = _current.get()
    if shown is not None:
        shown.keys = (shown.keys or set()) | set(keys)


def until(moment: datetime | None, *, now: datetime | None = None) -> None:
    """Note a moment at which the page changes although nothing is written; the earliest ahead counts."""
    shown = _current.get()
    if shown is not None and moment is not None and moment > (now or datetime.now(tz=UTC)):
        shown.until = min(moment, shown.until) if shown.until else moment


def article(pk: int) -> str:
    """Return the key of an article."""
    return f"article:{pk}"


def thread(article_pk: int) -> str:
    """Return the key of the approved comments of an article."""
    return f"thread:{article_pk}"
