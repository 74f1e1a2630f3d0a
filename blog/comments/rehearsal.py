"""Beginning anew: a fresh filter that learns every stored decision in the order of time."""

from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from blog.comments import learning
from blog.comments.learning import CHUNK, Change, Overtaken
from blog.comments.models import Comment, FilterState, LearnedDecision
from blog.comments.spam.classifier import Classifier

# So few fit between the last part and the lock, however fast people decide.
ROUNDS = 5


def rehearse(*, last: int | None = None) -> Iterator[tuple[int, int]]:
    """Learn all decisions, or the `last` so many, with a fresh filter, and put it in force at the end.

    Yields (done, all) after each part. Decisions learned by others meanwhile are learned too. Raises Overtaken
    where they come faster than they can be learned; the old state then stays in force.
    """
    own = Classifier()
    seen = set(_decided())
    pks = [pk for pk, _ in _decided(last)]
    for start in range(0, len(pks), CHUNK):
        _learn(own, pks[start : start + CHUNK])
        yield min(start + CHUNK, len(pks)), len(pks)
    for _ in range(ROUNDS):
        late = [decided for decided in _decided(CHUNK) if decided not in seen]
        _learn(own, [pk for pk, _ in late])
        seen.update(late)
        if _put(own, seen):
            learning.note_record()
            return
    raise Overtaken


def _decided(last: int | None = None) -> list[tuple[int, str]]:
    """Return (comment, status) of what people decided for good, in the order of the decisions."""
    final = Comment.objects.filter(
        status__in=list(learning.LABELS),
        user__isnull=True,
        decided_at__lte=timezone.now() - learning.UNDO_WINDOW,
    )
    newest = final.order_by("-decided_at", "-pk").values_list("pk", "status")
    return list(newest[:last])[::-1]


def _learn(own: Classifier, pks: list[int]) -> None:
    """Learn comments as if none had been learned, and bring their rows up to date."""
    known = {row.comment_id: row for row in LearnedDecision.objects.filter(comment__in=pks)}
    changes = []
    for change in learning.changed(own, pks, now=timezone.now(), is_fresh=True):
        row = known.get(change.row.comment_id)
        if row:
            row.is_spam, row.held_out_score = change.row.is_spam, change.row.held_out_score
            row.learned_at = change.row.learned_at
        changes.append(Change(row or change.row))
    learning.store_rows(changes)


@transaction.atomic
def _put(own: Classifier, seen: set[tuple[int, str]]) -> bool:
    """Put the filter in force, unless there are decisions it has not seen."""
    state = own.to_bytes()
    FilterState.objects.bulk_create([FilterState(pk=FilterState.THE_ONE)], ignore_conflicts=True)
    FilterState.objects.select_for_update().only("digest").get(pk=FilterState.THE_ONE)
    if not seen.issuperset(_decided(CHUNK)):
        return False
    learning.put(own, state)
    return True
