"""The reply form on its own page, and what it sends."""

import math
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_cookie

from blog.articles.models import Article, RevisionSection
from blog.comments import (
    admission,
    form_tokens,
    ownership,
    posts,
    quoting,
    receipts,
    remembering,
    submission,
    subscriptions,
)
from blog.comments.form_tokens import TokenRefused
from blog.comments.forms import CommentForm
from blog.comments.models import Comment, Status
from blog.comments.posts import Answered
from blog.comments.submission import (
    Banned,
    CommentsClosed,
    NotPublic,
    QueueIsFull,
    SubmissionRefused,
    TooManyComments,
)
from blog.comments.threads import hue_of, initials_of
from blog.lib.http import has_session
from blog.site.models import SiteSettings


class SeeOther(HttpResponseRedirect):
    """After a post, look there: a reload or the back button sends nothing again."""

    status_code = 303


# Exempt from the middleware, because `posts.is_forged` asks for the token only where a session exists.
@csrf_exempt
@vary_on_cookie
@require_http_methods(["GET", "HEAD", "POST"])
def submit_comment(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the form on its own page, or take in what it sends."""
    if request.method == "POST":
        status = posts.unreadable(request)
        if status:
            return render(
                request, "blog/comments/unreadable.html", {"is_large": status == 413}, status=status
            )
    article = get_object_or_404(Article.objects.public().select_related("live"), slug=slug)
    if request.method == "POST":
        return _take_in(request, article)
    answered = posts.answered(article, request.GET.get("to", ""), request.GET.get("section", ""))
    if answered.is_lost or (answered.section_uid and _section(article, answered) is None):
        raise Http404
    quote = quoting.quoted(answered.parent) if answered.parent and "quote" in request.GET else ""
    form = CommentForm(
        article=article,
        user=posts.writer(request),
        parent=answered.parent,
        section_uid=answered.section_uid,
        quote=quote,
    )
    return _form_page(request, form)


def _take_in(request: HttpRequest, article: Article) -> HttpResponse:
    now = timezone.now()
    answered = posts.answered(article, request.POST.get("to", ""), request.POST.get("section", ""))
    form = CommentForm(
        request.POST,
        article=article,
        user=posts.writer(request),
        parent=answered.parent,
        section_uid=answered.section_uid,
        now=now,
    )
    if posts.is_forged(request):
        return _form_page(request, form, status=403, notice=_from_elsewhere())
    try:
        token = form_tokens.read_page_token(request.POST.get("token", ""), article_id=article.pk, now=now)
    except TokenRefused:
        return _form_page(request, form, status=400, notice=_too_old())
    if not form.is_valid():
        return _form_page(request, form, status=400)
    site = SiteSettings.current()
    try:
        comment = submission.receive(
            article,
            **form.comment_data,
            # An unsaved one is refused like any that visitors do not see.
            parent=Comment() if answered.is_lost else answered.parent,
            section_uid=answered.section_uid,
            user=posts.writer(request),
            evidence=posts.evidence_of(request, token, now=now),
            browser=remembering.token_in(request),
            settings=site,
            now=now,
        )
    except NotPublic as error:
        raise Http404 from error
    except SubmissionRefused as refused:
        return _refused(request, form, refused)
    if form.cleaned_data.get("notify"):
        subscriptions.begin(comment)
    return _received(request, comment, site)


def _from_elsewhere() -> str:
    return _(
        "This did not come from our own form, so it was not taken. If you wrote it, "
        "your text is below: send it from here."
    )


def _too_old() -> str:
    return _("This form was open for a very long time. Your text is still here: please send it once more.")


def _refused(request: HttpRequest, form: CommentForm, refused: SubmissionRefused) -> HttpResponse:
    form.add_error(None, refused)
    # What cannot be answered is let go, so that the next click answers the article.
    form.parent = None if refused.code == "parent" else form.parent
    form.section_uid = "" if refused.code == "section" else form.section_uid
    if isinstance(refused, TooManyComments):
        response = _form_page(request, form, status=503 if isinstance(refused, QueueIsFull) else 429)
        response["Retry-After"] = str(math.ceil(refused.retry_after.total_seconds()))
        return response
    return _form_page(request, form, status=403 if isinstance(refused, CommentsClosed | Banned) else 400)


def _form_page(
    request: HttpRequest, form: CommentForm, *, status: int = 200, notice: str = ""
) -> HttpResponse:
    """Show the form: alone on a page, or as a fragment for the script that sent it."""
    site = SiteSettings.current()
    is_open = submission.is_open(form.article, site_days=site.comments_close_after_days)
    facts: dict[str, Any] = {
        "article": form.article,
        "comment_form": form if is_open else None,
        "typed": form.data.get("body", ""),
        "notice": notice,
        "site": site,
    }
    if _is_script(request):
        return _private(render(request, "blog/comments/_form.html", facts, status=status))
    if status == 200:
        facts["section"] = _section(form.article, Answered(section_uid=form.section_uid))
    response = render(request, "blog/comments/form_page.html", facts, status=status)
    response["X-Robots-Tag"] = "noindex"
    return _private(response) if status != 200 or has_session(request) else response


def _section(article: Article, answered: Answered) -> RevisionSection | None:
    if not answered.section_uid:
        return None
    rows = RevisionSection.objects.filter(revision=article.live_id, section__uid=answered.section_uid)
    return rows.select_related("text").first()


def _received(request: HttpRequest, comment: Comment, site: SiteSettings) -> HttpResponse:
    is_shown = comment.status == Status.APPROVED
    address = comment.get_absolute_url() if is_shown else receipts.address_of(comment)
    if not _is_script(request):
        return SeeOther(address)
    asks = ownership.may_be_asked(comment, settings=site)
    facts = shown(comment) | {"receipt_url": address, "is_shown": is_shown, "asks": asks}
    response = render(request, "blog/comments/_held.html", facts, status=201)
    response["Location"] = address
    return _private(response)


def shown(comment: Comment) -> dict[str, Any]:
    """Return what the template of one comment needs."""
    return {
        "comment": comment,
        "initials": initials_of(comment.author_name),
        "hue": hue_of(comment.author_name),
    }


@require_safe
def form_time(request: HttpRequest) -> HttpResponse:
    """Return what a form needs that differs from second to second; the script asks when somebody begins to write.

    `began`: a token of this second; `challenge`: the proof of work that is wanted, null in calm times.
    """
    now = timezone.now()
    told = {"began": form_tokens.time_token(now=now), "challenge": admission.puzzle(now=now)}
    return _private(JsonResponse(told))


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store, private"
    return response
