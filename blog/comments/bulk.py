"""One verb for a whole filter result: at once where it is small, in chunks in the background where it is not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django_tasks import task

from blog.articles.access import require
from blog.comments import counters, desk_search, moderation
from blog.comments.models import BulkAct, Comment, Decision, DecisionItem, Status

# What a request may wait for: some tenths of a second.
AT_ONCE = 500
# Long enough to be quick, short enough that other writers get their turn in between.
CHUNK = 500
# So many keys are gone through for one chunk.
STRETCH = 20_000
# A request counts so far.
COUNTED = 100_000


def begin(verb: str, filters: Mapping[str, str], *, by: User, now: datetime | None = None) -> BulkAct | None:
    """Decide about everything a list shows now, on all its pages, as one decision; what comes later stays.

    `verb`: approve, spam, trash or restore. Returns the act, under way or done; None where nothing matched.
    Raises PermissionDenied.
    """
    require(moderation.may_decide(by))
    last = Comment.objects.aggregate(last=Max("pk"))["last"] or 0
    size = measure(filters, by=by)
    if not size.count and size.is_exact:
        return None
    act = BulkAct(verb=verb, filters=dict(filters), by=by, total=size.count, last=last)
    return _start(act, None, now, at_once=size.is_exact and size.count <= AT_ONCE)


@dataclass(frozen=True)
class Size:
    """How many comments a list shows on all its pages; at least so many where it is not exact."""

    count: int
    is_exact: bool


def measure(filters: Mapping[str, str], *, by: moderation.Actor) -> Size:
    """Count what a list with these filters shows, as far as a request may wait for it."""
    status, private = filters.get("status") or Status.PENDING, moderation.may_decide(by)
    if set(filters) <= {"status"} and moderation.may_moderate(by):
        return Size(counters.tallies().get(status, 0), is_exact=True)
    rows = desk_search.matching(filters, by=by)
    slow = desk_search.quick(desk_search.parse(filters.get("q", ""), private=private)) is not None
    if slow and counters.tallies().get(status, 0) > desk_search.READ_AT_ONCE:
        read = Comment.objects.filter(status=status).order_by("-submitted_at", "-pk").values("pk")
        return Size(rows.filter(pk__in=read[: desk_search.READ_AT_ONCE]).order_by().count(), is_exact=False)
    count = rows.order_by()[: COUNTED + 1].count()
    return Size(min(count, COUNTED), is_exact=count <= COUNTED)


def undo(decision: Decision, *, by: User, now: datetime | None = None) -> BulkAct | None:
    """Undo a large decision as `moderation.undo` undoes a small one, in chunks. None where it was undone before.

    Raises PermissionDenied.
    """
    require(moderation.may_decide(by))
    items = decision.items.order_by()
    total, last = items.count(), items.aggregate(last=Max("pk"))["last"] or 0
    act = BulkAct(verb=Decision.Verb.UNDO, by=by, total=total, last=last)
    return _start(act, decision, now, at_once=total <= AT_ONCE)


def is_large(decision: Decision) -> bool:
    """Tell whether undoing the decision is more than a request may wait for."""
    return decision.items.order_by()[: AT_ONCE + 1].count() > AT_ONCE


def _start(act: BulkAct, undoes: Decision | None, now: datetime | None, *, at_once: bool) -> BulkAct | None:
    act.at = now or timezone.now()
    with transaction.atomic():
        act.decision = moderation.begin(act.verb, by=_person(act), undoes=undoes, now=act.at)
        if act.decision is None:
            return None
        act.save()
        if not at_once:
            transaction.on_commit(lambda: carry_out.enqueue(act.pk))
    if at_once:
        while advance(act.pk):
            pass
    act.refresh_from_db()
    return act


@task()
def carry_out(act_id: int) -> None:
    """Work through an act until it is done; started twice, or again after a crash, it does nothing twice."""
    _count(act_id)
    while advance(act_id):
        pass


def _count(act_id: int) -> None:
    """Set how many there are to decide about exactly: a request had no time for it."""
    act = BulkAct.objects.select_related("decision", "by").get(pk=act_id)
    if act.state != BulkAct.State.WAITING or act.by is None or (act.decision and act.decision.undoes_id):
        return
    rows = desk_search.matching(act.filters, by=act.by).filter(pk__lte=act.last)
    BulkAct.objects.filter(pk=act_id, state=BulkAct.State.WAITING).update(total=rows.order_by().count())


@transaction.atomic
def advance(act_id: int) -> bool:
    """Decide about the next chunk in one transaction; return whether there may be more."""
    # The locked row lets one worker at a time go on, from where the last one committed.
    act = BulkAct.objects.select_for_update(of=("self",)).select_related("decision", "by").get(pk=act_id)
    if act.state == BulkAct.State.DONE or act.decision is None:
        return False
    # Before the rows are chosen: what somebody decides meanwhile does not match any more.
    counters.lock()
    try:
        chosen, reached = _next(act)
        if chosen:
            act.done += moderation.carry_on(act.decision, chosen, by=_person(act))
        act.reached = reached
    except PermissionDenied:
        # The right was taken away meanwhile: what is done stays, and the rest is left alone.
        act.reached = act.last
    is_done = act.reached >= act.last
    act.state = BulkAct.State.DONE if is_done else BulkAct.State.RUNNING
    act.save(update_fields=["done", "reached", "state"])
    if is_done:
        moderation.close(act.decision)
    return not is_done


def _next(act: BulkAct) -> tuple[list[int], int]:
    """Return the next comments of an act, and the key up to which all were looked at."""
    rows: QuerySet[DecisionItem] | QuerySet[Comment]
    if act.decision and act.decision.undoes_id:
        rows = DecisionItem.objects.filter(decision=act.decision.undoes_id)
        fields = ("pk", "comment")
    else:
        rows = desk_search.matching(act.filters, by=_person(act))
        fields = ("pk", "pk")
    # Keys without gaps: looking for the next of a few in a million must not hold the others up.
    last = min(act.last, act.reached + STRETCH)
    rows = rows.filter(pk__gt=act.reached, pk__lte=last).order_by("pk")
    found = list(rows.values_list(*fields)[:CHUNK])
    return [pk for _, pk in found], found[-1][0] if len(found) == CHUNK else last


def _person(act: BulkAct) -> User:
    if not isinstance(act.by, User):
        raise PermissionDenied
    return act.by
