"""What a comment said before it was changed: for moderators, and for the filter, which learns its writer's words."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from blog.comments.models import Comment, Wording
from blog.comments.moderation import Actor
from blog.comments.section_texts import Piece, changed_words


@dataclass(frozen=True)
class Change:
    """Former words beside what stood there afterwards, word by word, one line for each line of the text."""

    wording: Wording
    lines: list[list[Piece]]


def keep(comment: Comment, *, at: datetime, by: Actor | None = None, reason: str = "") -> Wording:
    """Keep the words of a comment that is about to be changed: by a moderator, or by its writer (`by` None)."""
    return Wording.objects.create(
        comment=comment,
        body=comment.body,
        was_writers=comment.amended_at is None,
        by_id=by.pk if by else None,
        by_writer=by is None,
        reason=reason,
        at=at,
    )


def digest(body: str) -> str:
    """Return what tells one wording from another: SHA-256, 64 hex digits."""
    return hashlib.sha256(body.encode()).hexdigest()


def writers_own(comment: Comment, *, fresh: bool = False) -> str:
    """Return the last words its writer gave a comment; "" where a moderator changed them so long ago that they
    were let go. No query but for what was changed. `fresh`: the words are being changed right now.
    """
    if comment.amended_at is None and not fresh:
        return comment.body
    rows = Wording.objects.filter(comment=comment.pk, was_writers=True).order_by("-at", "-pk")
    return rows.values_list("body", flat=True).first() or ""


def changes_of(comment: Comment) -> list[Change]:
    """Return how the words of a comment came to be what they are, the last change first (1 query)."""
    after, changes = comment.body, []
    for wording in Wording.objects.filter(comment=comment.pk).select_related("by").order_by("-at", "-pk"):
        changes.append(Change(wording, changed_words(wording.body, after)))
        after = wording.body
    return changes


def forget(comments: Iterable[int]) -> None:
    """Delete the former words of comments."""
    Wording.objects.filter(comment__in=list(comments)).delete()
