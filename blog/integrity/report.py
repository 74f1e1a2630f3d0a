"""What the page about the archive says: counts per rule, the trend over the runs, the articles with most to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from blog.articles import access
from blog.articles.models import Article
from blog.integrity.models import CheckRun, Finding
from blog.integrity.registry import Kind, Rule, rules

WORST = 20
RUNS_SHOWN = 24
# Drawing units.
STEP, HEIGHT, TOP = 24, 72, 4


@dataclass(frozen=True)
class RuleCount:
    """How many open findings a rule has now, and how many more or fewer than in the run before the last."""

    rule: Rule
    number: int
    since: int | None

    @property
    def is_foreign(self) -> bool:
        return self.rule.kind == Kind.FOREIGN

    @property
    def rose(self) -> bool:
        return bool(self.since and self.since > 0)


@dataclass(frozen=True)
class Line:
    """One line of the trend: what it counts, its points as an SVG path needs them, and its numbers."""

    name: str
    points: str
    dots: Sequence[tuple[float, float, int]]

    @property
    def latest(self) -> int:
        return self.dots[-1][2] if self.dots else 0


def counts(user: access.Actor) -> list[RuleCount]:
    """Return every rule with its open findings in the articles the user may edit: two queries."""
    rows = Finding.objects.filter(status=Finding.Status.OPEN, article__in=access.editable_by(user))
    now = dict(rows.order_by().values_list("rule").annotate(number=Count("pk")))
    runs = list(finished()[:2])
    before = runs[1].counts if len(runs) > 1 else None
    after = runs[0].counts if runs else {}
    return [
        RuleCount(
            rule, now.get(name, 0), None if before is None else after.get(name, 0) - before.get(name, 0)
        )
        for name, rule in rules().items()
    ]


def finished() -> QuerySet[CheckRun]:
    """Return the runs that were finished, the newest first."""
    return CheckRun.objects.filter(finished_at__isnull=False).order_by("-started_at", "-pk")


def trend() -> tuple[list[CheckRun], list[Line]]:
    """Return the latest runs, the oldest first, and a line for each kind of rule: one query."""
    runs = list(finished()[:RUNS_SHOWN])[::-1]
    sums = {kind: [_sum(run.counts, kind) for run in runs] for kind in Kind}
    return runs, [_line(kind, numbers) for kind, numbers in sums.items()]


def _sum(numbers: dict[str, int], kind: Kind) -> int:
    return sum(number for name, number in numbers.items() if name in rules() and rules()[name].kind == kind)


def _line(name: str, numbers: Sequence[int]) -> Line:
    """Return one line scaled to its own greatest number: foreign text is rare, editorial remarks are many."""
    greatest = max([*numbers, 1])
    dots = [
        (place * STEP + STEP / 2, round(TOP + HEIGHT - HEIGHT * number / greatest, 1), number)
        for place, number in enumerate(numbers)
    ]
    return Line(name, " ".join(f"{x},{y}" for x, y, _ in dots), dots)


def worst(user: access.Actor) -> QuerySet[Any]:
    """Return the articles with most to do, foreign text before everything else: one query."""
    is_open = Q(findings__status=Finding.Status.OPEN)
    rows = Article.objects.filter(pk__in=access.editable_by(user).values("pk")).exclude(status="trashed")
    rows = rows.filter(is_open).annotate(
        foreign=Count("findings", filter=is_open & Q(findings__is_foreign=True)),
        remarks=Count("findings", filter=is_open & Q(findings__is_foreign=False)),
    )
    return rows.order_by("-foreign", "-remarks", "pk")[:WORST]
