"""Changing the words of a comment on the desk, and putting former words back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from blog.comments import editing, former_words, moderation
from blog.comments.desk_pages import DeskPages
from blog.comments.models import REASON_MAX_CHARS, Comment, Wording


class AmendPages(DeskPages):
    """Mixed into the admin of comments; every page wants the right to decide about the comment."""

    def amend_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/amend/", wrap(require_POST(self.amend)), name="blog_comment_amend"),
            path("<int:pk>/put-back/", wrap(require_POST(self.put_back)), name="blog_comment_put_back"),
        ]

    def amend(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Change the words of one comment; what was typed is shown again where that is refused."""
        rows = self.reachable(request).select_related("article", "section", "parent", "user")
        comment = get_object_or_404(rows, pk=pk)
        body, reason = request.POST.get("body", ""), request.POST.get("reason", "")
        try:
            changed = editing.amend(
                comment, body=body, by=request.user, reason=reason, seen=request.POST.get("seen", "")
            )
        except ValidationError as error:
            facts = {"amend_problem": " ".join(error.messages), "amend_body": body, "amend_reason": reason}
            return self.one_page(request, comment, status=422, **facts)
        messages.success(request, said(changed))
        return _back(pk)

    def one_page(
        self, request: HttpRequest, comment: Comment, *, status: int = 200, **more: Any
    ) -> HttpResponse:
        """Show everything known about one comment, its wordings among it."""
        return super().one_page(request, comment, status=status, **about(comment, by=request.user) | more)

    def put_back(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give one comment the former words that the pressed button names."""
        comment = get_object_or_404(self.reachable(request), pk=pk)
        number = request.POST.get("wording", "")
        known = Wording.objects.filter(comment=comment).select_related("comment__article")
        wording = get_object_or_404(known, pk=int(number) if number.isdecimal() and len(number) < 18 else 0)
        try:
            messages.success(request, said(editing.put_back(wording, by=request.user)))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return _back(pk)


def about(comment: Comment, *, by: moderation.Actor) -> dict[str, Any]:
    """Return what the page of a comment shows of its wordings; nothing to who may not decide about it."""
    if not moderation.may_moderate(by, article=comment.article):
        return {"may_amend": False}
    return {
        "may_amend": comment.reduced_at is None,
        "changes": former_words.changes_of(comment),
        "amend_body": comment.body,
        "amend_seen": former_words.digest(comment.body),
        "reason_max_chars": REASON_MAX_CHARS,
    }


def said(comment: Comment) -> str:
    """Return what readers now see of a change, in one sentence."""
    if comment.amended_at is None:
        return _("The words are its writer’s own.")
    return _("Changed. Readers are told that a moderator edited it; the former words are kept below.")


def _back(pk: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:blog_comment_change", args=[pk]))
