"""How the filter did: what it thought of comments when they came in, against what people decided later."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from django.db.models import QuerySet

from blog.comments.models import Comment, FilterOpinion, LearnedDecision, Reason, Status
from blog.comments.spam.thresholds import interval

RECENT = 1_000
# Hidden comments that nobody has looked at are counted up to here.
MOST_HIDDEN = 10_000
# The latest decisions are held against those before them. 2.58 is passed by chance in 1 of 200 looks.
LATEST, BEFORE, LEAST_BEFORE, ALARM = 200, 800, 200, 2.58
BLOCK = 50
SHOWN = 50


@dataclass(frozen=True)
class Row:
    """A decision that was learned, with the opinion the filter had when the comment came in."""

    pk: int
    comment: int
    is_spam: bool
    score: float
    hides: bool
    is_audit: bool

    @property
    def is_mistake(self) -> bool:
        """Tell whether the filter leaned the other way than the person."""
        return (self.score > 0) != self.is_spam


@dataclass(frozen=True)
class Share:
    """A count out of a count, with the interval its true share lies in (Wilson, 95 %), all in per cent."""

    hits: int
    size: int

    @property
    def percent(self) -> float:
        return 100 * self.hits / self.size if self.size else 0.0

    @property
    def low(self) -> float:
        return 100 * interval(self.hits, self.size)[0]

    @property
    def high(self) -> float:
        return 100 * interval(self.hits, self.size)[1]


@dataclass(frozen=True)
class Record:
    """Counts over the latest decisions; `unseen` of the caught were hidden and looked at by nobody."""

    decisions: int = 0
    spam: int = 0
    caught: int = 0
    unseen: int = 0
    good: int = 0
    hidden: int = 0
    audits: int = 0
    audits_good: int = 0

    @property
    def caught_share(self) -> Share:
        return Share(self.caught, self.spam)

    @property
    def hidden_share(self) -> Share:
        return Share(self.hidden, self.good)

    @property
    def audit_share(self) -> Share:
        return Share(self.audits_good, self.audits)


@dataclass(frozen=True)
class Drift:
    """Mistakes among the latest decisions against those before: a two-proportion z test, one-sided."""

    latest: Share
    before: Share
    z: float

    @property
    def is_alarm(self) -> bool:
        return self.before.size >= LEAST_BEFORE and self.latest.size >= LATEST and self.z > ALARM


@dataclass(frozen=True)
class CheckRecord:
    """How often a check spoke in the latest decisions, and how often people decided the other way."""

    check_name: str
    spoke: int
    disagreed: int

    @property
    def share(self) -> Share:
        return Share(self.disagreed, self.spoke)


def recent(count: int = RECENT) -> list[Row]:
    """Return the latest learned decisions, the newest first: one query."""
    fields = ("pk", "comment_id", "is_spam", "score", "hides", "is_audit")
    return [Row(*row) for row in LearnedDecision.objects.order_by("-pk").values_list(*fields)[:count]]


def record(rows: Sequence[Row] | None = None) -> Record:
    """Count caught and wrongly hidden over the latest decisions: two queries at most."""
    rows = recent() if rows is None else rows
    if not rows:
        return Record()
    unseen = _unseen(since=min(row.comment for row in rows))
    spam = [row for row in rows if row.is_spam]
    good = [row for row in rows if not row.is_spam]
    audits = [row for row in rows if row.is_audit]
    return Record(
        decisions=len(rows),
        spam=len(spam) + unseen,
        caught=sum(row.hides for row in spam) + unseen,
        unseen=unseen,
        good=len(good),
        hidden=sum(row.hides for row in good),
        audits=len(audits),
        audits_good=sum(not row.is_spam for row in audits),
    )


def _unseen(*, since: int) -> int:
    """Count comments that were hidden, lie there, and were decided by nobody; from comment `since` on."""
    hidden = FilterOpinion.objects.filter(hides=True, is_audit=False, comment__gte=since)
    left = hidden.filter(comment__status=Status.SPAM, comment__learned_decision__isnull=True)
    return left.order_by()[:MOST_HIDDEN].count()


def drift(rows: Sequence[Row]) -> Drift:
    """Hold the mistakes of the latest decisions against those before; `rows` newest first."""
    latest = _mistakes(rows[:LATEST])
    before = _mistakes(rows[LATEST : LATEST + BEFORE])
    size = latest.size + before.size
    overall = (latest.hits + before.hits) / size if size else 0.0
    spread = overall * (1 - overall) * (1 / max(latest.size, 1) + 1 / max(before.size, 1))
    return Drift(latest, before, (latest.percent - before.percent) / 100 / sqrt(spread) if spread else 0.0)


def _mistakes(rows: Sequence[Row]) -> Share:
    return Share(sum(row.is_mistake for row in rows), len(rows))


def trend(rows: Sequence[Row]) -> list[Share]:
    """Return the mistakes in each full block of decisions, the oldest block first; `rows` newest first."""
    full = len(rows) // BLOCK * BLOCK
    return [_mistakes(rows[start : start + BLOCK]) for start in range(0, full, BLOCK)][::-1]


def checks(rows: Sequence[Row]) -> list[CheckRecord]:
    """Return the record of every check that spoke, the most frequent first: one query."""
    labels = {row.comment: row.is_spam for row in rows}
    spoke: Counter[str] = Counter()
    disagreed: Counter[str] = Counter()
    seen: set[tuple[str, int]] = set()
    reasons = Reason.objects.filter(comment__in=_comments(rows)).order_by()
    for check, weight, comment in reasons.values_list("check_name", "weight", "comment_id"):
        # A check that names several pieces of evidence spoke once; one without weight took no side.
        if not weight or (check, comment) in seen or comment not in labels:
            continue
        seen.add((check, comment))
        spoke[check] += 1
        disagreed[check] += (weight > 0) != labels[comment]
    return [CheckRecord(check, count, disagreed[check]) for check, count in spoke.most_common()]


def spoken_about(check: str, rows: Sequence[Row]) -> list[Comment]:
    """Return the latest decided comments that a check spoke about, the newest first: one query."""
    chosen = Comment.objects.filter(pk__in=_comments(rows), reasons__check_name=check).distinct()
    return list(chosen.select_related("article").defer("html").order_by("-pk")[:SHOWN])


def _comments(rows: Sequence[Row]) -> QuerySet[LearnedDecision, int]:
    """Return the comments of `rows` as a subquery: no database has to take a thousand parameters."""
    oldest = rows[-1].pk if rows else 0
    newest = rows[0].pk if rows else -1
    return LearnedDecision.objects.filter(pk__range=(oldest, newest)).values_list("comment_id", flat=True)
