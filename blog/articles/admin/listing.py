"""The list of articles: what state each is in, filters, search, and acts on many at once."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from blog.articles import publishing
from blog.articles.admin.filters import AuthorFilter, CategoryFilter, StateFilter, TagFilter
from blog.articles.models import Article, Section, State
from blog.articles.tally import with_changed_sections

MAX_SEARCH_WORDS = 8


class ArticleList(admin.ModelAdmin):
    """Columns, filters and actions; at most eight queries however many rows."""

    list_display = ("title_and_address", "state", "changed", "author_name", "day", "comments")
    list_display_links = ("title_and_address",)
    list_filter = (StateFilter, AuthorFilter, CategoryFilter, TagFilter)
    empty_value_display = ""
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("title",)
    search_help_text = gettext_lazy("Title, excerpt and the text of the sections")
    ordering = ("-saved_at", "-pk")
    actions = ("publish_these", "unpublish_these", "trash_these", "restore_these")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ArticleChangeList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        """Keep articles in which every word stands: in title, excerpt or a section of the working copy."""
        for word in search_term.split()[:MAX_SEARCH_WORDS]:
            sections = Section.objects.filter(
                Q(heading__icontains=word) | Q(body__icontains=word),
                article=OuterRef("pk"),
                position__isnull=False,
            )
            queryset = queryset.filter(
                Q(title__icontains=word) | Q(excerpt__icontains=word) | Exists(sections)
            )
        return queryset, False

    @admin.display(description=gettext_lazy("title"), ordering="title")
    def title_and_address(self, article: Article) -> str:
        return article.title

    @admin.display(description=gettext_lazy("state"))
    def state(self, article: Article) -> str:
        state = article.state()
        return format_html('<span class="chip state-{}">{}</span>', state.value, state.label)

    @admin.display(description=gettext_lazy("changed"))
    def changed(self, article: Article) -> str:
        if article.state() != State.CHANGED:
            return ""
        number: int = article.changed_sections  # type: ignore[attr-defined]
        if not number:
            return _("order or title")
        return ngettext("%(number)d section", "%(number)d sections", number) % {"number": number}

    @admin.display(description=gettext_lazy("author"), ordering="author__first_name")
    def author_name(self, article: Article) -> str:
        profile = getattr(article.author, "author_profile", None)
        return profile.display_name if profile else article.author.get_username()

    @admin.display(description=gettext_lazy("date"), ordering="saved_at", empty_value="")
    def day(self, article: Article) -> Any:
        return article.publish_at or article.saved_at

    @admin.display(description=gettext_lazy("comments"), ordering="approved_comment_count")
    def comments(self, article: Article) -> str:
        if not article.approved_comment_count:
            return ""
        url = f"{reverse('admin:blog_comment_changelist')}?article__id__exact={article.pk}"
        number = article.approved_comment_count
        label = ngettext("%(number)d approved", "%(number)d approved", number) % {"number": number}
        return format_html('<a href="{}" aria-label="{}">{}</a>', url, label, number)

    def _each(
        self, request: HttpRequest, articles: QuerySet[Article], verb: Callable[..., Any], done: str
    ) -> None:
        """Call a verb for each article; say what was done, and each refusal by name."""
        number = 0
        for article in articles:
            try:
                verb(article, by=request.user)
                number += 1
            except PermissionDenied:
                reason = _("you may not do that.")
                messages.error(request, _("“%(title)s”: %(reason)s") % {"title": article, "reason": reason})
            except ValidationError as error:
                reason = " ".join(error.messages)
                messages.error(request, _("“%(title)s”: %(reason)s") % {"title": article, "reason": reason})
        if number:
            messages.success(request, f"{done}: {number}")

    @admin.action(description=gettext_lazy("Publish all changes"))
    def publish_these(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        self._each(request, articles, publishing.publish, _("Published"))

    @admin.action(description=gettext_lazy("Unpublish"))
    def unpublish_these(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        self._each(request, articles, publishing.unpublish, _("Unpublished"))

    @admin.action(description=gettext_lazy("Move to the trash"))
    def trash_these(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        self._each(request, articles, publishing.trash, _("Moved to the trash"))

    @admin.action(description=gettext_lazy("Restore from the trash"))
    def restore_these(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        self._each(request, articles, publishing.restore, _("Restored"))


class ArticleChangeList(ChangeList):
    """Django's list, reading along what the columns show only for the rows of the page."""

    def apply_select_related(self, qs: QuerySet[Any]) -> QuerySet[Any]:
        return with_changed_sections(qs).select_related("live", "author__author_profile")
