"""The triggers that move page versions in the transaction of the change itself, whoever made it.

Triggers and not calls in the verbs: a name changed in the admin, a bulk update and a line typed into the
database's own shell make pages just as old, and none of them can forget to say so.
"""

import hashlib
from collections.abc import Iterator

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from blog.delivery.watched import WATCHES, Watch

PREFIX = "octavo_page_"
EVENTS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
ENDS_OF_TIME = {
    "sqlite": {"first": "''", "last": "'9999-12-31'"},
    "postgresql": {"first": "'-infinity'", "last": "'infinity'"},
}


def install(*, using: str = "default") -> None:
    """Bring the database's triggers up to date; where they are, nothing is done.

    Called after migrations: SQLite drops the triggers of a table whenever a migration rebuilds it.
    """
    connection = connections[using]
    if "blog_pageclock" not in connection.introspection.table_names():
        return
    wanted = dict(_triggers(connection.vendor))
    present = _present(connection)
    if present.keys() == wanted.keys():
        return
    with connection.cursor() as cursor:
        for name in present.keys() - wanted.keys():
            cursor.execute(
                f"DROP TRIGGER {name}" + (f" ON {present[name]}" if _is_postgres(connection) else "")
            )
        if _is_postgres(connection):
            cursor.execute(_POSTGRES_FUNCTIONS)
        for name in sorted(wanted.keys() - present.keys()):
            cursor.execute(wanted[name])
        # What was changed while a trigger was missing is not known: everything counts as changed.
        cursor.execute(_TICK)
        cursor.execute(f"{_MOVE} WHERE true {_UPSERT}".format(key="'site'"))


def are_installed(*, using: str = "default") -> bool:
    """Tell whether every change is watched; where not, no page may be kept."""
    connection = connections[using]
    return _present(connection).keys() == dict(_triggers(connection.vendor)).keys()


def _is_postgres(connection: BaseDatabaseWrapper) -> bool:
    return connection.vendor == "postgresql"


def _present(connection: BaseDatabaseWrapper) -> dict[str, str]:
    if _is_postgres(connection):
        query = (
            "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
            f" AND tgname LIKE '{PREFIX}%%'"
        )
    else:
        query = f"SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '{PREFIX}%%'"
    with connection.cursor() as cursor:
        cursor.execute(query, [])
        return dict(cursor.fetchall())


_TICK = (
    "INSERT INTO blog_pageclock (id, seq) VALUES (1, 1)"
    " ON CONFLICT (id) DO UPDATE SET seq = blog_pageclock.seq + 1"
)
_MOVE = "INSERT INTO blog_pageversion (key, version) SELECT {key}, seq FROM blog_pageclock"
_UPSERT = "ON CONFLICT (key) DO UPDATE SET version = excluded.version"


def _triggers(vendor: str) -> Iterator[tuple[str, str]]:
    """Yield name and statement of each trigger; the name ends in a digest, so that a changed one is another."""
    if vendor not in ENDS_OF_TIME:
        return
    make = _sqlite_trigger if vendor == "sqlite" else _postgres_trigger
    for watch in WATCHES:
        for event in EVENTS:
            body = make(watch, event)
            name = f"{PREFIX}{watch.name}_{event.lower()}_{hashlib.sha256(body.encode()).hexdigest()[:8]}"
            yield name, body.replace("{name}", name)
    if vendor == "postgresql":
        yield f"{PREFIX}commit", _POSTGRES_COMMIT.format(name=f"{PREFIX}commit")


def _condition(watch: Watch, event: str, differs: str) -> str:
    rows = EVENTS[event]
    parts = [" OR ".join(f"({watch.when.format(row=row)})" for row in rows)] if watch.when else []
    if event == "UPDATE":
        parts.append(" OR ".join(f"OLD.{c} {differs} NEW.{c}" for c in watch.watched_columns()))
    return " AND ".join(f"({part})" for part in parts)


def _keys(watch: Watch, event: str, vendor: str) -> str:
    facts = ENDS_OF_TIME[vendor]
    return " UNION ".join(key.format(row=row, **facts) for row in EVENTS[event] for key in watch.keys)


def _sqlite_trigger(watch: Watch, event: str) -> str:
    condition = _condition(watch, event, "IS NOT")
    when = f" WHEN {condition}" if condition else ""
    return (
        f"CREATE TRIGGER {{name}} AFTER {event} ON {watch.table} FOR EACH ROW{when} BEGIN {_TICK};"
        " INSERT INTO blog_pageversion (key, version) SELECT key, (SELECT seq FROM blog_pageclock)"
        f" FROM ({_keys(watch, event, 'sqlite')}) WHERE true {_UPSERT}; END"
    )


def _postgres_trigger(watch: Watch, event: str) -> str:
    condition = _condition(watch, event, "IS DISTINCT FROM")
    when = f" WHEN ({condition})" if condition else ""
    function = "{name}"
    return (
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " INSERT INTO blog_pagetouch (key, transaction) SELECT key, txid_current()"
        f" FROM ({_keys(watch, event, 'postgresql')}) AS touched"
        " WHERE NOT EXISTS (SELECT 1 FROM blog_pagetouch AS known"
        " WHERE known.transaction = txid_current() AND known.key = touched.key); RETURN NULL; END $$;"
        f" CREATE TRIGGER {{name}} AFTER {event} ON {watch.table} FOR EACH ROW{when}"
        f" EXECUTE FUNCTION {function}()"
    )


# The clock is taken last of all locks, when the transaction commits: so its order is that of the commits, and
# two transactions that change the same things never wait for each other crosswise.
_POSTGRES_FUNCTIONS = (
    "CREATE OR REPLACE FUNCTION octavo_page_moved() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    f" {_TICK};"
    f" {_MOVE.format(key='NEW.key')} {_UPSERT};"
    " DELETE FROM blog_pagetouch WHERE id = NEW.id; RETURN NULL; END $$"
)
_POSTGRES_COMMIT = (
    "CREATE CONSTRAINT TRIGGER {name} AFTER INSERT ON blog_pagetouch DEFERRABLE INITIALLY DEFERRED"
    " FOR EACH ROW EXECUTE FUNCTION octavo_page_moved()"
)
