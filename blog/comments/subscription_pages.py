"""Pages behind the signed links in mails: what GET shows changes nothing, one POST acts."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from blog.comments import subscriptions
from blog.comments.models import Subscription
from blog.mail.links import BadLink
from blog.mail.privacy import private_page

METHODS = ["GET", "HEAD", "POST"]


# The token in the address is the authority; no cookie lends any, and mail programs post without one.
@csrf_exempt
@require_http_methods(METHODS)
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to confirm, and confirm."""
    try:
        subscription = subscriptions.to_confirm(token)
    except (BadLink, subscriptions.NotOffered) as error:
        raise Http404 from error
    if request.method == "POST":
        subscriptions.confirm(subscription)
        return _see(subscriptions.choices_path(subscription))
    return _page(request, "confirm", subscription)


@csrf_exempt
@require_http_methods(METHODS)
def choices(request: HttpRequest, token: str) -> HttpResponse:
    """Show what can be chosen; a POST without a choice is a mail program's one click, and ends this one."""
    try:
        subscription = subscriptions.of_choices(token)
    except (BadLink, subscriptions.NotOffered) as error:
        raise Http404 from error
    if request.method == "POST":
        _choose(subscription, request.POST.get("choice", "stop"))
        return _see(request.path)
    return _page(request, "choices", subscription)


def _choose(subscription: Subscription, choice: str) -> None:
    if choice in Subscription.Scope.values:
        subscriptions.choose(subscription, scope=choice)
    elif choice == "stop-everything":
        subscriptions.end_everything(subscription)
    else:
        subscriptions.end(subscription)


def _see(path: str) -> HttpResponse:
    response = HttpResponseRedirect(path)
    response.status_code = 303
    return private_page(response)


def _page(request: HttpRequest, name: str, subscription: Subscription) -> HttpResponse:
    article = subscription.comment.article
    facts = {"subscription": subscription, "article": article if article.is_public() else None}
    return private_page(render(request, f"blog/comments/mail_{name}.html", facts))
