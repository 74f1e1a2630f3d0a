"""Turning a comment into a correction on the desk; the corrections' own pages stand in `correction_admin.py`."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from blog.comments import corrections
from blog.comments.desk_pages import DeskPages
from blog.comments.models import CORRECTION_MAX_CHARS, NAME_MAX_CHARS, Comment


class CorrectionPages(DeskPages):
    """Mixed into the admin of comments: one verb, for moderators and for who writes the article."""

    has_view_permission: Any

    def correction_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.correct))
        return [path("<int:pk>/correct/", view, name="blog_comment_correct")]

    def correct(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Open a correction; what was typed is shown again where that is refused."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = Comment.objects.select_related("article", "section", "parent", "user")
        comment = get_object_or_404(rows, pk=pk)
        note, credit = request.POST.get("note", ""), request.POST.get("credit", "")
        try:
            found = corrections.open_from(comment, note=note, credit=credit, by=request.user)
        except ValidationError as error:
            facts = {
                "correct_problem": " ".join(error.messages),
                "correct_note": note,
                "correct_credit": credit,
            }
            return self.one_page(request, comment, status=422, **facts)
        messages.success(request, _("A correction is open. Settle it when it is put right."))
        return HttpResponseRedirect(reverse("admin:blog_correction_change", args=[found.pk]))

    def one_page(
        self, request: HttpRequest, comment: Comment, *, status: int = 200, **more: Any
    ) -> HttpResponse:
        """Show everything known about one comment, its corrections among it."""
        facts: dict[str, Any] = {"may_correct": corrections.may_handle(request.user, comment.article)}
        if facts["may_correct"]:
            facts |= {
                "corrections": comment.corrections.all(),
                "correct_credit": comment.author_name,
                "correction_max_chars": CORRECTION_MAX_CHARS,
                "name_max_chars": NAME_MAX_CHARS,
            }
        return super().one_page(request, comment, status=status, **facts | more)
