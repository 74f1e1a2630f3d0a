"""Findings in the admin: the list, the buttons that settle one, and the answer to somebody who types."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from blog.articles import access
from blog.articles.findings import Finding as ShownFinding
from blog.articles.forms import SectionForm
from blog.articles.models import Article
from blog.integrity import check_admin, settling, typing_check
from blog.integrity.models import Finding

__all__ = ["check_admin"]


class RuleFilter(admin.SimpleListFilter):
    """By rule, in words."""

    title, parameter_name = gettext_lazy("rule"), "rule"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        from blog.integrity.registry import rules

        return [(name, rule.label) for name, rule in rules().items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Finding]) -> QuerySet[Finding]:
        return queryset.filter(rule=self.value()) if self.value() else queryset


@admin.register(Finding)
class FindingAdmin(admin.ModelAdmin):
    """Findings across all articles; settled from the article's own form or here."""

    list_display = ("sentence", "article", "section", "status", "settled_by", "why", "found_at")
    list_filter = ("status", RuleFilter)
    list_select_related = ("article", "section", "settled_by")
    list_display_links = None
    list_per_page = 50
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
            path("typed/", wrap(require_POST(self.typed)), name="finding-typed"),
            path("<int:pk>/correct/", wrap(require_POST(self.correct)), name="finding-correct"),
            path("<int:pk>/fine/", wrap(require_POST(self.fine)), name="finding-fine"),
            path("<int:pk>/take-back/", wrap(require_POST(self.take_back)), name="finding-take-back"),
            *super().get_urls(),
        ]

    def correct(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Apply a fix to the working copy and say what it did."""
        finding = self._finding(request, pk)
        try:
            messages.success(
                request, settling.correct(finding, by=_user(request), fix=request.POST.get("fix", "")[:40])
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return self._back(finding)

    def fine(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Remember that what was found may stay."""
        finding = self._finding(request, pk)
        try:
            settling.call_fine(finding, by=_user(request), why=request.POST.get("why", "")[:300])
            messages.success(request, _("Noted: this is fine here, until its words change."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return self._back(finding)

    def take_back(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Forget that the finding was called fine."""
        finding = self._finding(request, pk)
        try:
            settling.take_back(finding, by=_user(request))
            messages.success(request, _("It is asked about again."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(reverse("admin:check-fine"))

    def typed(self, request: HttpRequest) -> HttpResponse:
        """Answer what the checks say of a section as it stands in the form; stores nothing.

        While the database is busy there is no answer: the next pause asks again, and saving checks anyway.
        """
        try:
            found = self._found_typed(request)
        except OperationalError:
            found = None
        if found is None:
            return HttpResponse(status=204)
        return TemplateResponse(
            request, "admin/blog/article/findings.html", {"findings": found, "typed": True}
        )

    def _found_typed(self, request: HttpRequest) -> list[ShownFinding] | None:
        article, form = self._article_typed(request), SectionForm(request.POST)
        if not form.is_valid():
            return None
        return typing_check.findings_typed(
            article,
            form.content(),
            uid=form.cleaned_data["uid"],
            arrived=form.arrived(),
            by=_user(request),
        )

    def _article_typed(self, request: HttpRequest) -> Article:
        """Return the article somebody types in; 404 for one they may not edit."""
        pk = request.POST.get("article", "")
        if not pk:
            if not access.may_write(request.user):
                raise Http404
            return Article(author=_user(request))
        if not pk.isascii() or not pk.isdigit() or len(pk) > 18:
            raise Http404
        return get_object_or_404(access.editable_by(request.user), pk=pk)

    def _finding(self, request: HttpRequest, pk: int) -> Finding:
        return get_object_or_404(self.get_queryset(request), pk=pk)

    def _back(self, finding: Finding) -> HttpResponse:
        return redirect(reverse("admin:blog_article_change", args=[finding.article_id]))


def _user(request: HttpRequest) -> User:
    """Return who acts; the frame of the admin lets nobody in who is not signed in."""
    return cast(User, request.user)
