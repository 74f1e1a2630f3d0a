"""Storing rows by the hundred thousand: COPY on PostgreSQL, one prepared statement on SQLite."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.db.models import DateTimeField, Field, Max, Model
from django.utils import timezone

Row = tuple[Any, ...]


class Table:
    """Gathers rows of one model; what is not given has the model's own default."""

    def __init__(self, model: type[Model], *names: str) -> None:
        self.model = model
        fields = {f.attname: f for f in model._meta.concrete_fields if not f.generated}
        rest = [f for name, f in fields.items() if name not in names and _is_filled_in(f)]
        self._fields = [*(fields[name] for name in names), *rest]
        self._defaults = tuple(_default(field) for field in rest)
        self._moments = [at for at, field in enumerate(self._fields) if isinstance(field, DateTimeField)]
        self._rows: list[Row] = []
        self.add = self._rows.append

    def store(self) -> None:
        """Store what was gathered, in one statement, and begin anew."""
        rows = (row + self._defaults for row in self._rows)
        if connection.vendor == "postgresql":
            self._copy(rows)
        else:
            self._insert(rows)
        self._rows.clear()

    def _copy(self, rows: Iterable[Row]) -> None:
        with connection.cursor() as cursor, cursor.copy(f"COPY {self._target} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def _insert(self, rows: Iterable[Row]) -> None:
        places = ", ".join(["%s"] * len(self._fields))
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {self._target} VALUES ({places})", list(self._written(rows)))

    def _written(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Write moments as this database holds them."""
        for row in rows:
            values = list(row)
            for at in self._moments:
                if isinstance(values[at], datetime):
                    values[at] = connection.ops.adapt_datetimefield_value(values[at])
            yield tuple(values)

    @property
    def _target(self) -> str:
        quote = connection.ops.quote_name
        columns = ", ".join(quote(str(field.column)) for field in self._fields)
        return f"{quote(self.model._meta.db_table)} ({columns})"


def _is_filled_in(field: Field[Any, Any]) -> bool:
    """Tell whether a column needs a value: keys that count by themselves and the database's defaults do not."""
    return not field.has_db_default() and field.db_returning is False


def _default(field: Field[Any, Any]) -> Any:
    value = field.get_default()
    if value is None and not field.null and isinstance(field, DateTimeField):
        value = timezone.now()
    return field.get_db_prep_save(value, connection)


def next_key(model: type[Model]) -> int:
    """Return the first free number."""
    return int(model._default_manager.aggregate(last=Max("pk"))["last"] or 0) + 1


def settle(models: Iterable[type[Model]]) -> None:
    """Let keys count on after the ones given, and PostgreSQL's planner know what there is, as it would find out.

    SQLite is left without statistics, as a site has it: they would call the many empty `undoes` one value.
    """
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")
