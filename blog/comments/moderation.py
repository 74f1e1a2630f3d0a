"""Deciding about comments: approve, mark as spam, trash, restore, undo, purge."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from blog.articles.access import require
from blog.articles.models import Article
from blog.comments import announcements, counters, flag_outcomes
from blog.comments.counters import Move
from blog.comments.models import Comment, Decision, DecisionItem, Status

Actor = User | AnonymousUser
Row = tuple[int, str, int]  # comment, status, article
Target = Callable[[Row], str | None]
# Every database takes this many parameters in one statement.
CHUNK = 500
STATUS_AFTER: Mapping[str, str] = {
    Decision.Verb.APPROVE: Status.APPROVED,
    Decision.Verb.SPAM: Status.SPAM,
    Decision.Verb.TRASH: Status.TRASH,
    Decision.Verb.WITHDRAW: Status.TRASH,
    Decision.Verb.FLAG: Status.PENDING,
    Decision.Verb.PASS: Status.APPROVED,
}
# Old spam whose text was let go can be neither read nor shown; see `retention.py`.
NEED_TEXT = (Status.PENDING, Status.APPROVED)

logger = logging.getLogger(__name__)


def may_moderate(user: Actor, *, article: Article | None = None) -> bool:
    """Tell whether the user may decide about all comments, or about those on `article`."""
    if user.is_active and user.has_perm("blog.moderate_comment"):
        return True
    return article is not None and article.author_id == user.pk and _has_own(user)


def may_decide(user: Actor) -> bool:
    """Tell whether the user may decide about comments: all, or those on articles of their own."""
    return may_moderate(user) or _has_own(user)


def within_reach(comments: QuerySet[Comment], *, by: Actor) -> QuerySet[Comment]:
    """Keep what is the user's business: those on articles of their own, for who may moderate only these."""
    only_own = _has_own(by) and not may_moderate(by)
    return comments.filter(article__author=by.pk) if only_own else comments


def _has_own(user: Actor) -> bool:
    return user.is_active and user.has_perm("blog.moderate_own_comment")


def may_purge(user: Actor) -> bool:
    """Tell whether the user may delete trashed comments for good."""
    return user.is_active and user.has_perm("blog.delete_comment")


def approve(comments: Iterable[Comment], *, by: Actor, now: datetime | None = None) -> Decision | None:
    """Let visitors read the comments.

    Returns the decision, None where nothing changed. Raises PermissionDenied.
    """
    return _decide(comments, Decision.Verb.APPROVE, by=by, now=now)


def mark_as_spam(comments: Iterable[Comment], *, by: Actor, now: datetime | None = None) -> Decision | None:
    """Put the comments among the spam.

    Returns the decision, None where nothing changed. Raises PermissionDenied.
    """
    return _decide(comments, Decision.Verb.SPAM, by=by, now=now)


def trash(comments: Iterable[Comment], *, by: Actor, now: datetime | None = None) -> Decision | None:
    """Put the comments in the trash.

    Returns the decision, None where nothing changed. Raises PermissionDenied.
    """
    return _decide(comments, Decision.Verb.TRASH, by=by, now=now)


def restore(comments: Iterable[Comment], *, by: Actor, now: datetime | None = None) -> Decision | None:
    """Take comments out of the trash, with the status they had, and out of the spam, to the queue.

    Others stay as they are. Returns the decision, None where nothing changed. Raises PermissionDenied.
    """
    return _decide(comments, Decision.Verb.RESTORE, by=by, now=now)


@transaction.atomic
def withdraw(comment: Comment, *, now: datetime | None = None) -> Decision | None:
    """Put a comment in the trash for its writer; the caller has read the receipt, which is the permission.

    The log names nobody for it, and restoring or undoing it leads to the queue. Returns the decision, None
    where the comment was in the trash already or had been refused.
    """
    now = now or timezone.now()
    counters.lock()
    status, decided_at = Comment.objects.values_list("status", "decided_at").get(pk=comment.pk)
    if status == Status.SPAM and decided_at is not None:
        return None
    decision = Decision(verb=Decision.Verb.WITHDRAW, by=None, at=now)
    moved = _apply(decision, [comment.pk], now)
    if not moved:
        return None
    _announce(decision, {comment.article_id})
    return decision


@transaction.atomic
def return_flagged(comment: Comment, *, now: datetime | None = None) -> Decision | None:
    """Put a published comment back into the queue because readers reported it; the log names nobody.

    `flags.report` decides when. Returns the decision, None where the comment is not published any more.
    """
    now = now or timezone.now()
    counters.lock()
    if not Comment.objects.approved().filter(pk=comment.pk).exists():
        return None
    decision = Decision(verb=Decision.Verb.FLAG, by=None, at=now)
    _apply(decision, [comment.pk], now)
    _announce(decision, {comment.article_id})
    return decision


