"""Learning from decisions: judge with what was learned, learn what is final, keep it in one row."""

import hashlib
import logging
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django_tasks import task

from blog.articles.models import RevisionSection
from blog.comments import filter_card, former_words
from blog.comments.models import Comment, Decision, DecisionItem, FilterOpinion, FilterState, LearnedDecision
from blog.comments.spam import learned, plain_text, relevance
from blog.comments.spam.classifier import Classifier, Decided, Opinion, UnreadableState
from blog.comments.spam.features import Submitted
from blog.comments.spam.learned import Learned
from blog.comments.spam.learner import Lesson
from blog.comments.spam.thresholds import DEFAULT_COST
from blog.site.models import SiteSettings

# A decision can be taken back for so long; what is learned after it need not be unlearned.
UNDO_WINDOW = timedelta(seconds=settings.UNDO_WINDOW_SECONDS)
# A task learns no more at once: others, such as mails, wait behind it.
CHUNK = 200
# Whoever finds that another learner was faster begins again.
TRIES = 5
RETRY_AFTER = timedelta(minutes=2)
LOW_PRIORITY = -10
LABELS = {"spam": True, "approved": False}

logger = logging.getLogger(__name__)


class Overtaken(Exception):
    """Another learner saved its state first, again and again."""


@dataclass(frozen=True)
class _Held:
    """A classifier that is only read from, and the digest of the state it was made of."""

    digest: str
    classifier: Classifier


_lock = threading.Lock()
_held = _Held("", Classifier())


def classifier() -> Classifier:
    """Return the classifier in force, for judging only: one column is read, all of it where it has changed."""
    global _held
    digest = FilterState.objects.filter(pk=FilterState.THE_ONE).values_list("digest", flat=True).first() or ""
    with _lock:
        if _held.digest != digest:
            _held = _Held(*_loaded())
        return _held.classifier


def _loaded() -> tuple[str, Classifier]:
    """Return (digest, a classifier of the caller's own) as stored; an empty one where it cannot be read."""
    row = FilterState.objects.filter(pk=FilterState.THE_ONE).values_list("digest", "state").first()
    digest, state = row or ("", b"")
    if not state:
        return digest, Classifier()
    try:
        return digest, Classifier.from_bytes(bytes(state))
    except UnreadableState:
        logger.exception("The filter begins anew; `manage.py rehearse_filter` learns all decisions again.")
        return digest, Classifier()


def opinion_on(comment: Comment, *, settings: SiteSettings) -> Learned:
    """Return what decisions so far say about a comment that need not be stored yet."""
    current = classifier()
    if not current.ledger.decisions:
        return Learned()
    one_in = settings.filter_hide_one_in
    opinion = current.judge(submitted(comment), cost=1 / one_in if one_in else DEFAULT_COST)
    told = learned.of(current, opinion)
    return told if one_in else Learned(told.score, reasons=told.reasons, nearest=told.nearest)


def submitted(comment: Comment) -> Submitted:
    """Return a comment as the classifier reads it: in its writer's words, not in those of a moderator."""
    words = former_words.writers_own(comment)
    return Submitted(
        text=words,
        author=comment.author_name,
        url=comment.author_url,
        relevance=relevance.share(words, _stems(comment.article.live_id or 0)),
    )


@lru_cache(maxsize=64)
def _stems(revision: int) -> frozenset[str]:
    """Return the telling words of a revision; it never changes, so they are found once."""
    texts = RevisionSection.objects.filter(revision=revision).values_list("text__heading", "text__body")
    return relevance.stems(" ".join(plain_text.read(f"{heading} {body}").text for heading, body in texts))


def schedule(decision: Decision, **kwargs: Any) -> None:
    """Have a decision learned once it can no longer be undone; receives `comment_decided`."""
    enqueue(decision.pk, 0, not_before=decision.at + UNDO_WINDOW)


def enqueue(decision: int, after: int, *, not_before: datetime | None = None) -> None:
    """Put the learning of a decision's comments past `after` in line; a backend that cannot wait is asked not to."""
    if not_before is None or learn_in_turn.get_backend().supports_defer:
        learn_in_turn.using(priority=LOW_PRIORITY, run_after=not_before).enqueue(decision, after)


@task
def learn_in_turn(decision: int, after: int) -> None:
    """Learn one part of a decision, and put the next in line."""
    try:
        last = learn(decision, after=after)
    except (Overtaken, OperationalError):
        # Nobody else tries again; the queue does not.
        enqueue(decision, after, not_before=timezone.now() + RETRY_AFTER)
        return
    if last is not None:
        enqueue(decision, last)


def learn(decision: int, *, after: int = 0, now: datetime | None = None) -> int | None:
    """Learn up to CHUNK comments of a decision, past the item `after`; return the last item if there are more.

    Only a comment's last decision counts, once its undo window has closed; what was learned before stays as
    it is. Raises Overtaken.
    """
    now = now or timezone.now()
    items = final_items(decision, now).filter(pk__gt=after).order_by("pk")
    chunk = list(items.values_list("pk", "comment_id")[: CHUNK + 1])
    if chunk:
        learn_comments([comment for _, comment in chunk[:CHUNK]], now=now)
    return chunk[CHUNK - 1][0] if len(chunk) > CHUNK else None


def final_items(decision: int, now: datetime) -> QuerySet[DecisionItem]:
    """Return what a decision said for good: its undo window has closed, and nothing was decided since."""
    newer = DecisionItem.objects.filter(comment=OuterRef("comment"), pk__gt=OuterRef("pk"))
    return DecisionItem.objects.filter(~Exists(newer), decision=decision, decision__at__lte=now - UNDO_WINDOW)


