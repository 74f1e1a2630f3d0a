"""The log of decisions as moderators read it, and as a table for other programs."""

import csv
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.comments import moderation, wording
from blog.comments.models import Decision, DecisionItem

# How long the log offers to undo a decision; later, restore the comments themselves.
UNDO_OFFERED = timedelta(days=7)
COLUMNS = ("id", "at", "decision", "by", "comments", "undoes", "undone_at")
# A spreadsheet takes a cell that begins so for a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """A file for the writer of rows that gives each one back instead of keeping it."""

    def write(self, row: str) -> str:
        return row


def neutral(value: object) -> str:
    """Return a cell that no spreadsheet computes."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def rows(decisions: QuerySet[Decision]) -> Iterator[str]:
    """Yield the log as CSV, line by line; `decisions` have `item_count`."""
    writer = csv.writer(_Echo())
    yield writer.writerow(COLUMNS)
    for decision in decisions.iterator(chunk_size=1000):
        undone_by = getattr(decision, "undone_by", None)
        count = decision.item_count  # type: ignore[attr-defined]
        cells = (
            decision.pk,
            decision.at.isoformat(),
            decision.verb,
            decision.by,
            count,
            decision.undoes_id,
            undone_by and undone_by.at.isoformat(),
        )
        yield writer.writerow([neutral(cell) for cell in cells])


class People(admin.SimpleListFilter):
    """Whoever has decided something, by name."""

    title = gettext_lazy("by")
    parameter_name = "by"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        people = Decision.objects.exclude(by=None).order_by("by__username")
        return [(str(pk), name) for pk, name in people.values_list("by", "by__username").distinct()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value() or ""
        return queryset.filter(by=int(chosen)) if chosen.isdecimal() and len(chosen) < 18 else queryset


@admin.register(Decision)
class DecisionAdmin(admin.ModelAdmin):
    """The log: who decided what, and what was undone. Nothing in it can be changed but by undoing."""

    list_display = ("at", "words", "by", "undone", "offer")
    list_display_links = None
    list_select_related = ("by", "undoes")
    list_filter = ("verb", People)
    list_per_page = 50
    show_full_result_count = False
    sortable_by = ()
    actions = None
    show_facets = admin.ShowFacets.NEVER
    change_list_template = "admin/blog/decision/change_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        items = DecisionItem.objects.filter(decision=OuterRef("pk")).order_by().values("decision")
        count = Subquery(items.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
        decisions: QuerySet[Decision] = super().get_queryset(request)
        # Read apart: joined, a planner may look through the whole log for each of its rows.
        return decisions.annotate(item_count=Coalesce(count, 0)).prefetch_related("undone_by")

    def get_list_display(self, request: HttpRequest) -> Any:
        shown = self.list_display
        return shown if moderation.may_decide(request.user) else shown[:-1]

    def get_urls(self) -> list[URLPattern]:
        table = self.admin_site.admin_view(self.table)
        return [path("log.csv", table, name="blog_decision_csv"), *super().get_urls()]

    def table(self, request: HttpRequest) -> StreamingHttpResponse:
        """Send the log, filtered as the page is, as CSV."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        decisions = self.get_changelist_instance(request).get_queryset(request)
        response = StreamingHttpResponse(rows(decisions), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="decisions.csv"'
        return response

    @admin.display(description=gettext_lazy("decision"))
    def words(self, decision: Decision) -> str:
        count: int = decision.item_count  # type: ignore[attr-defined]
        return wording.summary(decision.verb, count)

    @admin.display(description=gettext_lazy("undone"), boolean=True)
    def undone(self, decision: Decision) -> bool:
        return hasattr(decision, "undone_by")

    @admin.display(description=gettext_lazy("undo"))
    def offer(self, decision: Decision) -> str:
        if self.undone(decision) or decision.at < timezone.now() - UNDO_OFFERED:
            return ""
        return format_html(
            '<button type="submit" formaction="{}?log=1" aria-label="{}">{}</button>',
            reverse("admin:blog_comment_undo", args=[decision.pk]),
            _("Undo: %(what)s") % {"what": self.words(decision)},
            _("Undo"),
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Decision | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Decision | None = None) -> bool:
        return False
