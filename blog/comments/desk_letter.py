"""What a moderator's letter says: who waits, what the filter thinks and why, and links that act in one step."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.comments import mailed_acts, moderation, wording
from blog.comments.models import Comment, DecisionItem, DeskMail
from blog.mail import letters, links
from blog.mail.outbox import Letter
from blog.markup.text import excerpt
from blog.site.models import SiteSettings

STOP = "desk-stop"
LISTED = 20
EXCERPT_CHARS = 400
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Item:
    """One waiting comment as a letter shows it; `acts`: (verb, label, address)."""

    comment: Comment
    title: str
    section: str
    words: str
    reason: str
    acts: list[tuple[str, Any, str]]


def compose(wish: DeskMail, user: User) -> Letter | None:
    """Return the letter for a moderator, None where nothing has come since the last.

    "At once" tells what is new, the other paces everything that waits; the oldest first, likely spam as a
    number only.
    """
    waiting = moderation.within_reach(Comment.objects.pending(), by=user)
    news = waiting.filter(Q(pk__gt=wish.told_up_to) | Q(edited_at__gt=wish.last_at or LONG_AGO))
    if not news.exists():
        return None
    people, fresh = waiting.filter(likely_spam=0), news.filter(likely_spam=0)
    told = fresh if wish.pace == DeskMail.Pace.ONCE else people
    count, site = people.count(), SiteSettings.current()
    told_count = told.count()
    items = _items(told, user)
    facts = {
        "site": site,
        "items": items,
        "count": count,
        "more": told_count - len(items),
        "waiting_longer": count - told_count,
        "spam": waiting.filter(likely_spam=1).count(),
        "desk_url": links.absolute(reverse("admin:blog_comment_changelist")),
        "choices_url": links.absolute(reverse("admin:blog_deskmail_own")),
        "stop_url": links.absolute(stop_path(user)),
        "days": mailed_acts.VALID.days,
    }
    # RFC 8058: mail programs stop these mails by one POST, without opening the page.
    headers = {
        "List-Unsubscribe": f"<{facts['stop_url']}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return letters.write("desk", subject=_subject(items, told_count, site), facts=facts, headers=headers)


def stop_path(user: User) -> str:
    """Return the path of the page that stops a moderator's letters by one POST."""
    return reverse("desk-mail-stop", args=[links.token(STOP, user.pk)])


def _subject(items: list[Item], count: int, site: SiteSettings) -> str:
    if not count:
        return _("Likely spam waits on “%(site)s”") % {"site": site.title}
    if count == 1:
        named = {"name": items[0].comment.author_name, "title": items[0].title}
        return _("%(name)s waits on “%(title)s”") % named
    said = ngettext("%(count)d comment waits on “%(site)s”", "%(count)d comments wait on “%(site)s”", count)
    return said % {"count": count, "site": site.title}


def _items(told: QuerySet[Comment], user: User) -> list[Item]:
    """Return the oldest LISTED of them, in four queries."""
    rows = told.select_related("article__live", "section").prefetch_related("reasons").defer("html")
    comments = list(rows.order_by("submitted_at", "pk")[:LISTED])
    last = last_items(comments)
    return [_item(comment, user, last.get(comment.pk, 0)) for comment in comments]


def last_items(comments: Iterable[Comment]) -> dict[int, int]:
    """Return the last decision's item of each comment that was ever decided (1 query)."""
    items = DecisionItem.objects.filter(comment__in=list(comments)).order_by().values_list("comment")
    return dict(items.annotate(Max("pk")))


def _item(comment: Comment, user: User, last: int) -> Item:
    live = comment.article.live
    section = comment.section
    lines = wording.lines(comment.reasons.all())
    main = max(lines, key=lambda line: abs(line.weight), default=None)
    return Item(
        comment=comment,
        title=live.title if live else comment.article.title,
        section=section.heading if section else "",
        words=excerpt(comment.body, EXCERPT_CHARS),
        reason=main.text if main else "",
        acts=[
            (verb, label, links.absolute(mailed_acts.path_for(comment, verb, user=user, last=last)))
            for verb, label in mailed_acts.LABELS.items()
        ],
    )
