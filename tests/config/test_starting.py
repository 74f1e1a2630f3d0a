"""Starting: refuse without what production needs, and say what to set."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.checks import run_checks

from blog.site import checks
from config import databases
from config.secret_key import ensure_key
from config.sqlite import FIRST_SAFE_SQLITE

ROOT = Path(__file__).resolve().parents[2]


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("environment", "word"),
    [
        ({}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY_FILE": "/nonexistent/key"}, "SECRET_KEY_FILE"),
        ({"SECRET_KEY": "k" * 40}, "ALLOWED_HOSTS"),
        ({"SECRET_KEY": "k" * 40, "ALLOWED_HOSTS": "a.example", "SITE_URL": "a.example"}, "SITE_URL"),
    ],
)
def test_start_is_refused_and_says_what_to_set(environment: dict[str, str], word: str) -> None:
    answer = start(**environment)
    assert answer.returncode != 0
    assert word in answer.stderr.splitlines()[-1]


def test_start_succeeds_with_key_and_hosts(tmp_path: Path) -> None:
    answer = start(SECRET_KEY="k" * 40, ALLOWED_HOSTS="a.example", DATA_DIR=str(tmp_path))
    assert answer.returncode == 0, answer.stderr


def test_key_file_is_written_once_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret.key"
    assert ensure_key(path)
    first = path.read_text()
    assert len(first) >= 50
    assert path.stat().st_mode & 0o777 == 0o600
    assert not ensure_key(path)
    assert path.read_text() == first


def test_the_bundled_sqlite_is_in_use() -> None:
    assert sqlite3.sqlite_version_info >= FIRST_SAFE_SQLITE


def test_an_affected_sqlite_is_refused_at_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")
    assert [finding.id for finding in checks.sqlite_survives_several_writers()] == [checks.UNSAFE_SQLITE]


def test_every_check_passes_as_configured() -> None:
    assert run_checks() == []


@pytest.mark.django_db
def test_every_connection_keeps_its_word() -> None:
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("pragmas are SQLite's")
    with connection.cursor() as cursor:
        values = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "foreign_keys")
        }
    assert values == {"synchronous": 2, "foreign_keys": 1}
    assert connection.transaction_mode == "IMMEDIATE"


@pytest.mark.django_db
def test_every_connection_to_postgresql_has_limits() -> None:
    from django.db import connection

    if connection.vendor != "postgresql":
        pytest.skip("limits are PostgreSQL's; `make test-postgres` runs on it")
    with connection.cursor() as cursor:
        names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "jit")
        values = {name: cursor.execute(f"SHOW {name}").fetchone()[0] for name in names}
        level = cursor.execute("SHOW transaction_isolation").fetchone()[0]
    assert values == {
        "statement_timeout": "30s",
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "1min",
        "jit": "off",
    }
    assert level == "read committed"


def test_an_address_of_postgresql_is_all_that_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://octavo:secret@db.example:5433/blog?sslmode=verify-full")
    database = databases.default(Path("/nowhere"))
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example", 5433, "blog")
    assert database["OPTIONS"]["sslmode"] == "verify-full"
    assert database["OPTIONS"]["pool"]["max_size"] >= 4
    assert "lock_timeout=10000" in database["OPTIONS"]["options"]
