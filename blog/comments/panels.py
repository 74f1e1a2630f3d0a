"""What the frame and the landing page of the admin say about comments."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models.functions import TruncWeek
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from blog.comments import moderation
from blog.comments.models import Comment, Flag, Status, StatusTally
from blog.site import desk
from blog.site.desk import Panel, Place, Row, Weekly

ROWS = 4
EXCERPT_WORDS = 14


def register() -> None:
    """Put comments on the admin's frame."""
    place = Place(
        gettext_lazy("Comments"),
        "admin:blog_comment_changelist",
        "blog.view_comment",
        fact="pending_comments",
    )
    desk.register_place("comments", place, order=20)
    people = Place(gettext_lazy("Commenters"), "admin:blog_commenter_changelist", "blog.view_commenter")
    desk.register_place("commenters", people, order=22)
    desk.register_fact("pending_comments", _pending_number)
    desk.register_fact("reported_comments", _reported_number)
    desk.register_panel("comments", panels, order=10)
    desk.register_panel("notifications", notifications, order=90)
    desk.register_weekly("comments", Weekly(gettext_lazy("Comments approved"), approved_by_week))


def _pending_number() -> QuerySet[Any, Any]:
    return StatusTally.objects.filter(status=Status.PENDING).annotate(number=F("count"))


def _reported_number() -> QuerySet[Any, Any]:
    flags = Flag.objects.filter(outcome=Flag.Outcome.OPEN, comment__status=Status.APPROVED)
    return flags.order_by().values("outcome").annotate(number=Count("comment", distinct=True))


def approved_by_week(since: datetime) -> QuerySet[Any, Any]:
    """Return how many approved comments were written in each week."""
    rows = Comment.objects.approved().filter(submitted_at__gte=since)
    weeks = rows.annotate(week=TruncWeek("submitted_at")).order_by().values("week")
    return weeks.annotate(number=Count("pk")).values("week", "number")


def panels(user: desk.Viewer, facts: desk.Facts) -> Iterator[Panel]:
    """Yield what waits for a moderator, the oldest first: one query."""
    if not user.has_perm("blog.moderate_comment"):
        return
    waiting = int(facts["pending_comments"])
    oldest = list(Comment.objects.pending().select_related("article")[:ROWS])
    queue = reverse("admin:blog_comment_changelist")
    reported = int(facts["reported_comments"])
    title = ngettext("%(number)d comment waits", "%(number)d comments wait", waiting) % {"number": waiting}
    yield Panel(
        title if waiting else _("Comments"),
        [_row(comment, queue) for comment in oldest],
        lead=" ".join(filter(None, [_waited(oldest), _reported(reported)])),
        sentence=_("Nobody is waiting for an answer of yours."),
        more=Row(_("Open the queue"), queue),
        urgent=bool(waiting or reported),
    )


def notifications(user: desk.Viewer, facts: desk.Facts) -> Iterator[Panel]:
    """Yield the way to who decides: how they want to hear of comments."""
    if moderation.may_decide(user):
        yield Panel(
            _("My notifications"),
            sentence=_("Mail about waiting comments: never, at once, hourly or once a day."),
            more=Row(_("Choose"), reverse("admin:blog_deskmail_own")),
        )


def _waited(oldest: list[Comment]) -> str:
    if not oldest:
        return ""
    return _("The oldest has waited %(time)s.") % {"time": timesince(oldest[0].submitted_at)}


def _reported(number: int) -> str:
    if not number:
        return ""
    said = ngettext(
        "%(number)d published comment is reported.", "%(number)d published comments are reported.", number
    )
    return said % {"number": number}


def _row(comment: Comment, queue: str) -> Row:
    words = Truncator(comment.body).words(EXCERPT_WORDS, truncate=" …")
    note = _("%(name)s on “%(article)s”") % {"name": comment.author_name, "article": comment.article.title}
    return Row(words, queue, note=note, when=comment.submitted_at)
