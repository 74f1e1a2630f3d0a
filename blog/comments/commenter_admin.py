"""The list of commenters, one commenter, and the buttons that decide about them."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Lower
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from blog.comments import acquaintance, commenters
from blog.comments.models import Comment, Commenter, Status
from blog.comments.trust import SPAM_REMEMBERED, Writer
from blog.site.models import SiteSettings


def _count(condition: Q) -> Coalesce:
    theirs = Comment.objects.annotate(writer=Lower("author_email")).filter(
        condition, writer=OuterRef("email")
    )
    counts = theirs.order_by().values("writer").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)


def _last_seen() -> Subquery:
    theirs = Comment.objects.annotate(writer=Lower("author_email")).filter(writer=OuterRef("email"))
    return Subquery(theirs.order_by().values("writer").annotate(at=Max("submitted_at")).values("at"))


@admin.register(Commenter)
class CommenterAdmin(admin.ModelAdmin):
    """Decides through the verbs of `commenters` alone. A typed address makes no row: only proof or a ruling does."""

    list_display = ("email", "standing", "record", "confirmed_at", "last_seen")
    list_filter = ("state",)
    search_fields = ("email",)
    search_help_text = gettext_lazy("The beginning of an address, or @ and a domain.")
    ordering = ("-pk",)
    list_per_page = 50
    show_full_result_count = False
    sortable_by = ()
    actions = None
    show_facets = admin.ShowFacets.NEVER

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Commenter | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Commenter]:
        """Add the counts; each row finds its own in an index."""
        rows: QuerySet[Commenter] = super().get_queryset(request)
        return rows.annotate(
            approved_count=_count(Q(status=Status.APPROVED, decided_at__isnull=False)),
            spam_count=_count(Q(status=Status.SPAM, decided_at__isnull=False)),
            recent_count=_count(Q(status=Status.SPAM, decided_at__gt=timezone.now() - SPAM_REMEMBERED)),
            needed=Value(SiteSettings.current().trusted_after_comments),
            seen_at=_last_seen(),
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by the beginning of an address or by its domain."""
        term = search_term.strip().lower()
        if term.startswith("@"):
            return queryset.filter(email__endswith=term), False
        return (queryset.filter(email__startswith=term) if term else queryset), False

    @admin.display(description=gettext_lazy("state"))
    def standing(self, commenter: Any) -> Any:
        return Writer(
            commenter.email,
            commenter,
            approved=commenter.approved_count,
            spam=commenter.spam_count,
            recent_spam=commenter.recent_count,
            needed=commenter.needed,
        ).standing.label

    @admin.display(description=gettext_lazy("comments"))
    def record(self, commenter: Any) -> str:
        told = [
            _("%(n)d approved") % {"n": commenter.approved_count},
            _("%(n)d spam") % {"n": commenter.spam_count},
        ]
        if commenter.refused_count:
            told.append(_("refused %(n)d times") % {"n": commenter.refused_count})
        return ", ".join(told)

    @admin.display(description=gettext_lazy("last seen"))
    def last_seen(self, commenter: Commenter) -> Any:
        return commenter.seen_at  # type: ignore[attr-defined]

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(require_POST(self.decide))
        return [path("decide/", decide, name="blog_commenter_decide"), *super().get_urls()]

    def decide(self, request: HttpRequest) -> HttpResponse:
        """Decide about an address, named by the button that was pressed."""
        verb = acquaintance.VERBS.get(request.POST.get("verb", ""))
        if verb is None:
            raise Http404
        email = request.POST.get("email", "")
        try:
            ruling = verb(email, by=request.user, note=request.POST.get("note", ""))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            said = _("The commenter is now %(what)s.") % {"what": ruling.get_verb_display()} if ruling else ""
            messages.info(request, said or _("Nothing changed: somebody has decided this already."))
        return HttpResponseRedirect(_back(request.POST.get("comment", ""), email))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show what is known of one commenter."""
        if not commenters.may_see(request.user):
            raise PermissionDenied
        commenter = get_object_or_404(Commenter, pk=object_id) if object_id.isdecimal() else None
        if commenter is None:
            raise Http404
        facts = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": commenter.email,
            "person": acquaintance.about(commenter.email, by=request.user),
            "comments_query": urlencode({"q": f'email:"{commenter.email}"', "status": Status.APPROVED}),
        }
        return TemplateResponse(request, "admin/blog/commenter/change_form.html", facts)


def _back(comment: str, email: str) -> str:
    if comment.isdecimal() and len(comment) < 18:
        return reverse("admin:blog_comment_change", args=[int(comment)])
    commenter = commenters.known(email.strip())
    if commenter is None:
        return reverse("admin:blog_commenter_changelist")
    return reverse("admin:blog_commenter_change", args=[commenter.pk])
