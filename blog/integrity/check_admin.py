"""The checks in the admin: the report over the archive, how each rule is taken, and what was called fine."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from blog.articles import access
from blog.integrity import archive, policy, report
from blog.integrity.models import CheckRun, Finding
from blog.integrity.registry import ROLES, Action, rules
from blog.lib.paging import BadCursor, page_of

REPORT = "admin:blog_checkrun_changelist"
FINE_PER_PAGE = 50


@admin.register(CheckRun)
class CheckAdmin(admin.ModelAdmin):
    """Pages of their own instead of a list of runs."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return access.may_write(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access.may_write(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.report), name="blog_checkrun_changelist"),
            path("run/", wrap(require_POST(self.run)), name="check-run"),
            path("run/<int:pk>/", wrap(self.progress), name="check-progress"),
            path("rules/", wrap(self.rules), name="check-rules"),
            path("fine/", wrap(self.fine), name="check-fine"),
        ]

    def _page(self, request: HttpRequest, name: str, title: str, **facts: Any) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, **facts}
        return TemplateResponse(request, f"admin/blog/checks/{name}.html", context)

    def report(self, request: HttpRequest) -> HttpResponse:
        """Show counts per rule, the trend over the runs, and the articles with most to do."""
        if not access.may_write(request.user):
            raise PermissionDenied
        runs, lines = report.trend()
        facts = {
            "counts": report.counts(request.user),
            "runs": runs,
            "lines": lines,
            "width": max(len(runs), 1) * report.STEP,
            "height": report.HEIGHT + 2 * report.TOP,
            "worst": report.worst(request.user),
            "unfinished": archive.unfinished(),
            "may_run": archive.may_run(_user(request)),
            "may_change": policy.may_change(request.user),
        }
        return self._page(request, "report", _("Checks"), **facts)

    def run(self, request: HttpRequest) -> HttpResponse:
        """Have the whole archive checked in the background, or go on with a check that was left."""
        run = archive.start_in_background(by=_user(request))
        return redirect(reverse("admin:check-progress", args=[run.pk]))

    def progress(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show how far a check is."""
        if not archive.may_run(_user(request)):
            raise PermissionDenied
        run = get_object_or_404(CheckRun, pk=pk)
        said = _("%(done)d of %(total)d articles checked.") % {"done": run.done, "total": run.total}
        is_done = run.finished_at is not None
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"done": run.done, "is_done": is_done, "said": said})
        if is_done:
            messages.success(request, said)
            return redirect(reverse(REPORT))
        return self._page(request, "progress", _("Checking the archive"), run=run, said=said)

    def rules(self, request: HttpRequest) -> HttpResponse:
        """Show and set what each rule does for each role."""
        if not policy.may_change(request.user):
            raise PermissionDenied
        if request.method == "POST":
            wanted = {
                (rule, role): request.POST.get(f"{rule}:{role}", rules()[rule].default)
                for rule in rules()
                for role in ROLES
            }
            try:
                policy.change(wanted, by=_user(request))
                messages.success(request, _("The rules are set."))
                return redirect(reverse("admin:check-rules"))
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
        roles = [_(role) for role in ROLES]
        table = policy.Policy().table()
        return self._page(
            request, "rules", _("Rules of the checks"), table=table, roles=roles, actions=Action.choices
        )

    def fine(self, request: HttpRequest) -> HttpResponse:
        """Show what was called fine: by whom, why, and a button that takes it back."""
        if not access.may_write(request.user):
            raise PermissionDenied
        rows = Finding.objects.filter(status=Finding.Status.FINE, settled_at__isnull=False)
        rows = rows.filter(article__in=access.editable_by(request.user))
        rows = rows.select_related("article", "section", "settled_by")
        try:
            page = page_of(rows, by="settled_at", size=FINE_PER_PAGE, before=request.GET.get("before", ""))
        except BadCursor:
            return redirect(reverse("admin:check-fine"))
        return self._page(request, "fine", _("Called fine"), page=page)


def _user(request: HttpRequest) -> User:
    """Return who acts; the frame of the admin lets nobody in who is not signed in."""
    return cast(User, request.user)
