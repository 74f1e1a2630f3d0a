"""Publishing what a proven writer sends, and asking an address whether a comment under it is its owner's."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from blog.comments import commenters, counters, judging, moderation, policy, trust
from blog.comments.models import Comment, Status
from blog.comments.trust import Writer
from blog.mail import letters, links, outbox
from blog.mail.links import BadLink
from blog.site.models import CommentMode, SiteSettings

PURPOSE = "ownership"
VALID = timedelta(days=7)
# Whoever types a stranger's address cannot make us write to them more often than this.
QUESTIONS_A_DAY = 3


def settle(comment: Comment, writer: Writer, *, settings: SiteSettings, now: datetime) -> None:
    """Publish a comment that was just stored if its writer passes; else have the address asked, where it could.

    The request does the same for known and unknown addresses: a worker looks who is known, and writes the mail.
    """
    mode = policy.mode_of(comment.article, settings=settings, now=now)
    if mode == CommentMode.EVERYTHING_WAITS:
        return
    if judging.may_publish(comment, writer, mode=mode, now=now):
        moderation.let_pass(comment, now=now)
    elif not writer.is_proven:
        transaction.on_commit(partial(ask_in_turn.enqueue, comment.pk))


def may_be_asked(comment: Comment, *, settings: SiteSettings, now: datetime | None = None) -> bool:
    """Tell whether the writer is to be told of a mail: from article and comment alone, never from who is known."""
    if comment.is_proven or comment.user_id is not None or comment.decided_at is not None:
        return False
    mode = policy.mode_of(comment.article, settings=settings, now=now or timezone.now())
    return mode != CommentMode.EVERYTHING_WAITS and comment.status in (Status.PENDING, Status.SPAM)


@task
def ask_in_turn(comment_pk: int) -> None:
    """Ask about one comment."""
    ask(comment_pk)


@transaction.atomic
def ask(comment_pk: int, *, now: datetime | None = None) -> bool:
    """Mail a link to the address of a waiting comment if the comment would pass once its owner opens it.

    Nothing is sent to who wants no mail, nor beyond QUESTIONS_A_DAY. The letter holds nothing a visitor typed.
    Tells whether a mail was written.
    """
    now, site = now or timezone.now(), SiteSettings.current()
    comment = Comment.objects.select_related("article__live").filter(pk=comment_pk).first()
    if comment is None or not comment.author_email or not comment.article.is_public(now=now):
        return False
    if not _would_pass(comment, site, now) or not _may_mail(comment.author_email, now):
        return False
    facts = {
        "site": site,
        "article": comment.article,
        "article_url": links.absolute(comment.article.get_absolute_url()),
        "confirm_url": links.absolute(path_for(comment)),
        "days": VALID.days,
    }
    subject = _("Is this comment yours? “%(site)s”") % {"site": site.title}
    letter = letters.write("ownership", subject=subject, facts=facts)
    outbox.put(letter, to=comment.author_email, key=f"{PURPOSE}:{comment.pk}", purpose=PURPOSE, now=now)
    return True


def _would_pass(comment: Comment, site: SiteSettings, now: datetime) -> bool:
    """Tell whether a comment would appear if its owner opened a mail now."""
    writer = _if_confirmed(trust.look_up(comment.author_email, settings=site), now)
    judging.weigh_proof(comment, writer)
    mode = policy.mode_of(comment.article, settings=site, now=now)
    return judging.may_publish(comment, writer, mode=mode, now=now)


def _if_confirmed(writer: Writer, now: datetime) -> Writer:
    """Return the writer as they would be known after opening a mail; nothing is stored."""
    commenter = writer.commenter or commenters.unsaved(writer.email)
    commenter.confirmed_at = commenter.confirmed_at or now
    return trust.proven(Writer(writer.email, commenter, needed=writer.needed), now=now)


def _may_mail(email: str, now: datetime) -> bool:
    commenter = commenters.known(email)
    if commenter and (commenter.no_mail or commenter.is_restricted):
        return False
    return outbox.sent_to(email, purpose=PURPOSE, since=now - timedelta(days=1)) < QUESTIONS_A_DAY


def path_for(comment: Comment) -> str:
    """Return the path of the page behind the mailed link."""
    return reverse("comment-ownership", args=[links.token(PURPOSE, comment.pk)])


def comment_of(token: str) -> Comment:
    """Return the comment a mailed link asks about. Raises BadLink, also where its writer was erased since."""
    pk = links.claims(PURPOSE, token, valid=VALID)
    found = Comment.objects.select_related("article__live").filter(pk=pk).exclude(author_email="").first()
    if found is None:
        raise BadLink
    return found


@transaction.atomic
def confirm(comment: Comment, *, now: datetime | None = None) -> bool:
    """Take the word of who opened the mail: the address is theirs, and so is the comment.

    Publishes it if it still would pass; else it goes on waiting. Tells whether it was published.
    """
    now, site = now or timezone.now(), SiteSettings.current()
    counters.lock()
    commenters.confirm(comment.author_email, now=now)
    comment = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    if comment.is_proven:
        return False
    comment.is_proven = True
    comment.save(update_fields=["is_proven"])
    if comment.status != Status.PENDING:
        return False
    writer = trust.proven(trust.look_up(comment.author_email, settings=site), now=now)
    judging.note_proof(comment, writer)
    mode = policy.mode_of(comment.article, settings=site, now=now)
    if not judging.may_publish(comment, writer, mode=mode, now=now):
        return False
    return moderation.let_pass(comment, now=now) is not None
