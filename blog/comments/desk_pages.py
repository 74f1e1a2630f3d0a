"""Pages of the desk beside the list: a whole filter result, its progress, and what is known of one comment."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from blog.comments import bulk, desk, desk_search, flags, moderation, wording
from blog.comments.desk_list import VERBS, filters_of, offered, ordering, status_of
from blog.comments.models import BulkAct, Comment, Decision, Flag, Status
from blog.comments.submission import SubmissionRefused

LAST_DECISION = "comments-last-decision"


def wants_json(request: HttpRequest) -> bool:
    """Tell whether a script asks, which stays on its page."""
    return request.headers.get("Accept") == "application/json"


def report(request: HttpRequest, decision: Decision | None) -> str:
    """Say what was decided, and keep it in sight for undo; the session is read for the list anyway."""
    if decision is None:
        return _("Nothing changed: somebody has decided this already.")
    said = wording.summary(decision.verb, decision.items.count())
    request.session[LAST_DECISION] = {"id": decision.pk, "said": said, "is_undo": decision.verb == "undo"}
    return said


def respond(
    request: HttpRequest, decision: Decision | None, *, about: list[int], said: str = ""
) -> HttpResponse:
    """Tell a script what was said and which rows leave its tab; send everybody else back to the list."""
    said = said or report(request, decision)
    if wants_json(request):
        back = QueryDict(request.GET.get("back", ""))
        left = Comment.objects.filter(pk__in=about).exclude(status=back.get("status", "pending"))
        gone = list(left.order_by().values_list("pk", flat=True))
        return JsonResponse({"said": said, "decision": decision.pk if decision else None, "gone": gone})
    if decision is None:
        messages.warning(request, said)
    return to_list(request)


def to_list(request: HttpRequest, *, back: str = "") -> HttpResponse:
    """Return to the list as it was filtered; only its own query string is taken from the request."""
    if "log" in request.GET:
        return HttpResponseRedirect(reverse("admin:blog_decision_changelist"))
    query = QueryDict(back or request.GET.get("back", "")).urlencode()
    return HttpResponseRedirect(reverse("admin:blog_comment_changelist") + (f"?{query}" if query else ""))


def to_progress(request: HttpRequest, act: BulkAct | None, *, back: str = "") -> HttpResponse:
    """Go where a large act shows how far it is; back to the list where it is done or nothing was to do."""
    if act is None or act.state == BulkAct.State.DONE:
        said = report(request, act.decision if act and act.done else None)
        if act is None or not act.done:
            messages.warning(request, said)
        return to_list(request, back=back)
    address = reverse("admin:blog_comment_progress", args=[act.pk])
    return JsonResponse({"goto": address}) if wants_json(request) else HttpResponseRedirect(address)


class DeskPages:
    """Mixed into the admin of comments; every page wants the right to decide."""

    admin_site: Any
    opts: Any

    def _frame(self, request: HttpRequest, title: str, **facts: Any) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts, "title": title, **facts}

    def reachable(self, request: HttpRequest) -> QuerySet[Comment]:
        """Return the comments that are the user's business. Raises PermissionDenied."""
        if not moderation.may_decide(request.user):
            raise PermissionDenied
        return moderation.within_reach(Comment.objects.all(), by=request.user)

    def whole(self, request: HttpRequest) -> HttpResponse:
        """Show how many comments a filter matches, and decide about all of them when that is confirmed."""
        self.reachable(request)
        status, filters = status_of(request), filters_of(request)
        verbs = offered(status)
        if request.method == "POST":
            verb = request.POST.get("verb", "")
            if verb not in VERBS:
                raise Http404
            return self._act(request, verb, filters)
        matching = desk_search.matching(filters, by=request.user)
        size = bulk.measure(filters, by=request.user)
        # Without a search the first are quickly found; with one, the list has shown them.
        examples = matching.order_by(*ordering(status)).select_related("article")[:5] if size.is_exact else []
        facts = self._frame(
            request,
            _("Decide about all of them"),
            count=size.count,
            is_exact=size.is_exact,
            status=status,
            query=filters.get("q", ""),
            examples=examples,
            verbs=verbs,
            asked=request.GET.get("verb", ""),
            back=urlencode(filters),
            is_large=not size.is_exact or size.count > bulk.AT_ONCE,
        )
        return TemplateResponse(request, "admin/blog/comment/whole.html", facts)

    def _act(self, request: HttpRequest, verb: str, filters: dict[str, str]) -> HttpResponse:
        act = bulk.begin(verb, filters, by=request.user)  # type: ignore[arg-type]
        return to_progress(request, act, back=urlencode(filters))

    def progress(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show how far a large act is; a POST sets a worker on it again, which does nothing twice."""
        self.reachable(request)
        act = get_object_or_404(BulkAct.objects.select_related("decision", "by"), pk=pk)
        if not moderation.may_moderate(request.user) and act.by_id != request.user.pk:
            raise PermissionDenied
        is_done = act.state == BulkAct.State.DONE
        if request.method == "POST":
            if not is_done:
                bulk.carry_out.enqueue(act.pk)
            return HttpResponseRedirect(request.path)
        if is_done and act.decision and act.done:
            said = report(request, act.decision)
        else:
            said = _("%(done)d of %(total)d decided.") % {"done": act.done, "total": act.total}
        if wants_json(request):
            return JsonResponse({"done": act.done, "total": act.total, "is_done": is_done, "said": said})
        facts = self._frame(request, _("A large decision"), act=act, is_done=is_done, said=said)
        facts["last_decision"] = request.session.get(LAST_DECISION) if is_done else None
        return TemplateResponse(request, "admin/blog/comment/progress.html", facts)

    def about(self, request: HttpRequest, comment: Comment) -> dict[str, Any]:
        """Return what the panel beside a comment shows."""
        may_decide = moderation.may_decide(request.user)
        reports = desk.reports(comment) if may_decide else []
        is_open = any(flag.outcome == Flag.Outcome.OPEN for flag in reports)
        return {
            "comment": comment,
            "lines": wording.lines(comment.reasons.all()),
            "history": comment.decision_items.select_related("decision__by").order_by("pk"),
            "may_moderate": may_decide,
            "writer": desk.writer_history(comment, by=request.user) if may_decide else None,
            "network": desk.network_history(comment, by=request.user) if may_decide else None,
            "flags": reports,
            "may_dismiss": is_open and comment.status == Status.APPROVED,
            "answer_back": urlencode({"status": comment.status}),
        }

    def why(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send the panel alone, for the list to show beside its current row."""
        rows = self.reachable(request).select_related("article", "section", "parent")
        facts = self.about(request, get_object_or_404(rows, pk=pk))
        return TemplateResponse(request, "admin/blog/comment/why.html", facts | {"in_list": True})

    def dismiss(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Settle the reports about a comment that stays as it is."""
        comment = get_object_or_404(self.reachable(request).select_related("article"), pk=pk)
        if flags.dismiss(comment, by=request.user):
            messages.success(request, _("The reports are settled; the comment stays."))
        return HttpResponseRedirect(reverse("admin:blog_comment_change", args=[pk]))

    def reply(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Approve a comment and answer it."""
        rows = self.reachable(request).select_related("article", "section", "parent", "user")
        comment = get_object_or_404(rows, pk=pk)
        text = request.POST.get("body", "")
        try:
            decision = desk.answer(comment, body=text, by=request.user)[1]  # type: ignore[arg-type]
        except SubmissionRefused as refused:
            return self._refused(request, comment, text, " ".join(refused.messages))
        if decision is not None:
            report(request, decision)
        said = _("Your answer to %(name)s is published.") % {"name": comment.author_name}
        if not wants_json(request):
            messages.success(request, said)
            decision = decision or Decision()
        return respond(request, decision, about=[comment.pk], said=said)

    def _refused(self, request: HttpRequest, comment: Comment, text: str, problem: str) -> HttpResponse:
        if wants_json(request):
            return JsonResponse({"problem": problem})
        comment.refresh_from_db(fields=["status"])
        return self.one_page(request, comment, status=422, problem=problem, typed=text)

    def one_page(
        self, request: HttpRequest, comment: Comment, *, status: int = 200, **more: Any
    ) -> HttpResponse:
        """Show everything known about one comment."""
        facts = self._frame(request, _("Comment by %(name)s") % {"name": comment.author_name})
        facts |= self.about(request, comment) | more
        facts |= {
            "offered": offered(comment.status),
            "last_decision": request.session.get(LAST_DECISION),
        }
        return TemplateResponse(request, "admin/blog/comment/change_form.html", facts, status=status)
