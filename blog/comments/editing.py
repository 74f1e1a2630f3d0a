"""What writers do to their own comments: mend them for a while, and take them back."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.comments import announcements, campaigns, counters, rules
from blog.comments.counters import Move
from blog.comments.models import Comment, Reason, Status, Verdict
from blog.comments.spam import verdict
from blog.comments.spam.evidence import Evidence
from blog.comments.spam.verdict import Verdict as Opinion
from blog.mail import outbox
from blog.markup import comment_markdown

# Long enough to mend what one sees on reading it again; whoever answers must not be made to have answered
# something else.
WINDOW = timedelta(minutes=15)

_SEVERITY: list[str] = [Verdict.HAM, Verdict.UNSURE, Verdict.SPAM]


def ends_at(comment: Comment) -> datetime:
    """Return until when the writer may change a comment that nobody answers."""
    return comment.submitted_at + WINDOW


def may_edit(comment: Comment, *, now: datetime | None = None) -> bool:
    """Tell whether the writer may still change a comment: within WINDOW, unanswered, not refused (1 query).

    What a trap put aside looks to its writer like any that waits.
    """
    if comment.user_id is not None or ends_at(comment) <= (now or timezone.now()):
        return False
    is_refused = comment.status not in (Status.PENDING, Status.APPROVED) and comment.decided_at is not None
    if is_refused or comment.status == Status.TRASH:
        return False
    return not comment.replies.exclude(status__in=[Status.SPAM, Status.TRASH]).exists()


@transaction.atomic
def edit(comment: Comment, *, body: str, now: datetime | None = None) -> Comment:
    """Change the words of a comment for its writer, and judge them again; the caller has read the receipt.

    A published comment that is judged worse than before goes back to the queue. Raises ValidationError
    where the text breaks a rule or it is too late (code "late").
    """
    now = now or timezone.now()
    body = rules.body(body)
    comment = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    if not may_edit(comment, now=now):
        raise ValidationError(_("This can no longer be changed. Your text is kept below."), code="late")
    if body == comment.body:
        return comment
    comment.body, comment.html = body, comment_markdown.render(body)
    comment.body_digest, comment.edited_at = rules.body_digest(body), now
    before, status = comment.verdict, comment.status
    # What a trap has told about the sender stays true, whatever is written afterwards.
    if status != Status.SPAM:
        _judge(comment, now)
    if status == Status.APPROVED and _SEVERITY.index(comment.verdict) > _SEVERITY.index(before):
        comment.status, comment.decided_at = Status.PENDING, None
        counters.shift([Move(comment.article_id, Status.APPROVED, Status.PENDING)])
        outbox.cancel([f"comment:{comment.pk}"])
    comment.save()
    campaigns.retrace(comment)
    announcements.after_commit(
        announcements.comment_edited, comment=comment, article_ids={comment.article_id}
    )
    return comment


def _judge(comment: Comment, now: datetime) -> None:
    """Replace verdict and reasons by those of the new words; how the form was sent says nothing any more."""
    same = Comment.objects.filter(body_digest=comment.body_digest).exclude(pk=comment.pk)
    evidence = Evidence(
        body=comment.body,
        author_url=comment.author_url,
        network=comment.network,
        same_text_count=same.filter(submitted_at__gt=now - timedelta(days=90)).count(),
    )
    opinion: Opinion = verdict.judge(evidence)
    comment.verdict, comment.score = opinion.label, opinion.score
    comment.reasons.all().delete()
    Reason.objects.bulk_create(
        Reason(comment=comment, check_name=reason.check, weight=reason.weight, evidence=reason.evidence[:200])
        for reason in opinion.reasons
    )
