"""Attack mode: a flood is noticed by itself, the rules are stricter for a while, and time lifts them.

What is stored is counted where it lies; what is refused, in the memory of each process, and added up in one row
every few seconds, so that a flood of refused posts costs neither writes nor the database's lock.
"""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from blog.articles.access import require
from blog.comments import counters, moderation
from blog.comments.models import AttackPeriod, Comment, Status, Verdict

Cause = AttackPeriod.Cause
# On for so long after the last sign of a flood; an owner's own hour.
BOX, BY_HAND = timedelta(minutes=15), timedelta(hours=1)
# For so long after the owner has lifted it, counters do not switch it on again.
OWNERS_WORD = timedelta(hours=1)
# (minutes, comments): fewer are no flood anywhere. A lively hour of a small blog stays far below both.
WINDOWS = ((1, 20), (10, 60))
# A flood is so many times what is usual; half of both is enough where most of it is likely spam.
TIMES_USUAL = 10
# The usual rate is that of so many approved comments before the last hour.
USUAL_FROM = 500
# Once on, half of what switched it on keeps it on.
STAYS_ON_AT = 0.5
HOUR = timedelta(hours=1)
# Refusals are added up so often, and so many a minute in one process keep it on.
FLUSH, REFUSALS_A_MINUTE = timedelta(seconds=5), 10


@dataclass(frozen=True)
class Sign:
    """What speaks for a flood: so many comments within minutes, and what is usual for as long."""

    cause: Cause
    seen: int
    minutes: int
    usual: float


def current(now: datetime) -> AttackPeriod | None:
    """Return the period that is on at `now`: one query on a table of a few rows."""
    on = AttackPeriod.objects.filter(began_at__lte=now, ends_at__gt=now)
    return on.select_related("by").order_by("-pk").first()


def is_calm(now: datetime) -> bool:
    """Tell whether no attack is on. Where one is, nothing of a person unknown here passes unread."""
    return current(now) is None


def arrived(now: datetime, *, statuses: Sequence[str] = Status.values) -> QuerySet[Comment]:
    """Return what visitors sent within the hour before `now`; statuses are always named, so that an index serves."""
    return Comment.objects.filter(
        status__in=statuses, submitted_at__gt=now - HOUR, submitted_at__lte=now, user__isnull=True
    )


def usual_a_minute(now: datetime) -> float:
    """Return how many comments a minute are usual: the pace of the last approved ones, 0 where there are few."""
    until = now - HOUR
    older = Comment.objects.approved().filter(submitted_at__lte=until)
    times = older.order_by("-submitted_at", "-pk").values_list("submitted_at", flat=True)
    first = next(iter(times[USUAL_FROM - 1 : USUAL_FROM]), None)
    return USUAL_FROM / max((until - first).total_seconds() / 60, 1) if first else 0.0


def sign_of_flood(now: datetime, *, share: float = 1.0) -> Sign | None:
    """Return what speaks for a flood, None where nothing does: one query, two near a limit.

    `share`: the part of the limits that is enough.
    """
    counts = {f"all_{minutes}": Count("pk", filter=_since(now, minutes)) for minutes, _ in WINDOWS}
    likely = Q(verdict=Verdict.SPAM) | Q(status=Status.SPAM)
    counts |= {f"spam_{minutes}": Count("pk", filter=_since(now, minutes) & likely) for minutes, _ in WINDOWS}
    seen: dict[str, int] = arrived(now).aggregate(**counts)
    suspects = [window for window in WINDOWS if seen[f"all_{window[0]}"] >= window[1] * share / 2]
    usual = usual_a_minute(now) if suspects else 0.0
    for minutes, least in suspects:
        count, limit = seen[f"all_{minutes}"], share * max(least, TIMES_USUAL * usual * minutes)
        if count >= limit:
            return Sign(Cause.MANY, count, minutes, usual * minutes)
        if count >= limit / 2 and seen[f"spam_{minutes}"] * 2 > count:
            return Sign(Cause.SPAM, count, minutes, usual * minutes)
    return None


