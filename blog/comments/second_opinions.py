"""Asking advisers outside about comments that wait, and telling them where a moderator decided otherwise.

A worker does it, after the comment is stored and counted: whatever comes of it, or does not, no post waits for it.
An answer is one more reason. It may hide what nobody has decided about yet, and never publishes anything.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import task
from django_tasks.base import Task

from blog.comments import akismet, campaigns, counters, former_words, judging, learning
from blog.comments.advisers import Adviser, NoAnswer, Refused, Told
from blog.comments.counters import Move
from blog.comments.models import Comment, Decision, DecisionItem, Reason, Status, Verdict
from blog.mail import links
from blog.site.models import SiteSettings

_KNOWN: tuple[Callable[[], Adviser | None], ...] = (akismet.from_settings,)
# What an answer weighs among the other reasons, by whether it says spam.
WEIGHTS = {True: 2.0, False: -1.0}
# It is asked again after each of these, and then left alone.
WAITS = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
# A worker tells no more at once: others, such as mails, wait behind it.
CHUNK = 20
LOW_PRIORITY = -10
# What the evidence of a reason says: the answer, and whether a moderator's correction was sent since.
SPAM, GOOD, CORRECTED = "spam", "good", ", corrected"
# Reasons of the owner's that stand above it: a rule, a draw, and a writer who earned it.
SPARED_BY = (*campaigns.SPARED_BY, "trusted-writer")
# Decisions that say what a comment is, and what an adviser that disagrees then stands at.
DISAGREEING = {
    Decision.Verb.APPROVE: (SPAM, GOOD + CORRECTED),
    Decision.Verb.SPAM: (GOOD, SPAM + CORRECTED),
}

logger = logging.getLogger(__name__)


def advisers() -> dict[str, Adviser]:
    """Return who is switched on, by name; nobody is by default."""
    found = (known() for known in _KNOWN)
    return {adviser.name: adviser for adviser in found if adviser is not None}


def seek(comment: Comment, **facts: Any) -> None:
    """Have advisers asked about a visitor's comment that waits; receives what came in and what was changed."""
    if comment.status != Status.PENDING or comment.user_id is not None:
        return
    for name in advisers():
        ask.using(priority=LOW_PRIORITY).enqueue(comment.pk, name, 0)


@task
def ask(pk: int, name: str, tries: int) -> None:
    """Ask one adviser about one comment, if it still waits; again a little later where no answer came."""
    adviser = advisers().get(name)
    waiting = Comment.objects.filter(pk=pk, status=Status.PENDING).exclude(body="")
    comment = waiting.select_related("article").first()
    if adviser is None or comment is None:
        return
    try:
        is_spam = adviser.is_spam(told_of(comment))
    except NoAnswer as error:
        _again(ask, pk, name, tries=tries, error=error)
    except Refused as error:
        _give_up(name, error)
    else:
        keep(comment, name=name, is_spam=is_spam)


def told_of(comment: Comment) -> Told:
    """Return what an adviser is told about a comment."""
    return Told(
        text=former_words.writers_own(comment),
        author=comment.author_name,
        website=comment.author_url,
        article_url=links.absolute(comment.article.get_absolute_url()),
        is_reply=comment.parent_id is not None,
        at=comment.submitted_at,
    )


@transaction.atomic
def keep(comment: Comment, *, name: str, is_spam: bool) -> None:
    """Add an answer to the reasons of a comment that still waits with the same words, and hide it where it may be."""
    counters.lock()
    rows = Comment.objects.select_for_update(no_key=True).filter(pk=comment.pk, status=Status.PENDING)
    found = rows.filter(body_digest=comment.body_digest).first()
    if found is None or found.reasons.filter(check_name=name).exists():
        return
    evidence = SPAM if is_spam else GOOD
    reason = Reason(comment=found, check_name=name, weight=WEIGHTS[is_spam], evidence=evidence)
    reason.without = found.verdict
    reason.save()
    if is_spam and may_hide(found):
        _hide(found)


