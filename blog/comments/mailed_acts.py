"""Deciding by a link in a mail: good for one moderator, one verb and one comment as it stood, and for a week."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy

from blog.comments import counters, moderation
from blog.comments.models import Comment, DecisionItem, Status
from blog.mail import links

PURPOSE = "decide"
VALID = timedelta(days=7)
LABELS: Mapping[str, Any] = {
    "approve": gettext_lazy("Approve"),
    "spam": gettext_lazy("Spam"),
    "trash": gettext_lazy("Trash"),
}
_VERBS = {"approve": moderation.approve, "spam": moderation.mark_as_spam, "trash": moderation.trash}


class Gone(ValueError):
    """The comment or the account is not there any more, or the account lost its right."""


class WordsChanged(ValueError):
    """Its writer changed the comment after the moderator read it."""


@dataclass(frozen=True)
class Act:
    """What a link asks for. `last`: the comment's last decision; `is_open`: it still waits as it did then."""

    comment: Comment
    moderator: User
    verb: str
    last: DecisionItem | None
    is_open: bool

    @property
    def label(self) -> Any:
        """What the button says."""
        return LABELS[self.verb]


def path_for(comment: Comment, verb: str, *, user: User, last: int) -> str:
    """Return the path of the page that decides. `last`: the comment's last decision item, 0 for none."""
    return reverse("comment-decide-by-mail", args=[links.token(PURPOSE, [comment.pk, user.pk, verb, last])])


def read(token: str) -> Act:
    """Return what a link asks for, changing nothing. Raises BadLink, Gone."""
    comment_pk, user_pk, verb, last_pk = links.claims(PURPOSE, token, valid=VALID)
    user = User.objects.filter(pk=user_pk).first()
    found = Comment.objects.select_related("article__live", "section").prefetch_related("reasons")
    comment = found.filter(pk=comment_pk).first()
    if user is None or comment is None or not moderation.may_moderate(user, article=comment.article):
        raise Gone
    items = DecisionItem.objects.filter(comment=comment_pk).select_related("decision__by")
    last = items.order_by("-pk").first()
    is_same = (last.pk if last else 0) == last_pk
    return Act(comment, user, verb, last, is_open=is_same and comment.status == Status.PENDING)


@transaction.atomic
def carry_out(token: str, *, words: str, now: datetime | None = None) -> Act:
    """Decide as a link asks, and return how things stand then; nothing changes where that was done before.

    `words`: the digest of the text the moderator was shown. Raises BadLink, Gone, WordsChanged.
    """
    # Locked before anything is read: of two that decide, the second sees what the first did.
    counters.lock()
    act = read(token)
    if not act.is_open:
        return act
    if act.comment.body_digest != words:
        raise WordsChanged
    _VERBS[act.verb]([act.comment], by=act.moderator, now=now)
    return act
