"""Counts that change together with a status, and the recount that proves them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, F, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from blog.articles.models import Article
from blog.comments.models import Comment, Status, StatusTally


@dataclass(frozen=True)
class Move:
    """A comment's way from one status to another; an empty status is outside the store."""

    article_id: int
    from_status: str
    to_status: str


@dataclass(frozen=True)
class Difference:
    """A stored count that is not what counting gives. `article_id` is None for a tally of the whole site."""

    status: str
    article_id: int | None
    stored: int
    counted: int


def shift(moves: Iterable[Move]) -> None:
    """Move the counts along; to be called in the transaction that moves the comments.

    Rows are changed in a fixed order, so two decisions at once wait for each other instead of locking
    crosswise. A count that has drifted stops at zero: a wrong figure must not keep anybody from moderating.
    """
    tallies: Counter[str] = Counter()
    articles: Counter[int] = Counter()
    for move in moves:
        tallies[move.from_status] -= 1
        tallies[move.to_status] += 1
        articles[move.article_id] += (move.to_status == Status.APPROVED) - (
            move.from_status == Status.APPROVED
        )
    for status in sorted(Status.values):
        if tallies[status]:
            _shift_tally(status, tallies[status])
    for article_id, change in sorted(articles.items()):
        if change:
            Article.objects.filter(pk=article_id).update(
                approved_comment_count=Greatest(F("approved_comment_count") + Value(change), Value(0))
            )


def lock() -> None:
    """Let this transaction be the only one that changes comments or counts, until it ends.

    Whatever writes to comments asks for this before it reads or locks any of them: so there is one order of locks
    everywhere, nobody waits crosswise, and what was read does not go stale. The order is that of `shift`.
    """
    rows = StatusTally.objects.select_for_update(no_key=True).order_by("status")
    if len(rows) < len(Status.values):
        StatusTally.objects.bulk_create(
            [StatusTally(status=status) for status in sorted(Status.values)], ignore_conflicts=True
        )
        list(rows.all())


def _shift_tally(status: str, change: int) -> None:
    row = StatusTally.objects.filter(status=status)
    if not row.update(count=Greatest(F("count") + Value(change), Value(0))):
        StatusTally.objects.bulk_create([StatusTally(status=status)], ignore_conflicts=True)
        row.update(count=Greatest(F("count") + Value(change), Value(0)))


def tallies() -> dict[str, int]:
    """Return how many comments have each status, as stored (1 query)."""
    stored = dict(StatusTally.objects.values_list("status", "count"))
    return {status: stored.get(status, 0) for status in Status.values}


def recount() -> list[Difference]:
    """Count everything and return where the stored counts differ (3 queries)."""
    stored = tallies()
    counted = dict(Comment.objects.order_by().values_list("status").annotate(Count("pk")))
    wrong = [
        Difference(status, None, stored[status], counted.get(status, 0))
        for status in Status.values
        if stored[status] != counted.get(status, 0)
    ]
    return wrong + _wrong_articles()


def _wrong_articles() -> list[Difference]:
    approved = Comment.objects.approved().filter(article=OuterRef("pk")).order_by().values("article")
    counts = Subquery(approved.annotate(count=Count("pk")).values("count"), output_field=IntegerField())
    rows = (
        Article.objects.annotate(counted=Coalesce(counts, 0))
        .exclude(approved_comment_count=F("counted"))
        .order_by("pk")
        .values_list("pk", "approved_comment_count", "counted")
    )
    return [Difference(Status.APPROVED, pk, stored, counted) for pk, stored, counted in rows]


@transaction.atomic
def repair() -> list[Difference]:
    """Set every stored count to what counting gives, and return what was wrong."""
    # Every decision passes the tallies: with them locked, nothing half-counted can commit in between.
    lock()
    wrong = recount()
    for difference in wrong:
        if difference.article_id is None:
            StatusTally.objects.update_or_create(
                status=difference.status, defaults={"count": difference.counted}
            )
        else:
            Article.objects.filter(pk=difference.article_id).update(approved_comment_count=difference.counted)
    return wrong
