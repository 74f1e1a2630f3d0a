"""The report of findings, and the two buttons that settle one."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from blog.articles import access
from blog.integrity import audit
from blog.integrity.models import Finding


@admin.register(Finding)
class FindingAdmin(admin.ModelAdmin):
    """Findings across all articles; settled from the article's own form or here."""

    list_display = ("sentence", "article", "section", "rule", "status", "found_at")
    list_filter = ("status", "rule")
    list_select_related = ("article", "section")
    list_display_links = None
    show_full_result_count = False
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Finding]:
        """Show what the user may do something about."""
        mine = access.editable_by(request.user)
        return super().get_queryset(request).filter(article__in=mine)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access.may_write(request.user)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/cut/", wrap(require_POST(self.cut)), name="finding-cut"),
            path("<int:pk>/fine/", wrap(require_POST(self.fine)), name="finding-fine"),
            *super().get_urls(),
        ]

    def cut(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Cut the marked text out of the working copy."""
        return self._settle(
            request, pk, audit.cut_out, _("Cut. The page changes when you publish the section.")
        )

    def fine(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Remember that the marked text belongs there."""
        return self._settle(request, pk, audit.call_fine, _("Noted: this is fine here."))

    def _settle(self, request: HttpRequest, pk: int, verb: Callable[..., Any], done: str) -> HttpResponse:
        finding = get_object_or_404(self.get_queryset(request), pk=pk)
        try:
            verb(finding, by=request.user)
            messages.success(request, done)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(reverse("admin:blog_article_change", args=[finding.article_id]))
