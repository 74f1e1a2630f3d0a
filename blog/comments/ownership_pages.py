"""The page behind the link in a mail that asks whether a comment is its reader's; GET changes nothing."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from blog.comments import commenters, ownership, receipts, remembering
from blog.comments.models import Comment, Status
from blog.comments.views import SeeOther, shown
from blog.mail.links import BadLink
from blog.mail.privacy import private_page


# The token in the address is the authority, and no cookie lends any.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def comment_ownership(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether a comment is the reader's own, and take their word for it."""
    try:
        comment = ownership.comment_of(token)
    except BadLink as error:
        raise Http404 from error
    if request.method == "POST":
        return _act(request, comment, request.POST.get("act", ""))
    is_shown = comment.status == Status.APPROVED
    facts = shown(comment) | {
        "is_shown": is_shown,
        "article": comment.article if comment.article.is_public() else None,
        "receipt_url": receipts.address_of(comment) if comment.is_proven else "",
        "is_remembered": bool(remembering.token_in(request)),
    }
    return private_page(render(request, "blog/comments/mail_ownership.html", facts))


def _act(request: HttpRequest, comment: Comment, act: str) -> HttpResponse:
    response = private_page(SeeOther(request.path))
    if act == "forget":
        return remembering.forget(response)
    if act in ("publish", "publish-remember"):
        ownership.confirm(comment)
    elif act == "remember":
        commenters.confirm(comment.author_email)
    known = commenters.known(comment.author_email)
    if known is None or act not in ("remember", "publish-remember"):
        return response
    return remembering.remember(response, known)