def _since(now: datetime, minutes: int) -> Q:
    return Q(submitted_at__gt=now - timedelta(minutes=minutes))


def notice(comment: Comment, **kwargs: Any) -> None:
    """Look at the counters after a comment was stored, and switch on or stay on; receives `comment_received`."""
    if comment.user_id is not None:
        return
    now = comment.submitted_at
    period = current(now)
    sign = sign_of_flood(now, share=STAYS_ON_AT if period else 1.0)
    if sign:
        _carry(period, sign, now)


def _carry(period: AttackPeriod | None, sign: Sign, now: datetime) -> None:
    """Begin a period, or let the one that is on last; once a minute is enough for that."""
    if period is None:
        _begin(sign, now)
    elif period.ends_at < now + BOX - timedelta(minutes=1):
        AttackPeriod.objects.filter(pk=period.pk, lifted_at__isnull=True).update(ends_at=now + BOX)


@transaction.atomic
def _begin(sign: Sign, now: datetime) -> None:
    # Two processes notice in the same moment: the second finds the period of the first.
    counters.lock()
    newest = AttackPeriod.objects.order_by("-pk").first()
    if newest and (newest.ends_at > now or (newest.lifted_at and newest.lifted_at > now - OWNERS_WORD)):
        return
    AttackPeriod.objects.create(
        cause=sign.cause,
        began_at=now,
        ends_at=now + BOX,
        seen=sign.seen,
        minutes=sign.minutes,
        usual=sign.usual,
    )


class Refusals:
    """What one process has refused since it last told the database."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count, self._told_at = 0, datetime.min.replace(tzinfo=timezone.get_fixed_timezone(0))

    def add(self, now: datetime) -> tuple[int, timedelta]:
        """Count one; return (count, time since the last telling) where it is time to tell, else (0, ...)."""
        with self._lock:
            self._count += 1
            passed = now - self._told_at
            if timedelta(0) <= passed < FLUSH:
                return 0, passed
            count, self._count, self._told_at = self._count, 0, now
            return count, passed


_refusals = Refusals()


def note_refusal(now: datetime, *, is_full: bool, cap: int) -> None:
    """Count a refused post; every few seconds add to the period that is on, and let it last while they go on.

    `is_full`: it was refused because of the cap on the queue, which switches attack mode on.
    """
    count, passed = _refusals.add(now)
    if not count:
        return
    period = current(now)
    goes_on = is_full or count * 60 >= REFUSALS_A_MINUTE * max(passed.total_seconds(), 1)
    if goes_on and (period or is_full):
        _carry(period, Sign(Cause.FULL, cap, 60, 60 * usual_a_minute(now)), now)
    if period or is_full:
        on = AttackPeriod.objects.filter(began_at__lte=now, ends_at__gt=now)
        on.update(refused=F("refused") + count)


@transaction.atomic
def switch_on(*, by: moderation.Actor, now: datetime | None = None) -> AttackPeriod:
    """Be under attack for an hour from now on. Raises PermissionDenied."""
    require(moderation.may_moderate(by))
    now = now or timezone.now()
    counters.lock()
    period = current(now) or AttackPeriod(cause=Cause.OWNER, began_at=now)
    period.ends_at, period.by_id = now + BY_HAND, by.pk
    period.save()
    return period


def lift(*, by: moderation.Actor, now: datetime | None = None) -> bool:
    """End what is on; for OWNERS_WORD the counters do not begin anew. The cap on the queue holds all the same.

    Returns False where nothing was on. Raises PermissionDenied.
    """
    require(moderation.may_moderate(by))
    now = now or timezone.now()
    rows = AttackPeriod.objects.filter(began_at__lte=now, ends_at__gt=now)
    return bool(rows.update(ends_at=now, lifted_at=now, by=by.pk))


def history(count: int = 5) -> Iterable[AttackPeriod]:
    """Return the newest periods, those that are over with them: one query."""
    return AttackPeriod.objects.select_related("by").order_by("-pk")[:count]
