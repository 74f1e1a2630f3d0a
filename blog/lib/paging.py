"""Keyset paging: a page costs the same however deep it lies, and new rows never shift it."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)


class BadCursor(ValueError):
    """The cursor was not made by this module."""


@dataclass(frozen=True)
class Page(Generic[M]):
    """Rows newest first, with the cursors of the neighbouring pages (empty string: none)."""

    rows: Sequence[M]
    newer: str = ""
    older: str = ""


def page_of(queryset: QuerySet[M], *, by: str, size: int, before: str = "", after: str = "") -> Page[M]:
    """Return one page of `queryset` ordered by (`by`, pk) descending.

    `by` names a datetime field that is never null. `before` asks for what is older than a cursor, `after` for what
    is newer.
    Raises BadCursor.
    """
    if after:
        rows = list(queryset.filter(beyond(by, after, "gt")).order_by(by, "pk")[: size + 1])
        more, rows = len(rows) > size, rows[:size][::-1]
        return Page(
            rows, newer=_cursor(rows[0], by) if more else "", older=_cursor(rows[-1], by) if rows else ""
        )
    if before:
        queryset = queryset.filter(beyond(by, before, "lt"))
    rows = list(queryset.order_by(f"-{by}", "-pk")[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    return Page(
        rows,
        newer=_cursor(rows[0], by) if before and rows else "",
        older=_cursor(rows[-1], by) if more else "",
    )


def beyond(by: str, cursor: str, direction: str) -> Q:
    """Keep what lies behind a cursor in the order of (`by`, pk): "gt" above it, "lt" below. Raises BadCursor."""
    moment, pk = _read(cursor)
    tie: dict[str, Any] = {by: moment, f"pk__{direction}": pk}
    # Said first without the tie, because that is what an index can begin at.
    return Q(**{f"{by}__{direction}e": moment}) & (Q(**{f"{by}__{direction}": moment}) | Q(**tie))


def _cursor(row: Model, by: str) -> str:
    return cursor_of(getattr(row, by), row.pk)


def cursor_of(moment: datetime, pk: int) -> str:
    """Return the cursor of a place in the order; no row need stand there."""
    text = f"{moment.isoformat()}~{pk}"
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[datetime, int]:
    try:
        text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        moment, _, pk = text.partition("~")
        parsed, number = datetime.fromisoformat(moment), int(pk)
        # Moments at the ends of the calendar exist in some zones only; databases compare in UTC.
        parsed.astimezone(UTC)
    except (ValueError, OverflowError, UnicodeDecodeError, binascii.Error) as error:
        raise BadCursor(cursor) from error
    if parsed.tzinfo is None or not 0 <= number < 2**63:
        raise BadCursor(cursor)
    return parsed, number
