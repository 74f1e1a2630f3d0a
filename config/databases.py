"""How the site speaks to its database: one address in `DATABASE_URL`, and the rest by reason."""

from pathlib import Path
from typing import Any

from config.env import environment

# A lock that lasts longer is answered with "try again later", on both databases.
LOCK_SECONDS = 10
CONNECT_SECONDS = 5
# What a page may ask of PostgreSQL before it is cut off; a page that is read by nobody any more must not keep
# the disk busy. Migrations and the commands that load or count everything lift it.
STATEMENT_SECONDS = environment.int("STATEMENT_TIMEOUT_SECONDS", default=30)
# Whoever forgets an open transaction (a process that hangs) must not keep the rows it locked.
IDLE_IN_TRANSACTION_SECONDS = 60
# As many as a worker process has threads, and some for the work they start.
POOL_SIZE = environment.int("DATABASE_POOL_SIZE", default=8)


def default(data_dir: Path) -> dict[str, Any]:
    """Return the settings of the database that DATABASE_URL names; SQLite in `data_dir` without it."""
    database: dict[str, Any] = environment.db(
        "DATABASE_URL", default=f"sqlite:///{data_dir / 'octavo.sqlite3'}"
    )
    if database["ENGINE"] == "django.db.backends.sqlite3":
        return database | sqlite()
    if database["ENGINE"] == "django.db.backends.postgresql":
        return database | postgresql(database.get("OPTIONS", {}))
    return database


def sqlite() -> dict[str, Any]:
    """Return what every connection to SQLite is opened with."""
    options = {
        # Immediate: two writers queue at BEGIN instead of failing half-way through a transaction.
        "transaction_mode": "IMMEDIATE",
        "timeout": LOCK_SECONDS,
        # FULL: a reported commit is on the disk; NORMAL may roll the last ones back on power loss.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
    return {"OPTIONS": options, "CONN_MAX_AGE": None}


def postgresql(given: dict[str, Any]) -> dict[str, Any]:
    """Return what connections to PostgreSQL are opened and pooled with; `given` in the address goes first.

    Each statement sees what was committed before it (READ COMMITTED, the server's own default): what must not
    change between reading and writing is locked by name, in a fixed order, as on SQLite.
    """
    limits = {
        "statement_timeout": STATEMENT_SECONDS * 1000,
        "lock_timeout": LOCK_SECONDS * 1000,
        "idle_in_transaction_session_timeout": IDLE_IN_TRANSACTION_SECONDS * 1000,
        # Compiling a query costs more than the short ones of a page take.
        "jit": "off",
    }
    options = {
        "connect_timeout": CONNECT_SECONDS,
        "application_name": "octavo",
        "options": " ".join(f"-c {name}={value}" for name, value in limits.items()),
        "pool": {"min_size": 1, "max_size": POOL_SIZE, "timeout": LOCK_SECONDS, "max_idle": 120},
    }
    # The pool keeps connections, and gives none out that the server has closed meanwhile.
    return {"OPTIONS": options | given, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
