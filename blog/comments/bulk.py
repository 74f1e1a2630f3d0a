"""One verb for a whole filter result: at once where it is small, in chunks in the background where it is not."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Max, QuerySet
from django.utils import timezone
from django_tasks import task

from blog.articles.access import require
from blog.comments import counters, desk_search, moderation
from blog.comments.models import BulkAct, Comment, Decision, DecisionItem

# What a request may wait for: some tenths of a second.
AT_ONCE = 500
# Long enough to be quick, short enough that other writers get their turn in between.
CHUNK = 500


def begin(verb: str, filters: Mapping[str, str], *, by: User, now: datetime | None = None) -> BulkAct | None:
    """Decide about everything a list shows now, on all its pages, as one decision; what comes later stays.

    `verb`: approve, spam, trash or restore. Returns the act, under way or done; None where nothing matched.
    Raises PermissionDenied.
    """
    require(moderation.may_decide(by))
    matching = desk_search.matching(filters, by=by)
    # One statement: between two of them somebody may decide about the last that matched.
    total, last = matching.order_by().aggregate(total=Count("pk"), last=Max("pk")).values()
    if not total:
        return None
    return _start(BulkAct(verb=verb, filters=dict(filters), by=by, total=total, last=last), None, now)


def undo(decision: Decision, *, by: User, now: datetime | None = None) -> BulkAct | None:
    """Undo a large decision as `moderation.undo` undoes a small one, in chunks. None where it was undone before.

    Raises PermissionDenied.
    """
    require(moderation.may_decide(by))
    items = decision.items.order_by()
    total, last = items.count(), items.aggregate(last=Max("pk"))["last"] or 0
    return _start(BulkAct(verb=Decision.Verb.UNDO, by=by, total=total, last=last), decision, now)


def is_large(decision: Decision) -> bool:
    """Tell whether undoing the decision is more than a request may wait for."""
    return decision.items.order_by()[: AT_ONCE + 1].count() > AT_ONCE


def _start(act: BulkAct, undoes: Decision | None, now: datetime | None) -> BulkAct | None:
    act.at = now or timezone.now()
    with transaction.atomic():
        act.decision = moderation.begin(act.verb, by=_person(act), undoes=undoes, now=act.at)
        if act.decision is None:
            return None
        act.save()
        if act.total > AT_ONCE:
            transaction.on_commit(lambda: carry_out.enqueue(act.pk))
    if act.total <= AT_ONCE:
        while advance(act.pk):
            pass
    act.refresh_from_db()
    return act


@task()
def carry_out(act_id: int) -> None:
    """Work through an act until it is done; started twice, or again after a crash, it does nothing twice."""
    while advance(act_id):
        pass


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
        chosen = _next(act)
        if chosen:
            act.done += moderation.carry_on(act.decision, [pk for _, pk in chosen], by=_person(act))
            act.reached = chosen[-1][0]
    except PermissionDenied:
        # The right was taken away meanwhile: what is done stays, and the rest is left alone.
        chosen = []
    act.state = BulkAct.State.RUNNING if chosen else BulkAct.State.DONE
    act.save(update_fields=["done", "reached", "state"])
    if not chosen:
        moderation.close(act.decision)
    return bool(chosen)


def _next(act: BulkAct) -> list[tuple[int, int]]:
    """Return the next (key, comment) pairs of an act."""
    rows: QuerySet[DecisionItem] | QuerySet[Comment]
    if act.decision and act.decision.undoes_id:
        rows = DecisionItem.objects.filter(decision=act.decision.undoes_id)
        fields = ("pk", "comment")
    else:
        rows = desk_search.matching(act.filters, by=_person(act))
        fields = ("pk", "pk")
    rows = rows.filter(pk__gt=act.reached, pk__lte=act.last).order_by("pk")
    return list(rows.values_list(*fields)[:CHUNK])


def _person(act: BulkAct) -> User:
    if not isinstance(act.by, User):
        raise PermissionDenied
    return act.by
