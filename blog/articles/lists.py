"""What the lists of articles count: months, categories, tags; only what visitors may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone

from blog.articles.models import Article, Category, Tag


@dataclass(frozen=True)
class YearCount:
    """A year of the archive with its months, newest first."""

    year: int
    months: Sequence[tuple[date, int]]

    @property
    def total(self) -> int:
        """Number of articles in the year."""
        return sum(count for _, count in self.months)


def years(*, now: datetime | None = None) -> list[YearCount]:
    """Return every year with public articles, newest first: one query."""
    months = (
        Article.objects.public(now=now)
        .order_by()
        .annotate(month=TruncMonth("publish_at"))
        .values_list("month")
        .annotate(count=Count("pk"))
        .order_by("-month")
    )
    grouped: dict[int, list[tuple[date, int]]] = {}
    for month, count in months:
        grouped.setdefault(month.year, []).append((month.date(), count))
    return [YearCount(year, rows) for year, rows in grouped.items()]


@dataclass(frozen=True)
class TopicCount:
    """A tag or category and how many public articles stand under it."""

    topic: Category | Tag
    count: int


def categories(*, now: datetime | None = None) -> list[TopicCount]:
    """Return the categories of public articles, by name: one query."""
    return _counted(Category, "live__category", now)


def tags(*, now: datetime | None = None) -> list[TopicCount]:
    """Return the tags of public articles, by name: one query."""
    return _counted(Tag, "live__tags", now)


def _counted(model: type[Category] | type[Tag], path: str, now: datetime | None) -> list[TopicCount]:
    fields = ("name", "slug")
    rows = (
        Article.objects.public(now=now)
        .filter(**{f"{path}__isnull": False})
        .order_by()
        .values_list(*(f"{path}__{field}" for field in fields))
        .annotate(count=Count("pk"))
        .order_by(f"{path}__name")
    )
    return [TopicCount(model(name=name, slug=slug), count) for name, slug, count in rows]


def period(year: int, month: int | None = None) -> tuple[datetime, datetime]:
    """Return the first moment of a year or month in the site's time zone, and that of the next one.

    Raises ValueError where the calendar has no such period.
    """
    zone = timezone.get_current_timezone()
    start = datetime(year, month or 1, 1, tzinfo=zone)
    if month is None or month == 12:
        return start, datetime(year + 1, 1, 1, tzinfo=zone)
    return start, datetime(year, month + 1, 1, tzinfo=zone)
