"""The moderators' list, one comment with all that is known about it, and the log of decisions."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from blog.comments import counters, moderation, wording
from blog.comments.desk_list import OFFERED, VERBS, CommentList, StatusTabs, TalliedPaginator, status_of
from blog.comments.models import Comment, Decision, DecisionItem, Status

LAST_DECISION = "comments-last-decision"


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin):
    """Decides through the verbs of `moderation` alone; nothing else about a comment can be changed here."""

    list_display = ("body",)
    list_filter = (StatusTabs,)
    list_select_related = ("article", "section")
    list_per_page = 50
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
        rows = super().get_queryset(request)
        return rows.defer("html", "section__body").prefetch_related("reasons")

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """Who waits longest comes first; elsewhere the newest."""
        if status_of(request) is Status.PENDING:
            return ["submitted_at", "pk"]
        return ["-submitted_at", "-pk"]

    def get_paginator(self, request: HttpRequest, queryset: Any, per_page: int, *args: Any, **kw: Any) -> Any:
        paginator = TalliedPaginator(queryset, per_page, *args, **kw)
        paginator.tallies = counters.tallies()
        if not set(request.GET) - {"status", "p"}:
            paginator.tallied = paginator.tallies[status_of(request)]
        return paginator

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        """Search addresses for those only who may see them."""
        private = ("author_email",) if moderation.may_moderate(request.user) else ()
        return ("body", "author_name", *private)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Allow no filter but these: `?author_email__startswith=` would spell out what the list hides."""
        return lookup in ("status", "article", "article__id__exact")

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        if not moderation.may_moderate(request.user):
            return {}
        names = list(OFFERED[status_of(request)])
        if status_of(request) is Status.TRASH and moderation.may_purge(request.user):
            names.append("purge")
        return {name: (_action(name), name, _label(name)) for name in names}

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/decide/", wrap(require_POST(self.decide)), name="blog_comment_decide"),
            path("undo/<int:pk>/", wrap(require_POST(self.undo)), name="blog_comment_undo"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        last = request.session.get(LAST_DECISION)
        return super().changelist_view(request, {"last_decision": last, "title": _("Comments")})

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Decide about one comment, named by the button that was pressed."""
        comment = get_object_or_404(Comment, pk=pk)
        verb = request.POST.get("verb", "")
        if verb not in VERBS:
            raise Http404
        _report(request, VERBS[verb][1]([comment], by=request.user))
        return _back(request)

    def undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Undo a decision."""
        _report(request, moderation.undo(get_object_or_404(Decision, pk=pk), by=request.user))
        return _back(request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show everything known about one comment."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = Comment.objects.select_related("article", "section", "parent", "user")
        comment = get_object_or_404(rows, pk=object_id) if object_id.isdecimal() else None
        if comment is None:
            raise Http404
        may_moderate = moderation.may_moderate(request.user)
        facts = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Comment by %(name)s") % {"name": comment.author_name},
            "comment": comment,
            "lines": wording.lines(comment.reasons.all()),
            "history": comment.decision_items.select_related("decision__by").order_by("pk"),
            "may_moderate": may_moderate,
            "offered": [(name, VERBS[name][0]) for name in OFFERED[Status(comment.status)]],
            "last_decision": request.session.get(LAST_DECISION),
        }
        return TemplateResponse(request, "admin/blog/comment/change_form.html", facts)


def _label(name: str) -> Any:
    return gettext_lazy("Delete for good") if name == "purge" else VERBS[name][0]


def _action(name: str) -> Callable[[Any, HttpRequest, QuerySet[Comment]], None]:
    def decide(model_admin: Any, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        _report(request, VERBS[name][1](queryset, by=request.user))

    def purge(model_admin: Any, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        chosen = queryset.count()
        gone = moderation.purge(queryset, by=request.user)
        messages.info(request, ngettext("%d comment deleted.", "%d comments deleted.", gone) % gone)
        if gone < chosen:
            messages.warning(request, _("Comments that have replies stay: purge the replies first."))

    return purge if name == "purge" else decide


def _report(request: HttpRequest, decision: Decision | None) -> None:
    """Say what was decided, and keep it in sight for undo; the session is read for the list anyway."""
    if decision is None:
        messages.warning(request, _("Nothing changed: somebody has decided this already."))
        return
    said = wording.summary(decision.verb, decision.items.count())
    request.session[LAST_DECISION] = {"id": decision.pk, "said": said, "is_undo": decision.verb == "undo"}


def _back(request: HttpRequest) -> HttpResponse:
    """Return to the list as it was filtered; only its own query string is taken from the request."""
    query = QueryDict(request.GET.get("back", "")).urlencode()
    return HttpResponseRedirect(reverse("admin:blog_comment_changelist") + (f"?{query}" if query else ""))


@admin.register(Decision)
class DecisionAdmin(admin.ModelAdmin):
    """The log: who decided what, and what was undone. Nothing in it can be changed."""

    list_display = ("at", "words", "by", "undone")
    list_display_links = None
    list_select_related = ("by", "undone_by", "undoes")
    list_filter = ("verb",)
    list_per_page = 50
    show_full_result_count = False
    sortable_by = ()
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        items = DecisionItem.objects.filter(decision=OuterRef("pk")).order_by().values("decision")
        count = Subquery(items.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
        rows: QuerySet[Decision] = super().get_queryset(request)
        return rows.annotate(item_count=Coalesce(count, 0))

    @admin.display(description=gettext_lazy("decision"))
    def words(self, decision: Decision) -> str:
        count: int = decision.item_count  # type: ignore[attr-defined]
        return wording.summary(decision.verb, count)

    @admin.display(description=gettext_lazy("undone"), boolean=True)
    def undone(self, decision: Decision) -> bool:
        return hasattr(decision, "undone_by")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Decision | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Decision | None = None) -> bool:
        return False
