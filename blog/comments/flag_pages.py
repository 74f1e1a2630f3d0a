"""The page on which a reader reports a comment: one step, no account, no script."""

import math

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_cookie

from blog.articles.models import Article
from blog.comments import flags, form_tokens, posts
from blog.comments.flags import NotReportable, TooManyReports
from blog.comments.form_tokens import PageToken, TokenRefused
from blog.comments.forms import TRAP
from blog.comments.models import Comment, Flag
from blog.comments.spam.evidence import Evidence, Trap
from blog.comments.views import SeeOther, shown
from blog.lib.http import has_session
from blog.site.models import SiteSettings

FIELDS = ("reason", "words", TRAP)
# Two clicks may follow each other quickly; a machine sends at once.
FASTEST_SECONDS = 1.0


class FlagForm(forms.Form):
    """Why, and a few words; `flags.report` says what is wrong with them."""

    reason = forms.ChoiceField(
        label=gettext_lazy("What is wrong with it?"),
        choices=Flag.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what is wrong with it.")},
    )
    # No maxlength: a browser would cut what is pasted without a word.
    words = forms.CharField(
        label=gettext_lazy("In a few words, if you like"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


# Exempt from the middleware, because `posts.is_forged` asks for the token only where a session exists.
@csrf_exempt
@vary_on_cookie
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form, or take in what it sends."""
    if request.method == "POST":
        status = posts.unreadable(request)
        if status:
            facts = {"is_large": status == 413}
            return render(request, "blog/comments/unreadable.html", facts, status=status)
    rows = flags.reportable().select_related("article__live")
    comment = get_object_or_404(rows, pk=pk) if pk < 2**63 else None
    if comment is None:
        raise Http404
    return _take_in(request, comment) if request.method == "POST" else _page(request, comment, FlagForm())


def _take_in(request: HttpRequest, comment: Comment) -> HttpResponse:
    form, now = FlagForm(request.POST), timezone.now()
    if posts.is_forged(request):
        return _page(request, comment, form, status=403, notice=_from_elsewhere())
    try:
        token = form_tokens.read_page_token(
            request.POST.get("token", ""), article_id=comment.article_id, now=now
        )
    except TokenRefused:
        token = PageToken(frozenset())
    if "reason" not in token.fields:
        return _page(request, comment, form, status=400, notice=_too_old())
    if not form.is_valid():
        return _page(request, comment, form, status=400)
    evidence = posts.evidence_of(request, token, now=now)
    try:
        # A machine is thanked like everybody: the answer must not teach it.
        if not _is_machine(evidence):
            flags.report(comment, **form.cleaned_data, network=evidence.network, now=now)
    except NotReportable:
        pass
    except TooManyReports as refused:
        response = _page(request, comment, form, status=429, notice=refused.messages[0])
        response["Retry-After"] = str(math.ceil(refused.retry_after.total_seconds()))
        return response
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, comment, form, status=400)
    return SeeOther(reverse("comment-reported", args=[comment.article.slug]))


def _is_machine(evidence: Evidence) -> bool:
    age = evidence.form_age_seconds
    return evidence.trap in (Trap.FILLED, Trap.MISSING) or (age is not None and age < FASTEST_SECONDS)


def _from_elsewhere() -> str:
    return _("This did not come from our own form, so it was not taken. If you wrote it, send it from here.")


def _too_old() -> str:
    return _("This form was open for a very long time. Please send it once more.")


def _page(
    request: HttpRequest, comment: Comment, form: FlagForm, *, status: int = 200, notice: str = ""
) -> HttpResponse:
    facts = shown(comment) | {
        "article": comment.article,
        "site": SiteSettings.current(),
        "form": form,
        "notice": notice,
        "trap": TRAP,
        "token": form_tokens.page_token(comment.article_id, FIELDS, now=timezone.now()),
        "has_session": has_session(request),
    }
    return _kept_out(request, render(request, "blog/comments/report.html", facts, status=status))


@require_safe
def reported(request: HttpRequest, slug: str) -> HttpResponse:
    """Say thanks; the same whatever became of the report."""
    article = get_object_or_404(Article.objects.public().select_related("live"), slug=slug)
    facts = {"article": article, "site": SiteSettings.current()}
    return _kept_out(request, render(request, "blog/comments/reported.html", facts))


def _kept_out(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    if response.status_code != 200 or has_session(request):
        response["Cache-Control"] = "no-store, private"
    return response
