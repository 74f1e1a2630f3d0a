"""What moderators do from the desk beyond deciding, and what they are told beside a comment."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Q, Value
from django.db.models.functions import Lower
from django.db.models.lookups import Exact

from blog.articles.access import require
from blog.comments import flags, moderation, submission
from blog.comments.desk_search import NETWORK_SHOWN
from blog.comments.models import Comment, Decision, Flag, Status
from blog.comments.spam.evidence import Evidence


@dataclass(frozen=True)
class History:
    """What is known of one writer or network: a search that finds it, and (status, count) pairs."""

    query: str
    counts: tuple[tuple[Status, int], ...]


@transaction.atomic
def answer(
    comment: Comment, *, body: str, by: User, now: datetime | None = None
) -> tuple[Comment, Decision | None]:
    """Approve a comment and publish an answer to it, both or neither.

    Returns the answer and the decision, None where the comment was approved already. Raises PermissionDenied,
    SubmissionRefused.
    """
    require(moderation.may_moderate(by, article=comment.article))
    decision = moderation.approve([comment], by=by, now=now)
    reply = submission.receive(
        comment.article, body=body, parent=comment, user=by, evidence=Evidence(), now=now
    )
    return reply, decision


def writer_history(comment: Comment, *, by: moderation.Actor) -> History:
    """Return what else came from the same address (1 query)."""
    return _history(f'email:"{comment.author_email}"', _by(comment), comment, by)


def network_history(comment: Comment, *, by: moderation.Actor) -> History:
    """Return what else came from the same network within its month (1 query)."""
    if not comment.network:
        return History("", ())
    return _history(f"network:{comment.network[:NETWORK_SHOWN]}", Q(network=comment.network), comment, by)


def reports(comment: Comment) -> list[Flag]:
    """Return what readers reported about a comment, each with `is_unheard` (2 queries, 1 where nobody did)."""
    found = list(comment.flags.select_related("settled_by"))
    silent = flags.unheard({flag.network for flag in found}) if found else set()
    for flag in found:
        flag.is_unheard = flag.network in silent  # type: ignore[attr-defined]
    return found


def _by(comment: Comment) -> Q:
    return Q(Exact(Lower("author_email"), Lower(Value(comment.author_email))))


def _history(query: str, same: Q, comment: Comment, by: moderation.Actor) -> History:
    others = moderation.within_reach(Comment.objects.filter(same).exclude(pk=comment.pk), by=by)
    counts = dict(others.order_by().values_list("status").annotate(Count("pk")))
    return History(query, tuple((status, counts[status]) for status in Status if status in counts))