@transaction.atomic
def let_pass(comment: Comment, *, now: datetime | None = None) -> Decision | None:
    """Publish a waiting comment that nobody has read; the caller has found that its writer is trusted.

    The log names nobody for it, and undoing it leads to the queue. Returns the decision, None where the comment
    does not wait any more.
    """
    decision = Decision(verb=Decision.Verb.PASS, by=None, at=now or timezone.now())
    moved = _apply(decision, [comment.pk], None)
    if not moved:
        return None
    comment.status = Status.APPROVED
    _announce(decision, {comment.article_id})
    return decision


def is_withdrawn(comment: Comment) -> bool:
    """Tell whether the last decision about a comment was its writer's."""
    last = DecisionItem.objects.filter(comment=comment.pk).order_by("-pk").values_list("decision__verb")
    return last.first() == (Decision.Verb.WITHDRAW,)


def _target(verb: str, chosen: list[int], undoes: Decision | None) -> Target:
    """Return what tells each row's new status; None where it stays."""
    if undoes is not None:
        return _target_of_undo(undoes, chosen)
    if verb == Decision.Verb.RESTORE:
        return _target_of_restore(chosen)
    status = STATUS_AFTER[verb]
    if verb == Decision.Verb.PASS:
        return lambda row: status if row[1] == Status.PENDING else None
    return lambda row: status


def _target_of_restore(chosen: list[int]) -> Target:
    before = _status_before_trash(chosen)

    def target(row: Row) -> str | None:
        pk, status, _ = row
        if status == Status.TRASH:
            return before.get(pk, Status.PENDING)
        return Status.PENDING if status == Status.SPAM else None

    return target


def _target_of_undo(decision: Decision, chosen: list[int]) -> Target:
    items: dict[int, DecisionItem] = {}
    for chunk in _chunks(chosen):
        items |= {item.comment_id: item for item in decision.items.filter(comment__in=chunk)}

    def target(row: Row) -> str | None:
        item = items.get(row[0])
        if item is None or row[1] != item.to_status:
            return None
        return Status.PENDING if decision.verb == Decision.Verb.WITHDRAW else item.from_status

    return target


def _status_before_trash(pks: list[int]) -> dict[int, str]:
    before: dict[int, str] = {}
    for chunk in _chunks(pks):
        items = DecisionItem.objects.filter(comment__in=chunk, to_status=Status.TRASH).order_by("pk")
        for pk, status, verb in items.values_list("comment_id", "from_status", "decision__verb"):
            # Its writer took it back: what a moderator restores must be read again before anybody else does.
            before[pk] = Status.PENDING if verb == Decision.Verb.WITHDRAW else status
    return before


@transaction.atomic
def undo(decision: Decision, *, by: Actor, now: datetime | None = None) -> Decision | None:
    """Give the comments of a decision the status they had before it.

    Comments that were decided again since are left alone. A decision is undone once at most. Returns the
    decision that undoes it, None where nothing changed. Raises PermissionDenied.
    """
    require(may_decide(by))
    counters.lock()
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    if Decision.objects.filter(undoes=decision).exists():
        return None
    chosen = list(decision.items.order_by("comment").values_list("comment", flat=True))
    return _decide(chosen, Decision.Verb.UNDO, by=by, now=now, undoes=decision)


@transaction.atomic
def begin(
    verb: str, *, by: Actor, undoes: Decision | None = None, now: datetime | None = None
) -> Decision | None:
    """Open a decision that `carry_on` fills in parts. Returns None where it undoes what is undone already.

    Raises PermissionDenied.
    """
    require(may_decide(by))
    if undoes is not None:
        undoes = Decision.objects.select_for_update().get(pk=undoes.pk)
        if Decision.objects.filter(undoes=undoes).exists():
            return None
    return Decision.objects.create(verb=verb, by_id=by.pk, at=now or timezone.now(), undoes=undoes)


@transaction.atomic
def carry_on(decision: Decision, comments: Iterable[Comment] | list[int], *, by: Actor) -> int:
    """Decide about more comments as part of a decision; return how many changed. `close` announces them.

    Raises PermissionDenied.
    """
    require(may_decide(by))
    return len(_fill(decision, comments, by=by, now=timezone.now()))


def close(decision: Decision) -> None:
    """Announce a decision that was filled in parts, once, when all is committed."""
    articles = decision.items.order_by().values_list("comment__article", flat=True).distinct()
    _announce(decision, set(articles))


def _decide(
    comments: Iterable[Comment] | list[int],
    verb: str,
    *,
    by: Actor,
    now: datetime | None,
    undoes: Decision | None = None,
) -> Decision | None:
    require(may_decide(by))
    now = now or timezone.now()
    with transaction.atomic():
        decision = Decision(verb=verb, by_id=by.pk, at=now, undoes=undoes)
        moved = _fill(decision, comments, by=by, now=now)
        if not moved:
            return None
        _announce(decision, {move.article_id for _, move in moved})
    return decision


