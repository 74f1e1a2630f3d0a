"""What writers do to their own comments: mend them for a while, and take them back."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.comments import announcements, campaigns, counters, judging, learning, rules, trust
from blog.comments.counters import Move
from blog.comments.models import Comment, FilterOpinion, Status, Verdict
from blog.comments.spam import verdict
from blog.comments.spam.evidence import Evidence
from blog.comments.spam.verdict import Verdict as Opinion
from blog.comments.submission import REPETITION_WINDOW
from blog.mail import outbox
from blog.markup import comment_markdown
from blog.site.models import SiteSettings

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
    # What was decided, was decided about the old words.
    learning.forget(comment)
    comment.body, comment.html = body, comment_markdown.render(body)
    comment.body_digest, comment.edited_at = rules.body_digest(body), now
    before, status = comment.verdict, comment.status
    # What a trap has told about the sender stays true, whatever is written afterwards.
    if status != Status.SPAM:
        comment.status = _status_after(comment, before, _judge(comment, now))
    if status != comment.status:
        comment.decided_at = None
        counters.shift([Move(comment.article_id, status, comment.status)])
        outbox.cancel([f"comment:{comment.pk}"])
    comment.save()
    campaigns.retrace(comment)
    announcements.after_commit(
        announcements.comment_edited, comment=comment, article_ids={comment.article_id}
    )
    return comment


def _judge(comment: Comment, now: datetime) -> Opinion:
    """Replace verdict and reasons by those of the new words; how the form was sent says nothing any more."""
    same = Comment.objects.filter(body_digest=comment.body_digest).exclude(pk=comment.pk)
    evidence = Evidence(
        body=comment.body,
        author_url=comment.author_url,
        network=comment.network,
        same_text_count=same.filter(submitted_at__gt=now - REPETITION_WINDOW).count(),
    )
    settings = SiteSettings.current()
    writer = trust.look_up(comment.author_email, settings=settings)
    writer = trust.proven(writer, now=now) if comment.is_proven else writer
    prepared = judging.prepare(comment, evidence, settings=settings, writer=writer)
    opinion = verdict.judge(prepared.evidence, learned=prepared.learned)
    comment.verdict, comment.score = opinion.label, opinion.score
    comment.reasons.all().delete()
    FilterOpinion.objects.filter(comment=comment).delete()
    judging.record(comment, opinion, prepared.learned)
    return opinion


def _status_after(comment: Comment, before: str, opinion: Opinion) -> str:
    """Return where a comment stands with its new words: a change never improves it."""
    if comment.status == Status.PENDING:
        return Status.SPAM if judging.is_hidden(comment, opinion) else Status.PENDING
    is_worse = _SEVERITY.index(comment.verdict) > _SEVERITY.index(before)
    return Status.PENDING if is_worse or opinion.hides else comment.status
