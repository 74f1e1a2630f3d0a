"""What the landing page of the admin says about articles."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber, TruncWeek
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.articles import access
from blog.articles.models import Article
from blog.site import desk
from blog.site.desk import Panel, Place, Row, Weekly

ROWS = 5


def register() -> None:
    """Put articles on the admin's frame."""
    articles = Place(gettext_lazy("Articles"), "admin:blog_article_changelist", "blog.change_article")
    desk.register_place("articles", articles, order=10)
    images = Place(gettext_lazy("Images"), "admin:blog_image_changelist", "blog.view_image")
    desk.register_place("images", images, order=30)
    desk.register_panel("articles", panels, order=20)
    desk.register_weekly("articles", Weekly(gettext_lazy("Articles published"), published_by_week))


def published_by_week(since: datetime) -> QuerySet[Any, Any]:
    """Return how many articles were first published in each week."""
    rows = Article.objects.public().filter(first_published_at__gte=since)
    weeks = rows.annotate(week=TruncWeek("first_published_at")).order_by().values("week")
    return weeks.annotate(number=Count("pk")).values("week", "number")


def panels(user: desk.Viewer, facts: desk.Facts) -> Iterator[Panel]:
    """Yield what is unfinished, what comes, and what just went live: one query."""
    if not access.may_write(user):
        return
    by_kind: dict[str, list[Article]] = {}
    for article in _newest_of_each_kind(user):
        by_kind.setdefault(article.kind, []).append(article)
    new = Row(_("Write an article"), reverse("admin:blog_article_add"))
    yield Panel(
        _("Your drafts"),
        [_row(article, article.saved_at) for article in by_kind.get("draft", [])],
        sentence=_("No draft of yours is waiting."),
        more=new,
    )
    changed = [_row(article, article.saved_at) for article in by_kind.get("changed", [])]
    yield Panel(
        _("Live, with unpublished changes"), changed, sentence=_("Everything saved is also published.")
    )
    scheduled = [_row(article, article.publish_at) for article in by_kind.get("scheduled", [])]
    yield Panel(_("Scheduled next"), scheduled, sentence=_("Nothing is scheduled."))
    live = [_row(article, article.publish_at) for article in by_kind.get("live", [])]
    yield Panel(_("Recently published"), live, sentence=_("Nothing is published yet."))


def _row(article: Article, when: datetime | None) -> Row:
    return Row(
        article.title,
        reverse("admin:blog_article_change", args=[article.pk]),
        note=article.author.get_full_name() or article.author.get_username(),
        when=when,
    )


def _newest_of_each_kind(user: desk.Viewer) -> QuerySet[Any]:
    """Return at most ROWS articles of each kind, newest first; the next first where scheduled."""
    now = timezone.now()
    kind = Case(
        When(status="draft", author=user.pk, then=Value("draft")),
        When(status="published", publish_at__gt=now, then=Value("scheduled")),
        When(Q(status="published") & ~Q(live__digest=F("working_digest")), then=Value("changed")),
        When(Q(status="published") & (Q(expire_at=None) | Q(expire_at__gt=now)), then=Value("live")),
        output_field=CharField(),
    )
    newest = Coalesce("publish_at", "saved_at")
    rows = access.editable_by(user).annotate(kind=kind).exclude(kind=None)
    place = Window(RowNumber(), partition_by=[F("kind")], order_by=[F("soonest").asc(), newest.desc()])
    soonest = Case(When(status="published", publish_at__gt=now, then=F("publish_at")), default=None)
    rows = rows.annotate(soonest=soonest).annotate(place=place).filter(place__lte=ROWS)
    return rows.select_related("author").order_by("kind", "place")
