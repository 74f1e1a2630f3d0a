"""Wiring only: settings from the environment, URLs, and the server's entry points.

Importing any module of this package first puts the bundled SQLite in place, because Django binds
to whichever `sqlite3` it meets first. Begin reading in `settings.py`.
"""

from config.sqlite import use_bundled_sqlite

use_bundled_sqlite()
