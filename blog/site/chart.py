"""The chart of the landing page: columns by week, drawn as figures the template writes into an SVG."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from blog.site import desk

WEEKS = 12
# Drawing units. One week is 40 wide and holds a column for each line; the tallest column is 72 high.
WEEK_WIDTH, HEIGHT, GAP = 40, 72, 6


@dataclass(frozen=True)
class Column:
    """One column: place and size in drawing units, and the number it stands for."""

    x: float
    y: float
    width: float
    height: float
    number: int


@dataclass(frozen=True)
class Line:
    """All columns of one kind, with its name and total."""

    label: str
    columns: list[Column]
    total: int


@dataclass(frozen=True)
class Chart:
    """Everything the template needs; `weeks` are (x, Monday) of each week."""

    lines: list[Line]
    weeks: list[tuple[int, datetime]]
    width: int = WEEKS * WEEK_WIDTH
    height: int = HEIGHT

    @property
    def is_empty(self) -> bool:
        return not any(line.total for line in self.lines)


def weekly_chart(*, now: datetime | None = None) -> Chart:
    """Return the chart of the last twelve weeks, this one included: one query."""
    today = timezone.localtime(now or timezone.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    monday = today - timedelta(days=today.weekday())
    mondays = [monday - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    counts = desk.read_weekly(mondays[0])
    rows = {name: [_in_week(by_week, start) for start in mondays] for name, by_week in counts.items()}
    lines = [_line(name, numbers, place, of=len(rows)) for place, (name, numbers) in enumerate(rows.items())]
    return Chart(lines, [(index * WEEK_WIDTH, start) for index, start in enumerate(mondays)])


def _in_week(by_week: dict[datetime, int], start: datetime) -> int:
    return sum(number for week, number in by_week.items() if abs((week - start).total_seconds()) < 86_400)


def _line(name: str, numbers: list[int], place: int, *, of: int) -> Line:
    """Return one line's columns, scaled to its own greatest number: articles are few, comments many."""
    greatest = max([*numbers, 1])
    width = (WEEK_WIDTH - 2 * GAP) / of
    columns = []
    for index, number in enumerate(numbers):
        height = max(HEIGHT * number / greatest, 2.0) if number else 0.0
        columns.append(
            Column(index * WEEK_WIDTH + GAP + place * width, HEIGHT - height, width - 2, height, number)
        )
    return Line(desk.weekly_label(name), columns, sum(numbers))
