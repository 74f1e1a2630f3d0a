"""Which things changed and when, as every process sees it: nothing is believed that was not asked just now."""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

# So many different things changed since the process began that remembering them costs more than the pages.
KEYS_KEPT = 50_000
# A process that has just begun keeps no page, so what changed before does not matter to it.
NOTHING_YET = 2**62


class Reader(Protocol):
    """How a thread asks the database."""

    def mark(self) -> object:
        """Return something that differs from what was returned before if anything was committed since."""

    def since(self, seq: int) -> tuple[int, list[tuple[str, int]]]:
        """Return the clock, and the keys moved after `seq` with their versions."""


class SqliteReader:
    """Asks SQLite by PRAGMA data_version, on a connection of its own that never writes.

    The number moves when another connection, of any process, has committed
    (https://www.sqlite.org/pragma.html#pragma_data_version); asking costs no page of the database.
    """

    def __init__(self) -> None:
        self._wrapper = _own_connection()
        self._raw: Any = self._wrapper.connection

    def mark(self) -> object:
        return self._raw.execute("PRAGMA data_version").fetchone()[0]

    def since(self, seq: int) -> tuple[int, list[tuple[str, int]]]:
        return _since(self._wrapper, seq)


class ClockReader:
    """Asks the clock itself: one row on a connection of the thread's own."""

    def __init__(self, wrapper: BaseDatabaseWrapper | None = None) -> None:
        self._wrapper = wrapper or _own_connection()

    def mark(self) -> object:
        with self._wrapper.cursor() as cursor:
            cursor.execute("SELECT seq FROM blog_pageclock WHERE id = 1")
            return cursor.fetchone()

    def since(self, seq: int) -> tuple[int, list[tuple[str, int]]]:
        return _since(self._wrapper, seq)


def _own_connection() -> BaseDatabaseWrapper:
    wrapper = connections.create_connection("default")
    # Kept as long as its thread: taken from the pool, it would be missing there for good.
    options = {name: value for name, value in wrapper.settings_dict["OPTIONS"].items() if name != "pool"}
    wrapper.settings_dict = {**wrapper.settings_dict, "OPTIONS": options}
    wrapper.ensure_connection()
    return wrapper


def _since(wrapper: BaseDatabaseWrapper, seq: int) -> tuple[int, list[tuple[str, int]]]:
    # The clock first: what moves between the two statements is then read twice, never missed.
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT seq FROM blog_pageclock WHERE id = 1")
        row = cursor.fetchone()
        cursor.execute("SELECT key, version FROM blog_pageversion WHERE version > %s", [seq])
        return (row[0] if row else 0), cursor.fetchall()


def reader() -> Reader:
    """Return the reader that fits the database in use."""
    if connection.vendor == "sqlite":
        # A database in memory belongs to its connection: nobody else could commit to it.
        return ClockReader(connection) if connection.is_in_memory_db() else SqliteReader()  # type: ignore[attr-defined]
    return ClockReader()


@dataclass(frozen=True)
class _Known:
    """What has moved, one thing together with the era it was seen in: threads read both at once."""

    era: int = 0
    moved: dict[str, int] = field(default_factory=dict)


class Versions:
    """What has changed since the process began; shared by its threads."""

    def __init__(self) -> None:
        self._local = threading.local()
        self._lock = threading.Lock()
        self._known = _Known()
        self._seq = -1

    @property
    def era(self) -> int:
        """A number that changes when all that is known is forgotten."""
        return self._known.era

    def now(self) -> int:
        """Return the clock after everything committed before this call has been noted. Raises DatabaseError."""
        local = self._local
        if not hasattr(local, "reader"):
            local.reader, local.mark = reader(), None
        mark = local.reader.mark()
        if mark != local.mark:
            with self._lock:
                self._note(*local.reader.since(self._seq if self._seq >= 0 else NOTHING_YET))
            local.mark = mark
        return self._seq

    def _note(self, seq: int, moved: Sequence[tuple[str, int]]) -> None:
        known = self._known
        if seq < self._seq or len(known.moved) > KEYS_KEPT:
            # A clock that went back is another database's.
            self._known, self._seq = _Known(known.era + 1), seq
            return
        known.moved.update(moved)
        self._seq = max([seq, *(version for _, version in moved)])

    def forget(self) -> None:
        """Ask anew from the next call on; to be called where the database could not be asked."""
        self._local = threading.local()

    def is_unmoved(self, keys: Iterable[str], *, since: int, era: int) -> bool:
        """Tell whether none of the keys moved after `since` of an era, as far as `now` has noted."""
        known = self._known
        return known.era == era and all(known.moved.get(key, 0) <= since for key in keys)
