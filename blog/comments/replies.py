"""Mailing those who asked for it about an answer, once it is approved and the undo window has passed."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django_tasks import task

from blog.articles.models import Article
from blog.comments import commenters, counters, gathering, subscriptions
from blog.comments.models import Comment, Decision, GatheredAnswer, Status, Subscription
from blog.mail import letters, links, outbox
from blog.mail.outbox import Letter
from blog.site.models import SiteSettings

# Few enough that nobody waits long for the lock the mails are written under.
CHUNK = 100
EXCERPT_WORDS = 120
# Single mails to one address; what comes beyond them within a day is gathered for the next morning.
MAILS_A_DAY = 20


def after_decision(decision: Decision, **facts: Any) -> None:
    """Take back mails about what is not approved any more, at once; the rest can wait for a worker."""
    items = decision.items.order_by("pk")
    gone = list(items.filter(from_status=Status.APPROVED).values_list("comment_id", flat=True))
    take_back(gone)
    if items.filter(to_status=Status.APPROVED).exists():
        write_after.enqueue(decision.pk)


def take_back(comment_pks: Iterable[int]) -> None:
    """Take back what has not left yet about comments that are not to be read any more."""
    pks = list(comment_pks)
    outbox.cancel(_about(pk) for pk in pks)
    gathering.take_back(pks)


def after_edit(comment: Comment, **facts: Any) -> None:
    """Take back mail about a comment that its new words sent back to the queue."""
    if comment.status != Status.APPROVED:
        gathering.take_back([comment.pk])


def after_amend(comment: Comment, *, mails_held: int, **facts: Any) -> None:
    """Write mails that were on their way anew, with the words as they stand now."""
    if mails_held:
        write(Comment.objects.filter(pk=comment.pk), held_from=timezone.now())


def after_receipt(comment: Comment, **facts: Any) -> None:
    """Mail about a comment that appeared without a decision."""
    if comment.status == Status.APPROVED and comment.parent_id:
        write(Comment.objects.filter(pk=comment.pk), held_from=timezone.now())


@task
def write_after(decision_pk: int) -> None:
    """Write the mails a decision causes; its comments may be tens of thousands."""
    decision = Decision.objects.get(pk=decision_pk)
    approved = decision.items.filter(to_status=Status.APPROVED, comment__parent__isnull=False)
    pks = list(approved.values_list("comment_id", flat=True))
    for start in range(0, len(pks), CHUNK):
        write(Comment.objects.filter(pk__in=pks[start : start + CHUNK]), held_from=decision.at)


@transaction.atomic
def write(comments: Iterable[Comment], *, held_from: datetime) -> int:
    """Put a mail into the outbox for everybody who asked about these answers; returns how many were written.

    Only what visitors may read now is mailed about, and nothing by who is muted or banned. An address gets one
    mail about a comment, whatever it asked for twice, and none about its own. Answers for who chose one mail a
    day, or had MAILS_A_DAY of them, are gathered instead.
    """
    hold = held_from + timedelta(seconds=settings.UNDO_WINDOW_SECONDS)
    pks = [comment.pk for comment in comments]
    # What is taken off the page from here on finds the mails stored, and takes them back.
    counters.lock()
    visible = Comment.objects.approved().filter(pk__in=pks, article__in=Article.objects.public())
    site, count = SiteSettings.current(), 0
    answers = visible.filter(~commenters.restricted("author_email"), parent__isnull=False).select_related(
        "article__live"
    )
    pacing, gathered = _Pacing(pks), []
    for comment in answers:
        for subscription in _asking(comment):
            if pacing.gathers(comment, subscription):
                email = subscription.email.lower()
                gathered.append(GatheredAnswer(email=email, subscription=subscription, answer=comment))
                continue
            outbox.put(
                _letter(comment, subscription, site),
                to=subscription.email,
                key=_key(comment, subscription.email),
                purpose=subscriptions.PURPOSE_REPLY,
                about=_about(comment.pk),
                not_before=hold,
            )
            count += 1
    gathering.gather(gathered, held_until=hold)
    return count


class _Pacing:
    """Tells which answers wait for the mail of the next morning; counts an address's mails once."""

    def __init__(self, pks: list[int]) -> None:
        self._since = timezone.now() - timedelta(days=1)
        self._sent: dict[str, int] = {}
        rows = GatheredAnswer.objects.filter(answer__in=pks).order_by()
        self._gathered = set(rows.values_list("email", "answer"))

    def gathers(self, comment: Comment, subscription: Subscription) -> bool:
        """Tell whether an answer is to be gathered; one that was mailed by itself already stays with that."""
        email = subscription.email.lower()
        if (email, comment.pk) in self._gathered:
            return True
        if email not in self._sent:
            self._sent[email] = outbox.sent_to(email, purpose=subscriptions.PURPOSE_REPLY, since=self._since)
        is_late = subscription.pace == Subscription.Pace.DAILY or self._sent[email] >= MAILS_A_DAY
        if is_late and not outbox.is_written(_key(comment, email)):
            return True
        self._sent[email] += 1
        return False


def _asking(comment: Comment) -> Iterator[Subscription]:
    replies = Q(scope=Subscription.Scope.REPLIES, comment=comment.parent_id)
    in_thread = Q(comment=comment.root_id) | Q(comment__root=comment.root_id)
    active = Subscription.objects.filter(state=Subscription.State.ACTIVE, created_at__lt=comment.submitted_at)
    rows = active.filter(replies | Q(scope=Subscription.Scope.THREAD) & in_thread).order_by("scope", "pk")
    told = {comment.author_email.lower()}
    for subscription in rows:
        if subscription.email.lower() not in told:
            told.add(subscription.email.lower())
            yield subscription


def _about(comment_pk: int) -> str:
    return f"comment:{comment_pk}"


def _key(comment: Comment, email: str) -> str:
    return f"reply:{comment.pk}:{hashlib.sha256(email.lower().encode()).hexdigest()}"


def _letter(comment: Comment, subscription: Subscription, site: SiteSettings) -> Letter:
    stop = links.absolute(subscriptions.choices_path(subscription))
    live = comment.article.live
    facts = {
        "site": site,
        "comment": comment,
        "title": live.title if live else comment.article.title,
        "words": Truncator(comment.body).words(EXCERPT_WORDS, truncate=" …"),
        "comment_url": links.absolute(comment.get_absolute_url()),
        "stop_url": stop,
    }
    subject = _("%(name)s answered on “%(title)s”") % {"name": comment.author_name, "title": facts["title"]}
    # RFC 8058: mail programs end the subscription by one POST, without opening the page.
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return letters.write("reply", subject=subject, facts=facts, headers=headers)
