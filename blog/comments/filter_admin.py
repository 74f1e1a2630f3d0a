"""The filter's card in the admin: how it did, what is in force, and rules to try and to switch on."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from blog.comments import (
    attack_panel,
    evidence_shown,
    filter_card,
    filter_limit,
    list_rules,
    moderation,
    wording,
)
from blog.comments.filter_card import Row
from blog.comments.models import Comment, FilterState, ListRule

CARD = "admin:blog_filterstate_changelist"
# Drawing units: a block of decisions is so wide, all mistakes are so high.
BLOCK_WIDTH, HEIGHT, GAP = 24, 72, 4


class RuleForm(forms.ModelForm):
    """A rule to try or to switch on."""

    class Meta:
        model = ListRule
        fields = ("kind", "field", "value")


@admin.register(FilterState)
class FilterAdmin(admin.ModelAdmin):
    """One page instead of a list: nothing in the stored state can be read or changed by hand."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return moderation.may_moderate(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return moderation.may_moderate(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        # None of the usual pages: they would read the whole state.
        return [
            path("", wrap(self.card), name="blog_filterstate_changelist"),
            path("why/<int:pk>/", wrap(self.why), name="filter-why"),
            path("attack/", wrap(require_POST(attack_panel.switch)), name="attack-switch"),
            path("rules/", wrap(require_POST(self.rule)), name="filter-rule"),
            path("rules/<int:pk>/", wrap(require_POST(self.settle_rule)), name="filter-rule-settle"),
        ]

    def card(self, request: HttpRequest, **extra: Any) -> HttpResponse:
        """Show everything about the filter."""
        if not moderation.may_moderate(request.user):
            raise PermissionDenied
        rows = filter_card.recent()
        facts = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Filter"),
            "record": filter_card.record(rows),
            "limit": filter_limit.in_force(),
            "drift": filter_card.drift(rows),
            "trend": _columns(rows),
            "checks": [(wording.name_of(one.check_name), one) for one in filter_card.checks(rows)],
            "rules": ListRule.objects.select_related("created_by").order_by("kind", "field", "value"),
            "form": RuleForm(),
            **attack_panel.facts(),
            **self._shown(request, rows),
            **extra,
        }
        return TemplateResponse(request, "admin/blog/filterstate/card.html", facts)

    def _shown(self, request: HttpRequest, rows: list[Row]) -> dict[str, Any]:
        """Return the comments a check spoke about, where one was asked for."""
        check = request.GET.get("check", "")[:40]
        if not check:
            return {}
        return {"shown_check": wording.name_of(check), "shown": filter_card.spoken_about(check, rows)}

    def why(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what one verdict rests on."""
        comment = get_object_or_404(Comment.objects.defer("html").select_related("article"), pk=pk)
        if not moderation.may_moderate(request.user, article=comment.article):
            raise PermissionDenied
        reasons = list(comment.reasons.all())
        facts = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Why: %(name)s") % {"name": comment.author_name},
            "comment": comment,
            "lines": wording.lines(reasons),
            "pieces": evidence_shown.pieces(comment.readable, reasons),
            "nearest": evidence_shown.nearest(comment),
        }
        return TemplateResponse(request, "admin/blog/filterstate/why.html", facts)

    def rule(self, request: HttpRequest) -> HttpResponse:
        """Try a rule on the last 90 days, or switch it on, as the button said."""
        if not moderation.may_moderate(request.user):
            raise PermissionDenied
        form = RuleForm(request.POST)
        if not form.is_valid():
            return self.card(request, form=form)
        if request.POST.get("act") != "add":
            return self.card(request, form=form, trial=list_rules.try_out(form.instance))
        try:
            list_rules.add(form.instance, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.card(request, form=form)
        messages.success(request, _("The rule is in force."))
        return HttpResponseRedirect(reverse(CARD))

    def settle_rule(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Switch a rule off or on, or delete it, as the button said."""
        rule = get_object_or_404(ListRule, pk=pk)
        act = list_rules.remove if request.POST.get("act") == "remove" else list_rules.switch
        act(rule, by=request.user)
        return HttpResponseRedirect(reverse(CARD))


def _columns(rows: list[Row]) -> dict[str, Any]:
    """Return the mistakes of each block of decisions as columns for a drawing."""
    shares = filter_card.trend(rows)
    columns = [
        {
            "x": place * BLOCK_WIDTH + GAP,
            "y": HEIGHT - share.percent * HEIGHT / 100,
            "height": max(share.percent * HEIGHT / 100, 0.5),
            "share": share,
        }
        for place, share in enumerate(shares)
    ]
    return {
        "columns": columns,
        "width": max(len(columns), 1) * BLOCK_WIDTH,
        "height": HEIGHT,
        "column_width": BLOCK_WIDTH - GAP,
        "block": filter_card.BLOCK,
    }
