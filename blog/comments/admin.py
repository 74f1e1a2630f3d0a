"""The moderators' list and one comment with all that is known about it; the log stands in `decision_log.py`."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from blog.comments import attack_panel, bulk, campaigns, desk_search, moderation, retention
from blog.comments.amend_pages import AmendPages
from blog.comments.correction_pages import CorrectionPages
from blog.comments.decision_log import DecisionAdmin
from blog.comments.desk_list import (
    CURSOR,
    OFFERED,
    VERBS,
    CommentList,
    StatusTabs,
    filters_of,
    is_folded,
    ordering,
    status_of,
)
from blog.comments.desk_pages import LAST_DECISION, report, respond, to_progress
from blog.comments.models import Comment, Decision, Status

__all__ = ["CommentAdmin", "DecisionAdmin"]
# As many rows as one page has, and the members of their campaigns.
SELECTED_MAX = 500


@admin.register(Comment)
class CommentAdmin(AmendPages, CorrectionPages, admin.ModelAdmin):
    """Decides through the verbs of `moderation` alone; its words change by `editing` alone."""

    list_display = ("body",)
    list_filter = (StatusTabs,)
    list_select_related = ("article", "section")
    list_per_page = 50
    search_fields = ("body",)
    show_full_result_count = False
    sortable_by = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return CommentList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        rows = moderation.within_reach(super().get_queryset(request), by=request.user)
        return rows.defer("html", "section__body").prefetch_related("reasons")

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        return ordering(status_of(request))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search addresses and networks for those only who may see them."""
        private = moderation.may_decide(request.user)
        search = desk_search.parse(search_term, private=private)
        return desk_search.narrow(queryset, search, private=private), False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Allow no filter but these: `?author_email__startswith=` would spell out what the list hides."""
        return lookup in ("status", "article", "article__id__exact", CURSOR)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        if not moderation.may_decide(request.user):
            return {}
        names = list(OFFERED[status_of(request)])
        if status_of(request) is Status.TRASH and moderation.may_purge(request.user):
            names.append("purge")
        return {name: (_action(name), name, _label(name)) for name in names}

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("decide/", wrap(require_POST(self.decide_some)), name="blog_comment_decide_some"),
            path("all/", wrap(self.whole), name="blog_comment_whole"),
            path("all/<int:pk>/", wrap(self.progress), name="blog_comment_progress"),
            path("<int:pk>/decide/", wrap(require_POST(self.decide)), name="blog_comment_decide"),
            path("<int:pk>/why/", wrap(self.why), name="blog_comment_why"),
            path("<int:pk>/dismiss/", wrap(require_POST(self.dismiss)), name="blog_comment_dismiss"),
            path("<int:pk>/reply/", wrap(require_POST(self.reply)), name="blog_comment_reply"),
            path("undo/<int:pk>/", wrap(require_POST(self.undo)), name="blog_comment_undo"),
            *self.amend_urls(),
            *self.correction_urls(),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        facts = {
            "last_decision": request.session.get(LAST_DECISION),
            "title": _("Comments"),
            "may_lift": moderation.may_moderate(request.user),
            "attack_said": attack_panel.said,
        }
        return super().changelist_view(request, facts)

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Decide about one comment, named by the button that was pressed."""
        get_object_or_404(self.reachable(request), pk=pk)
        return self._decide(request, [pk])

    def decide_some(self, request: HttpRequest) -> HttpResponse:
        """Decide about the rows a script names."""
        chosen = request.POST.getlist("_selected_action")[:SELECTED_MAX]
        return self._decide(request, [int(pk) for pk in chosen if pk.isdecimal() and len(pk) < 18])

    def _decide(self, request: HttpRequest, pks: list[int]) -> HttpResponse:
        verb = request.POST.get("verb", "")
        if verb not in VERBS:
            raise Http404
        comments = self.reachable(request).filter(pk__in=pks)
        if "group" in request.GET:
            comments = moderation.within_reach(campaigns.with_members(comments), by=request.user)
        decision = VERBS[verb][1](comments, by=request.user)
        return respond(request, decision, about=pks, said="" if decision else retention.why_not(pks))

    def undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Undo a decision; a large one in the background."""
        decision = get_object_or_404(Decision, pk=pk)
        if moderation.may_decide(request.user) and bulk.is_large(decision):
            return to_progress(request, bulk.undo(decision, by=request.user))  # type: ignore[arg-type]
        undone = moderation.undo(decision, by=request.user)
        old = [] if undone else decision.items.values_list("comment_id", flat=True)
        return respond(request, undone, about=[], said=retention.why_not(old))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show everything known about one comment."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = moderation.within_reach(Comment.objects.all(), by=request.user)
        rows = rows.select_related("article", "section", "parent", "user")
        comment = get_object_or_404(rows, pk=object_id) if object_id.isdecimal() else None
        if comment is None:
            raise Http404
        return self.one_page(request, comment)


def _label(name: str) -> Any:
    return gettext_lazy("Delete for good") if name == "purge" else VERBS[name][0]


def _action(name: str) -> Callable[[Any, HttpRequest, QuerySet[Comment]], HttpResponse | None]:
    def decide(model_admin: Any, request: HttpRequest, queryset: QuerySet[Comment]) -> HttpResponse | None:
        if request.POST.get("select_across") == "1":
            if queryset.order_by()[: bulk.AT_ONCE + 1].count() > bulk.AT_ONCE:
                # So many are counted and confirmed first.
                query = urlencode(filters_of(request) | {"verb": name})
                return HttpResponseRedirect(f"{reverse('admin:blog_comment_whole')}?{query}")
        elif is_folded(request):
            queryset = moderation.within_reach(campaigns.with_members(queryset), by=request.user)
        decision = VERBS[name][1](queryset, by=request.user)
        said = report(request, decision)
        if decision is None:
            said = retention.why_not(queryset.values_list("pk", flat=True)) or said
            messages.warning(request, said)
        return None

    def purge(model_admin: Any, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        chosen = queryset.count()
        gone = moderation.purge(queryset, by=request.user)
        messages.info(request, ngettext("%d comment deleted.", "%d comments deleted.", gone) % gone)
        if gone < chosen:
            messages.warning(request, _("Comments that have replies stay: purge the replies first."))

    return purge if name == "purge" else decide
