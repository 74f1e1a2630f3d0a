"""Pages behind the signed links in mails: what GET shows changes nothing, one POST acts."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from blog.comments import commenters, gathering, remembering, subscriptions
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
        return _confirmed(request, subscription)
    return _page(request, "confirm", subscription)


def _confirmed(request: HttpRequest, subscription: Subscription) -> HttpResponse:
    act = request.POST.get("act", "")
    if act == "forget":
        return remembering.forget(_see(request.path))
    subscriptions.confirm(subscription)
    response = _see(subscriptions.choices_path(subscription))
    if act == "remember":
        return remembering.remember(response, commenters.confirm(subscription.email))
    return response


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
    if choice == "stop-everything":
        subscriptions.end_everything(subscription)
    else:
        choose(subscription, choice)


def choose(subscription: Subscription, choice: str) -> None:
    """Carry out a choice by its name; one that names nothing stops the mails."""
    if choice in Subscription.Scope.values:
        subscriptions.choose(subscription, scope=choice)
    elif choice in Subscription.Pace.values:
        subscriptions.choose(subscription, pace=choice)
    else:
        subscriptions.end(subscription)


@csrf_exempt
@require_http_methods(METHODS)
def answers(request: HttpRequest, token: str) -> HttpResponse:
    """Show what can be chosen about gathered mail; a POST without a choice is a mail program's one click."""
    try:
        email = gathering.owner_of(token)
    except BadLink as error:
        raise Http404 from error
    if request.method == "POST":
        choice = request.POST.get("choice", "stop")
        if choice in Subscription.Pace.values:
            subscriptions.choose_pace(email, pace=choice)
        else:
            subscriptions.end_all(email)
        return _see(request.path)
    active = list(subscriptions.of_address(email).values_list("pace", flat=True))
    facts = {"count": len(active), "is_daily": "daily" in active, "is_single": "once" in active}
    return private_page(render(request, "blog/comments/mail_answers.html", facts))


def _see(path: str) -> HttpResponse:
    response = HttpResponseRedirect(path)
    response.status_code = 303
    return private_page(response)


def _page(request: HttpRequest, name: str, subscription: Subscription) -> HttpResponse:
    article = subscription.comment.article
    facts = {
        "subscription": subscription,
        "article": article if article.is_public() else None,
        "is_remembered": bool(remembering.token_in(request)),
    }
    return private_page(render(request, f"blog/comments/mail_{name}.html", facts))
