"""Which SQLite the process runs on."""

import sys

# SQLite 3.7.0-3.51.2 can corrupt a WAL database when two connections write or checkpoint at the same
# moment (fixed in 3.51.3, 13 March 2026). Debian 12's Python links 3.40.1, so the library comes from a wheel.
FIRST_SAFE_SQLITE = (3, 51, 3)


def use_bundled_sqlite() -> None:
    """Make `import sqlite3` mean the wheel's library; without the wheel the standard one stays."""
    try:
        import pysqlite3
    except ImportError:
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


def sqlite_is_safe() -> bool:
    """Tell whether several processes may write in WAL mode with the library in use."""
    import sqlite3

    return sqlite3.sqlite_version_info >= FIRST_SAFE_SQLITE
