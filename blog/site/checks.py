"""Start-up checks for promises Django cannot see."""

import sqlite3
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags
from django.core.checks import register as register_check

from config.sqlite import FIRST_SAFE_SQLITE, sqlite_is_safe

UNSAFE_SQLITE = "blog.E001"


def register() -> None:
    """Tell Django about the checks of this room."""
    register_check(sqlite_survives_several_writers, Tags.compatibility)


def sqlite_survives_several_writers(**kwargs: Any) -> list[CheckMessage]:
    """Refuse to start on an SQLite library whose WAL mode can corrupt the database."""
    uses_sqlite = any(d["ENGINE"].endswith("sqlite3") for d in settings.DATABASES.values())
    if not uses_sqlite or sqlite_is_safe():
        return []
    return [
        Error(
            f"SQLite {sqlite3.sqlite_version} can corrupt a database that several processes write to.",
            hint=f"Install the pinned requirements: pysqlite3 brings {'.'.join(map(str, FIRST_SAFE_SQLITE))} or later.",
            id=UNSAFE_SQLITE,
        )
    ]