def may_hide(comment: Comment) -> bool:
    """Tell whether an adviser's word is enough to keep a waiting comment from the queue.

    It is not where the owner's filter calls it good, a rule or earned trust spares it, the owner wants nothing
    hidden, or a decision was taken about it before.
    """
    if comment.verdict == Verdict.HAM or comment.reasons.filter(check_name__in=SPARED_BY).exists():
        return False
    if DecisionItem.objects.filter(comment=comment).exists():
        return False
    return bool(SiteSettings.current().filter_hide_one_in)


def _hide(comment: Comment) -> None:
    """Put a comment among the spam; one that is drawn for it stays and is shown to a person anyway."""
    if judging.is_audit(comment):
        Reason.objects.create(comment=comment, check_name=judging.AUDIT_CHECK, weight=0.0)
        return
    comment.status = Status.SPAM
    comment.save(update_fields=["status"])
    counters.shift([Move(comment.article_id, Status.PENDING, Status.SPAM)])


def schedule(decision: Decision, **facts: Any) -> None:
    """Have advisers told of a person's decision once it can no longer be undone; receives `comment_decided`."""
    if decision.by_id is None or decision.verb not in DISAGREEING or not advisers():
        return
    if tell.get_backend().supports_defer:
        due = decision.at + learning.UNDO_WINDOW
        tell.using(priority=LOW_PRIORITY, run_after=due).enqueue(decision.pk, 0)


@task
def tell(decision: int, tries: int) -> None:
    """Correct advisers by one part of a decision, and put the next in line."""
    for name, adviser in advisers().items():
        try:
            is_done = correct(adviser, decision=decision)
        except NoAnswer as error:
            _again(tell, decision, tries=tries, error=error)
        except Refused as error:
            _give_up(name, error)
        else:
            if not is_done:
                tell.using(priority=LOW_PRIORITY).enqueue(decision, 0)


def correct(adviser: Adviser, *, decision: int, now: datetime | None = None) -> bool:
    """Tell an adviser of up to CHUNK comments that it judged otherwise than a final decision; True after the last.

    Each is told once; a later decision to the contrary is told again. Raises NoAnswer, Refused.
    """
    chosen = list(_disagreeing(adviser.name, decision, now or timezone.now())[: CHUNK + 1])
    for reason in chosen[:CHUNK]:
        is_spam = reason.comment.status == Status.SPAM
        adviser.correct(told_of(reason.comment), is_spam=is_spam)
        was_right = is_spam == (reason.weight > 0)
        reason.evidence = (SPAM if reason.weight > 0 else GOOD) + ("" if was_right else CORRECTED)
        reason.save(update_fields=["evidence"])
    return len(chosen) <= CHUNK


def _disagreeing(name: str, decision: int, now: datetime) -> QuerySet[Reason]:
    verb = Decision.objects.values_list("verb", flat=True).get(pk=decision)
    final = learning.final_items(decision, now).values("comment")
    rows = Reason.objects.filter(check_name=name, evidence__in=DISAGREEING.get(Decision.Verb(verb), ()))
    # Text that was let go can no longer be sent.
    rows = rows.filter(comment__in=final).exclude(comment__body="")
    return rows.select_related("comment__article").order_by("pk")


def _again(work: Task[..., None], *about: Any, tries: int, error: NoAnswer) -> None:
    """Try once more after a while; where the queue cannot wait, or it was tried often enough, leave it alone."""
    logger.info("No opinion from outside at attempt %d: %s", tries + 1, error)
    if tries < len(WAITS) and work.get_backend().supports_defer:
        again = work.using(priority=LOW_PRIORITY, run_after=timezone.now() + WAITS[tries])
        again.enqueue(*about, tries + 1)


def _give_up(name: str, error: Refused) -> None:
    logger.warning("%s does not answer this site: %s", name, error)
