"""Changing the words of comments: writers mend their own for a while, moderators with a trace."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.articles.access import require
from blog.comments import (
    announcements,
    campaigns,
    counters,
    former_words,
    judging,
    learning,
    moderation,
    rules,
    trust,
)
from blog.comments.counters import Move
from blog.comments.models import Comment, FilterOpinion, Status, Verdict, Wording
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
    """Tell whether the writer may still change a comment: within WINDOW, unanswered, not refused, and not
    changed by a moderator (1 query).

    What a trap put aside looks to its writer like any that waits.
    """
    if comment.user_id is not None or ends_at(comment) <= (now or timezone.now()):
        return False
    # What a moderator took out must not come back unread.
    if comment.amended_at is not None:
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
    counters.lock()
    comment = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    if not may_edit(comment, now=now):
        raise ValidationError(_("This can no longer be changed. Your text is kept below."), code="late")
    if body == comment.body:
        return comment
    # What was decided, was decided about the old words.
    learning.forget(comment)
    former_words.keep(comment, at=now)
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


@transaction.atomic
def amend(
    comment: Comment,
    *,
    body: str,
    by: moderation.Actor,
    reason: str = "",
    seen: str | None = None,
    now: datetime | None = None,
) -> Comment:
    """Change the words of a comment for a moderator; what stood there is kept, and readers are told.

    Status, verdict and what the filter learns stay those of the writer's words. `seen`: the digest of the words
    the moderator changed (`former_words.digest`). Raises PermissionDenied; ValidationError where a rule is
    broken, the text was let go, or somebody else changed the words meanwhile (code "changed").
    """
    now = now or timezone.now()
    counters.lock()
    comment = Comment.objects.select_for_update(no_key=True, of=("self",)).get(pk=comment.pk)
    require(moderation.may_moderate(by, article=comment.article))
    body, reason = rules.body(body), rules.reason(reason)
    if comment.reduced_at is not None:
        raise ValidationError(_("Its text was removed because it was old spam."), code="reduced")
    if seen not in (None, former_words.digest(comment.body)):
        raise ValidationError(
            _("Somebody changed these words meanwhile. They stand above; your text is kept below."),
            code="changed",
        )
    if body == comment.body:
        return comment
    former_words.keep(comment, at=now, by=by, reason=reason)
    is_writers = body == former_words.writers_own(comment, fresh=True)
    comment.body, comment.html = body, comment_markdown.render(body)
    comment.body_digest, comment.amended_at = rules.body_digest(body), None if is_writers else now
    comment.save(update_fields=["body", "html", "body_digest", "amended_at"])
    # Mails on their way still say what it said before.
    held = outbox.cancel([f"comment:{comment.pk}"])
    announcements.after_commit(
        announcements.comment_amended, comment=comment, article_ids={comment.article_id}, mails_held=held
    )
    return comment


def put_back(wording: Wording, *, by: moderation.Actor, now: datetime | None = None) -> Comment:
    """Give a comment former words again; what stood there is kept in turn. Raises as `amend` does."""
    return amend(wording.comment, body=wording.body, by=by, reason=_("put back"), now=now)


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
