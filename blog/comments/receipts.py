"""The signed page through which a commenter sees their own comment without an account."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import timezone

from blog.comments.models import Comment, Status

# Long enough to come back for an answer; a lost link does not speak for ever.
VALID = timedelta(days=365)
# Counting further would cost more than the figure is worth.
QUEUE_COUNT_LIMIT = 999

_SALT = "blog.comments.receipt"


class BadReceipt(ValueError):
    """The token names no comment of ours, or is too old."""


@dataclass(frozen=True)
class Receipt:
    """What a commenter is told.

    `standing` is waiting, published or refused; `place` counts from 1 while waiting.
    """

    comment: Comment
    standing: str
    place: int = 0

    @property
    def is_place_capped(self) -> bool:
        """Tell whether there are more before it than were counted."""
        return self.place > QUEUE_COUNT_LIMIT


def address_of(comment: Comment) -> str:
    """Return the path of a comment's receipt; always the same, with a signature of 256 bits."""
    return reverse("comment-receipt", args=[Signer(salt=_SALT).sign_object(comment.pk)])


def read(token: str, *, now: datetime | None = None) -> Receipt:
    """Return the receipt behind a token (2 queries). Raises BadReceipt."""
    try:
        pk = Signer(salt=_SALT).unsign_object(token)
    except (BadSignature, ValueError, UnicodeError) as error:
        raise BadReceipt from error
    comment = Comment.objects.select_related("article__live").filter(pk=pk).first()
    if comment is None or comment.submitted_at + VALID < (now or timezone.now()):
        raise BadReceipt
    return _receipt(comment)


def _receipt(comment: Comment) -> Receipt:
    if comment.status == Status.APPROVED:
        return Receipt(comment, "published")
    # What only a trap has put aside is told to wait, like everybody: the answer must not teach machines.
    if comment.decided_at is not None:
        return Receipt(comment, "refused")
    before = Comment.objects.pending().filter(submitted_at__lt=comment.submitted_at)
    return Receipt(comment, "waiting", place=before[: QUEUE_COUNT_LIMIT + 1].count() + 1)
