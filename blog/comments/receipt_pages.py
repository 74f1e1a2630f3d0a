"""The receipt page: how a comment stands, and what its writer can do about it without an account."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from blog.comments import editing, moderation, ownership, posts, receipts, remembering
from blog.comments.models import Status, Subscription
from blog.comments.receipts import Receipt
from blog.comments.subscription_pages import choose as choose_mail
from blog.comments.views import SeeOther, shown
from blog.mail.privacy import private_page
from blog.site.models import SiteSettings


# The token in the address is the authority, and no cookie lends any.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def comment_receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Show a commenter their own comment and how it stands, or do what they ask for."""
    if request.method == "POST":
        status = posts.unreadable(request)
        if status:
            facts = {"is_large": status == 413}
            return private_page(render(request, "blog/comments/unreadable.html", facts, status=status))
    try:
        receipt = receipts.read(token)
    except receipts.BadReceipt as error:
        raise Http404 from error
    if request.method != "POST":
        return _page(request, receipt)
    act = request.POST.get("act", "")
    if act == "edit":
        return _edit(request, receipt)
    if act == "withdraw":
        moderation.withdraw(receipt.comment)
    elif act == "forget":
        return remembering.forget(private_page(SeeOther(request.path)))
    elif act == "mail":
        for subscription in Subscription.objects.filter(comment=receipt.comment):
            choose_mail(subscription, request.POST.get("choice", ""))
    return private_page(SeeOther(request.path))


def _edit(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    typed = request.POST.get("body", "")
    try:
        editing.edit(receipt.comment, body=typed)
    except ValidationError as error:
        return _page(request, receipt, typed=typed, mistakes=error.messages, status=400)
    return private_page(SeeOther(request.path))


def _page(
    request: HttpRequest,
    receipt: Receipt,
    *,
    typed: str | None = None,
    mistakes: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    comment, site = receipt.comment, SiteSettings.current()
    facts = shown(comment) | {
        "receipt": receipt,
        "article": comment.article if comment.article.is_public() else None,
        "may_edit": editing.may_edit(comment),
        "ends_at": editing.ends_at(comment),
        "typed": comment.body if typed is None else typed,
        "mistakes": mistakes or [],
        "site": site,
        "is_remembered": bool(remembering.token_in(request)),
        "asks": ownership.may_be_asked(comment, settings=site),
        "is_withdrawn": comment.status == Status.TRASH and moderation.is_withdrawn(comment),
        "subscription": Subscription.objects.filter(comment=comment).first(),
    }
    return private_page(render(request, "blog/comments/receipt.html", facts, status=status))