def learn_comments(pks: Iterable[int], *, now: datetime) -> None:
    """Learn the present status of comments; one that waits again is forgotten. Raises Overtaken."""
    chosen = list(pks)
    for _ in range(TRIES):
        digest, own = _loaded()
        changes = list(changed(own, chosen, now=now))
        if not changes or _save(digest, own, changes):
            return
    raise Overtaken


@dataclass(frozen=True)
class Change:
    """What becomes of the row of a learned decision; `row.pk` is None for a new one."""

    row: LearnedDecision
    is_forgotten: bool = False


def changed(own: Classifier, pks: list[int], *, now: datetime, is_fresh: bool = False) -> Iterator[Change]:
    """Let a classifier learn comments in the order given, and yield the rows to be stored.

    Nothing is learned from words that nobody has decided about.
    `is_fresh`: it has seen none of them, whatever the rows say.
    """
    rows = Comment.objects.filter(pk__in=pks, user__isnull=True).select_related(
        "article", "learned_decision", "filter_opinion"
    )
    comments = {comment.pk: comment for comment in rows.defer("html")}
    for comment in (comments[pk] for pk in pks if pk in comments):
        known: LearnedDecision | None = None if is_fresh else getattr(comment, "learned_decision", None)
        change = _change(own, comment, known, now)
        if change:
            yield change


def _change(own: Classifier, comment: Comment, known: LearnedDecision | None, now: datetime) -> Change | None:
    # A comment in the trash says no more than it said before; one without words (its text was let go) nothing.
    if comment.status == "trash" or not former_words.writers_own(comment):
        return None
    label = LABELS.get(comment.status) if _is_read(comment) else None
    if label is (known.is_spam if known else None):
        return None
    opinion = own.judge(submitted(comment))
    if known:
        _take_back(own, opinion, known)
    if label is None:
        return Change(known, is_forgotten=True) if known else None
    own.learn(opinion, key=comment.pk, is_spam=label)
    return Change(_row(comment, known, opinion, is_spam=label, now=now))


def _is_read(comment: Comment) -> bool:
    """Tell whether somebody has decided about the words as they stand now: not where they passed by trust, and not
    where the writer has changed them since.
    """
    if comment.decided_at is None:
        return False
    return comment.edited_at is None or comment.edited_at <= comment.decided_at


@transaction.atomic
def forget(comment: Comment) -> None:
    """Take back what a comment taught, while it still has the words it was taught with (1 query, mostly none to do).

    Its weights stay, because a person did read those words; label, held-out score and likeness go.
    """
    known = LearnedDecision.objects.filter(comment=comment).first()
    if known is None:
        return
    if FilterState.objects.select_for_update().filter(pk=FilterState.THE_ONE).values_list("pk"):
        _digest, own = _loaded()
        _take_back(own, own.judge(submitted(comment)), known)
        put(own, own.to_bytes())
    known.delete()


def _take_back(own: Classifier, opinion: Opinion, known: LearnedDecision) -> None:
    """Forget the label and the held-out score; the weights move back with what is learned instead."""
    lesson = Lesson(known.is_spam, 0.0, {})
    own.unlearn(Decided(known.comment_id, known.held_out_score, opinion.sample, lesson))


def _row(
    comment: Comment, known: LearnedDecision | None, opinion: Opinion, *, is_spam: bool, now: datetime
) -> LearnedDecision:
    then: FilterOpinion | None = getattr(comment, "filter_opinion", None)
    row = known or LearnedDecision(
        comment=comment,
        score=then.score if then else opinion.score,
        hides=bool(then and then.hides),
        is_audit=bool(then and then.is_audit),
    )
    row.is_spam, row.held_out_score, row.learned_at = is_spam, opinion.score, now
    return row


def _save(digest: str, own: Classifier, changes: list[Change]) -> bool:
    """Store state and rows together; return False where another learner was first."""
    state = own.to_bytes()
    with transaction.atomic():
        FilterState.objects.bulk_create([FilterState(pk=FilterState.THE_ONE)], ignore_conflicts=True)
        held = FilterState.objects.select_for_update().defer("state").get(pk=FilterState.THE_ONE)
        if held.digest != digest:
            return False
        store_rows(changes)
        put(own, state)
    note_record()
    return True


def store_rows(changes: list[Change]) -> None:
    """Store, correct and delete the rows of learned decisions."""
    kept = [change.row for change in changes if not change.is_forgotten]
    LearnedDecision.objects.bulk_create([row for row in kept if row.pk is None], batch_size=CHUNK)
    LearnedDecision.objects.bulk_update(
        [row for row in kept if row.pk is not None],
        ["is_spam", "held_out_score", "learned_at"],
        batch_size=CHUNK,
    )
    LearnedDecision.objects.filter(pk__in=[c.row.pk for c in changes if c.is_forgotten]).delete()


def put(own: Classifier, state: bytes) -> None:
    """Store a state in the locked row."""
    FilterState.objects.filter(pk=FilterState.THE_ONE).update(
        digest=hashlib.sha256(state).hexdigest(),
        state=state,
        decisions=own.ledger.decisions,
        updated_at=timezone.now(),
    )


def note_record() -> None:
    """Keep how the filter did of late for the landing page; counting needs no lock."""
    record = filter_card.record()
    FilterState.objects.filter(pk=FilterState.THE_ONE).update(
        spam=record.spam, caught=record.caught, good=record.good, hidden=record.hidden
    )
