"""What a moderator's decision makes of the reports about a comment."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.db.models import QuerySet

from blog.comments.models import Decision, Flag, Status

CHUNK = 500
# Restoring to the queue says nothing yet about who was right.
OUTCOMES: Mapping[str, str] = {
    Status.APPROVED: Flag.Outcome.OVERRULED,
    Status.SPAM: Flag.Outcome.UPHELD,
    Status.TRASH: Flag.Outcome.UPHELD,
}


def settle(decision: Decision, moved: Mapping[int, str]) -> None:
    """Settle the open reports about comments by the status a person gave them; undoing opens them again.

    To be called in the decision's transaction; one query where nothing is reported. Decisions without a
    person settle nothing.
    """
    if not moved or decision.by_id is None:
        return
    if decision.undoes is not None and decision.undoes.verb != Decision.Verb.FLAG:
        _open_again(decision.undoes, list(moved))
    elif Flag.objects.filter(outcome=Flag.Outcome.OPEN).exists():
        _close_by_status(decision, moved)


def _open_again(decision: Decision, pks: list[int]) -> None:
    for chunk in _chunks(pks):
        decision.settled_flags.filter(comment__in=chunk).update(
            outcome=Flag.Outcome.OPEN, settled_at=None, settled_by=None, decision=None
        )


def _close_by_status(decision: Decision, moved: Mapping[int, str]) -> None:
    by_outcome: Mapping[str, list[int]] = defaultdict(list)
    for pk, status in moved.items():
        if status in OUTCOMES:
            by_outcome[OUTCOMES[status]].append(pk)
    for outcome, pks in by_outcome.items():
        for chunk in _chunks(pks):
            close(open_on(chunk), outcome, by=decision.by_id, at=decision.at, decision=decision)


def _chunks(pks: list[int]) -> Iterator[list[int]]:
    return (pks[start : start + CHUNK] for start in range(0, len(pks), CHUNK))


def open_on(comments: Iterable[int]) -> QuerySet[Flag]:
    """Return the open reports about comments given by id."""
    return Flag.objects.filter(comment__in=comments, outcome=Flag.Outcome.OPEN)


def close(
    flags: QuerySet[Flag], outcome: str, *, by: int | None, at: datetime, decision: Decision | None = None
) -> int:
    """Give reports their outcome, and return how many."""
    return flags.update(outcome=outcome, settled_at=at, settled_by=by, decision=decision)
