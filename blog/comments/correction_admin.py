"""The list of corrections, and the page where one is settled."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from blog.articles import access
from blog.comments import corrections, moderation
from blog.comments.models import CORRECTION_MAX_CHARS, NAME_MAX_CHARS, Correction


@admin.register(Correction)
class CorrectionAdmin(admin.ModelAdmin):
    """Settles through the verbs of `corrections` alone."""

    list_display = ("note", "article", "status", "credit", "opened_at")
    list_filter = ("status",)
    list_select_related = ("article",)
    list_per_page = 50
    show_full_result_count = False
    sortable_by = ()
    actions = None
    show_facets = admin.ShowFacets.NEVER

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Correction | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Correction | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Correction | None = None) -> bool:
        return moderation.may_decide(request.user) or access.may_write(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Correction]:
        return corrections.within_reach(request.user)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return lookup in ("status", "status__exact", "article", "article__id__exact")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show one correction, or do what the pressed button says."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = self.get_queryset(request).select_related(
            "article", "section", "comment", "fixed_in", "opened_by", "settled_by"
        )
        number = int(object_id) if object_id.isdecimal() and len(object_id) < 18 else 0
        correction = get_object_or_404(rows, pk=number)
        if request.method != "POST":
            return self._page(request, correction)
        try:
            messages.success(request, self._act(request, correction))
        except ValidationError as error:
            typed = {name: request.POST[name] for name in ("note", "credit") if name in request.POST}
            return self._page(request, correction, status=422, problem=" ".join(error.messages), **typed)
        return HttpResponseRedirect(reverse("admin:blog_correction_change", args=[correction.pk]))

    def _act(self, request: HttpRequest, correction: Correction) -> str:
        do, by = request.POST.get("do"), request.user
        if do == "reword":
            note, credit = request.POST.get("note", ""), request.POST.get("credit", "")
            corrections.reword(correction, note=note, credit=credit, by=by)
            return _("Saved.")
        if do == "fix":
            return self._fix(request, correction)
        if do == "decline":
            corrections.decline(correction, by=by)
            return _("Declined: readers see nothing of it.")
        if do == "reopen":
            corrections.reopen(correction, by=by)
            return _("It is open again.")
        raise Http404

    def _fix(self, request: HttpRequest, correction: Correction) -> str:
        chosen = request.POST.get("revision", "")
        if chosen == "next":
            corrections.fix_with_next(correction, by=request.user)
            return _("It counts as fixed with the next publication of the article.")
        revision = next(
            (r for r in corrections.revisions_offered(correction) if str(r.number) == chosen), None
        )
        if revision is None:
            raise ValidationError(_("Choose the revision that put it right."))
        corrections.fix(correction, revision=revision, by=request.user)
        return _("Fixed. Readers see the note at the foot of the article.")

    def _page(
        self, request: HttpRequest, correction: Correction, *, status: int = 200, **more: Any
    ) -> HttpResponse:
        facts = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Correction of “%(title)s”") % {"title": correction.article.title},
            "correction": correction,
            "revisions": corrections.revisions_offered(correction),
            "note": correction.note,
            "credit": correction.credit,
            "may_edit_article": access.may_edit(request.user, correction.article),
            "correction_max_chars": CORRECTION_MAX_CHARS,
            "name_max_chars": NAME_MAX_CHARS,
        }
        return TemplateResponse(
            request, "admin/blog/correction/change_form.html", facts | more, status=status
        )
