"""Mailing moderators about waiting comments at the pace each chose: one letter tells all that came since the last."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django_tasks import task

from blog.articles.access import require
from blog.comments import desk_letter, moderation
from blog.comments.models import Comment, DeskMail, Status, Verdict
from blog.lib.dates import next_at_hour
from blog.mail import links, outbox

Pace = DeskMail.Pace
PURPOSE = "desk"
# "At once" still gathers what comes in a burst, and leaves its reader alone for a while afterwards.
GATHERED, PAUSE, HOUR = timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1)
# A link in a mail that is opened years later must still stop the mails.
STOP_VALID = timedelta(days=3650)

logger = logging.getLogger(__name__)


def wish_of(user: User) -> DeskMail:
    """Return what a moderator chose; "off" where they chose nothing yet."""
    return DeskMail.objects.filter(user=user.pk).first() or DeskMail(user=user)


@transaction.atomic
def choose(user: User, *, pace: str, hour: int | None = None, now: datetime | None = None) -> DeskMail:
    """Change how a moderator hears of waiting comments; no hour leaves the hour of the daily mail as it is.

    What waits already is no news to who begins. Raises PermissionDenied, ValidationError.
    """
    require(moderation.may_decide(user))
    wish = wish_of(user)
    if wish.pace == Pace.OFF:
        wish.told_up_to = _newest()
    wish.pace, wish.hour = pace, wish.hour if hour is None else hour
    wish.full_clean(validate_unique=False)
    is_due = wish.next_at is not None and pace != Pace.OFF
    wish.next_at = due_at(wish, now=now or timezone.now()) if is_due else None
    wish.save()
    if wish.next_at:
        _wake(wish.next_at)
    return wish


def stop_path(user: User) -> str:
    """Return the path of the page that stops a moderator's mail by one POST."""
    return desk_letter.stop_path(user)


def wish_to_stop(token: str) -> DeskMail | None:
    """Return what a link in one of its letters may switch off. Raises BadLink."""
    pk = links.claims(desk_letter.STOP, token, valid=STOP_VALID)
    return DeskMail.objects.filter(pk=pk).first()


def stop(wish: DeskMail) -> None:
    """Send a moderator no more mail about waiting comments."""
    DeskMail.objects.filter(pk=wish.pk).update(pace=Pace.OFF, next_at=None)
    wish.pace = Pace.OFF


def due_at(wish: DeskMail, *, now: datetime, is_likely_spam: bool = False) -> datetime:
    """Return when a letter about a comment that came now may leave; likely spam is never urgent."""
    if wish.pace == Pace.DAILY:
        return next_at_hour(wish.hour, after=now)
    gathered = HOUR if is_likely_spam else GATHERED
    pause = PAUSE if wish.pace == Pace.ONCE and not is_likely_spam else HOUR
    return max(now + gathered, wish.last_at + pause if wish.last_at else now)


def remember(comment: Comment, **facts: Any) -> None:
    """Have moderators told of a comment that waits; receives what came in and what its writer changed.

    In a flood this is one small query a comment: whose letter is due early enough needs nothing more.
    """
    if comment.status != Status.PENDING:
        return
    now, is_likely_spam = timezone.now(), comment.verdict == Verdict.SPAM
    for wish in DeskMail.objects.exclude(pace=Pace.OFF):
        at = due_at(wish, now=now, is_likely_spam=is_likely_spam)
        if wish.next_at is None or wish.next_at > at:
            later = Q(next_at__isnull=True) | Q(next_at__gt=at)
            if DeskMail.objects.filter(later, pk=wish.pk, pace=wish.pace).update(next_at=at):
                _wake(at)


def _wake(at: datetime) -> None:
    """Have due letters written at a moment; where the queue cannot wait, the server's round does it."""
    if send_in_time.get_backend().supports_defer:
        transaction.on_commit(lambda: send_in_time.using(run_after=at).enqueue())


@task
def send_in_time() -> None:
    """Write the letters that are due."""
    send_due()


def send_due(*, now: datetime | None = None) -> int:
    """Put every letter that is due into the outbox, each once whoever else does the same; returns how many."""
    now, count = now or timezone.now(), 0
    for pk in list(DeskMail.objects.filter(next_at__lte=now).values_list("pk", flat=True)):
        try:
            count += write(pk, now=now)
        except ValidationError:
            logger.error("The account %s has no address that mail can go to.", pk)
            DeskMail.objects.filter(pk=pk).update(next_at=None)
    return count


@transaction.atomic
def write(pk: int, *, now: datetime) -> bool:
    """Put a moderator's letter into the outbox if it is due and there is news; tells whether there was.

    While the last one cannot be delivered, news gathers: letters never pile up. Raises ValidationError where
    the account's address takes no mail.
    """
    wish = DeskMail.objects.select_for_update().filter(pk=pk, next_at__lte=now).first()
    if wish is None:
        return False
    if outbox.is_waiting(about_of(pk)):
        DeskMail.objects.filter(pk=pk).update(next_at=now + PAUSE)
        return False
    user, key = User.objects.get(pk=pk), f"desk:{pk}:{wish.next_at:%Y%m%d%H%M%S%f}"
    told_up_to = _newest()
    letter = desk_letter.compose(wish, user) if user.email and moderation.may_decide(user) else None
    wish.next_at, wish.told_up_to, wish.last_at = None, told_up_to, now if letter else wish.last_at
    wish.save(update_fields=["next_at", "told_up_to", "last_at"])
    if letter:
        outbox.put(letter, to=user.email, key=key, purpose=PURPOSE, about=about_of(pk), now=now)
    return letter is not None


def about_of(user_pk: int) -> str:
    """Return how the outbox knows a moderator's letters."""
    return f"desk:{user_pk}"


def write_anew(*, now: datetime | None = None) -> None:
    """Take back letters that have not left: what they say of somebody must not be said any more."""
    at = (now or timezone.now()) + GATHERED
    for pk in DeskMail.objects.values_list("pk", flat=True):
        if outbox.recall(about_of(pk)):
            DeskMail.objects.filter(pk=pk).exclude(pace=Pace.OFF).update(next_at=at, told_up_to=0)
            _wake(at)


def _newest() -> int:
    return Comment.objects.aggregate(pk=Max("pk"))["pk"] or 0