def _announce(decision: Decision, article_ids: set[int]) -> None:
    announcements.after_commit(announcements.comment_decided, decision=decision, article_ids=article_ids)


def _fill(
    decision: Decision, comments: Iterable[Comment] | list[int], *, by: Actor, now: datetime
) -> list[tuple[int, Move]]:
    """Change what can be changed and log it; the decision is stored as soon as there is something in it."""
    chosen = _pks(comments)
    _require_reach(chosen, by)
    return _apply(decision, chosen, now)


def _apply(decision: Decision, chosen: list[int], now: datetime | None) -> list[tuple[int, Move]]:
    """Change and log what can be changed; `now` is None where nobody has read the comments."""
    # First of all, and before anything is read: see `counters.lock`.
    counters.lock()
    moved = list(_moved(chosen, _target(decision.verb, chosen, decision.undoes), now))
    if moved and decision.pk is None:
        decision.save()
    DecisionItem.objects.bulk_create(
        (
            DecisionItem(
                decision=decision, comment_id=pk, from_status=move.from_status, to_status=move.to_status
            )
            for pk, move in moved
        ),
        batch_size=CHUNK,
    )
    counters.shift(move for _, move in moved)
    flag_outcomes.settle(decision, {pk: move.to_status for pk, move in moved})
    return moved


def _require_reach(chosen: list[int], by: Actor) -> None:
    """Refuse the whole act where one comment is none of the user's business. Raises PermissionDenied."""
    if may_moderate(by):
        return
    for chunk in _chunks(chosen):
        rows = Comment.objects.filter(pk__in=chunk)
        require(rows.count() == within_reach(rows, by=by).count())


def _pks(comments: Iterable[Comment] | list[int]) -> list[int]:
    """Return ids in ascending order: rows are always locked in the same one."""
    if isinstance(comments, QuerySet):
        return sorted(comments.values_list("pk", flat=True))
    return sorted({item if isinstance(item, int) else item.pk for item in comments})


def _moved(pks: list[int], target: Target, now: datetime | None) -> Iterator[tuple[int, Move]]:
    """Change the status of locked rows, and yield what changed; a row that is as wanted already is no
    change.
    """
    for chunk in _chunks(pks):
        rows: Iterable[tuple[int, str, int, datetime | None]] = (
            # No key: a reply that is just coming in may refer to the row meanwhile.
            Comment.objects.select_for_update(no_key=True)
            .filter(pk__in=chunk)
            .order_by("pk")
            .values_list("pk", "status", "article_id", "reduced_at")
        )
        groups: Mapping[tuple[str, str], list[Row]] = defaultdict(list)
        for pk, status, article_id, reduced_at in rows:
            row = (pk, status, article_id)
            wanted = target(row)
            if wanted is not None and wanted != status and not (reduced_at and wanted in NEED_TEXT):
                groups[status, wanted].append(row)
        for (old, new), group in groups.items():
            Comment.objects.filter(pk__in=[row[0] for row in group], status=old).update(
                status=new, decided_at=None if new == Status.PENDING else now
            )
            yield from ((pk, Move(article_id, old, new)) for pk, _, article_id in group)


@transaction.atomic
def purge(comments: Iterable[Comment], *, by: Actor) -> int:
    """Delete trashed comments for good; those that still have replies elsewhere stay. Returns how many went.

    Their reasons and decision items go along. Raises PermissionDenied.
    """
    require(may_purge(by))
    counters.lock()
    doomed: dict[int, tuple[int | None, int]] = {}
    for chunk in _chunks(_pks(comments)):
        rows = Comment.objects.select_for_update().filter(pk__in=chunk, status=Status.TRASH).order_by("pk")
        doomed.update(
            (pk, (parent, article))
            for pk, parent, article in rows.values_list("pk", "parent_id", "article_id")
        )
    _spare_those_with_replies(doomed)
    for chunk in _chunks(sorted(doomed, reverse=True)):  # replies are younger than what they answer
        Comment.objects.filter(pk__in=chunk).delete()
    counters.shift(Move(article, Status.TRASH, "") for _, article in doomed.values())
    if doomed:
        logger.info("%d comments purged by user %s", len(doomed), by.pk)
        announcements.after_commit(
            announcements.comments_purged, article_ids={article for _, article in doomed.values()}
        )
    return len(doomed)


def _spare_those_with_replies(doomed: dict[int, tuple[int | None, int]]) -> None:
    """Take out of `doomed` what a comment that stays answers, directly or through others."""
    needed: list[int | None] = []
    for chunk in _chunks(sorted(doomed)):
        answers = Comment.objects.filter(parent__in=chunk).values_list("pk", "parent_id")
        needed += [parent for pk, parent in answers if pk not in doomed]
    while needed:
        parent, _ = doomed.pop(needed.pop() or 0, (None, 0))
        needed += [parent] if parent else []


def _chunks(pks: list[int]) -> Iterator[list[int]]:
    return (pks[start : start + CHUNK] for start in range(0, len(pks), CHUNK))
