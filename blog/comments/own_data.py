"""What a site holds about an address: shown to its owner, and erased when they ask for it."""

import hashlib
import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.comments import announcements, counters, desk_mail, former_words, replies
from blog.comments.models import Comment, Commenter, Correction, Reason, Status, Subscription, Trace
from blog.mail import letters, links, outbox
from blog.markup import comment_markdown
from blog.site.models import SiteSettings

PURPOSE = "own-data"
LINK_VALID = timedelta(days=1)
LINKS_A_DAY = 2
ERASED = "[erased]"
CHUNK = 500

logger = logging.getLogger(__name__)


def comments_of(email: str) -> QuerySet[Comment]:
    """Return every comment written under an address, whatever became of it, oldest first."""
    return Comment.objects.typed_under(email).order_by("submitted_at", "pk")


@transaction.atomic
def ask(email: str, *, now: datetime | None = None) -> None:
    """Mail a link to an address if anything is held about it. Nobody but its owner learns whether.

    The letter is written in either case, so that both take about as long.
    """
    now = now or timezone.now()
    site = SiteSettings.current()
    facts = {"site": site, "data_url": links.absolute(path_for(email)), "hours": 24}
    letter = letters.write(
        "own_data", subject=_("Your data on “%(site)s”") % {"site": site.title}, facts=facts
    )
    is_known = comments_of(email).exists() or Commenter.objects.filter(email=email.lower()).exists()
    sent = outbox.sent_to(email, purpose=PURPOSE, since=now - timedelta(days=1))
    if is_known and sent < LINKS_A_DAY:
        digest = hashlib.sha256(email.lower().encode()).hexdigest()
        outbox.put(letter, to=email, key=f"{PURPOSE}:{digest}:{now:%Y%m%d%H%M%S%f}", purpose=PURPOSE, now=now)


def path_for(email: str) -> str:
    """Return the path of the page where the owner of an address sees and erases what is held."""
    return reverse("own-data", args=[links.token("own-data", email.lower())])


def owner_of(token: str) -> str:
    """Return the address a link was mailed to. Raises BadLink."""
    return str(links.claims("own-data", token, valid=LINK_VALID))


def export(email: str) -> dict[str, Any]:
    """Return all that is held about an address, ready for JSON; nothing about the network it came from."""
    comments = comments_of(email).select_related("article").prefetch_related("wordings", "corrections")
    wishes = Subscription.objects.filter(email__iexact=email).order_by("pk")
    confirmed_at = (
        Commenter.objects.filter(email=email.lower()).values_list("confirmed_at", flat=True).first()
    )
    return {
        "email": email,
        "confirmed": confirmed_at.isoformat() if confirmed_at else None,
        "comments": [_exported(comment) for comment in comments],
        "mail_about_answers": [
            {"comment": wish.comment_id, "about": wish.scope, "how_often": wish.pace, "state": wish.state}
            for wish in wishes
        ],
    }


def _exported(comment: Comment) -> dict[str, Any]:
    return {
        "id": comment.pk,
        "article": comment.article.title if comment.article.is_public() else "",
        "name": comment.author_name,
        "website": comment.author_url,
        "text": comment.body,
        "written": comment.submitted_at.isoformat(),
        "changed": comment.edited_at.isoformat() if comment.edited_at else None,
        "former_words": [
            {"text": former.body, "changed": former.at.isoformat(), "by_you": former.by_writer}
            for former in comment.wordings.all()
        ],
        "thanked_for": [row.note for row in comment.corrections.all() if row.credit],
        "is_published": comment.status == Status.APPROVED,
    }


@transaction.atomic
def erase(email: str, *, with_words: bool) -> int:
    """Take name, address, website and network and former words off every comment of an address; `with_words`: the text
    as well.

    Comments of accounts stay: they stand under a public profile. Mails and wishes for mail go; a mute or ban
    stays, because it protects others. Returns how many comments were changed. Cannot be undone.
    """
    counters.lock()
    mine = comments_of(email).filter(user__isnull=True).select_for_update(no_key=True)
    rows = list(mine.values_list("pk", "article_id"))
    changes: dict[str, Any] = {"author_name": ERASED, "author_email": "", "author_url": "", "network": ""}
    if with_words:
        changes |= {"body": ERASED, "html": comment_markdown.render(ERASED), "body_digest": ""}
        changes["amended_at"] = None
    for start in range(0, len(rows), CHUNK):
        _erase([pk for pk, _ in rows[start : start + CHUNK]], changes)
    # What others are about to be mailed of these comments still names their writer.
    replies.take_back(pk for pk, _ in rows)
    desk_mail.write_anew()
    Subscription.objects.filter(email__iexact=email).delete()
    Commenter.objects.filter(email=email.lower()).exclude(state__in=Commenter.RESTRICTED).delete()
    outbox.forget(email)
    logger.info("%d comments erased as their writer asked, words included: %s", len(rows), with_words)
    announcements.after_commit(announcements.comments_erased, article_ids={article for _, article in rows})
    return len(rows)


def _erase(pks: list[int], changes: dict[str, Any]) -> None:
    Comment.objects.filter(pk__in=pks).update(**changes)
    Trace.objects.filter(comment__in=pks).delete()
    former_words.forget(pks)
    Correction.objects.filter(comment__in=pks).update(credit="")
    Reason.objects.filter(comment__in=pks).update(evidence="")
