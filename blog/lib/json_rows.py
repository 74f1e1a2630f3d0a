"""Rows of another table read along with a row, as one JSON value, on both databases."""

from typing import Any

from django.db.models import Aggregate, JSONField


class JSONRows(Aggregate):
    """All values of a JSON expression in one array, in no particular order."""

    function = "JSONB_AGG"
    output_field = JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Use SQLite's name for it."""
        return super().as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **context)
