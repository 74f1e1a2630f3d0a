"""Pages behind the links in a moderator's letters: GET shows a comment and one button, only POST acts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from blog.comments import desk_mail, mailed_acts, wording
from blog.comments.mailed_acts import Act
from blog.comments.views import SeeOther
from blog.mail.links import BadLink
from blog.mail.privacy import private_page

METHODS = ["GET", "HEAD", "POST"]


# The token in the address is the authority, and no cookie lends any.
@csrf_exempt
@require_http_methods(METHODS)
def decide(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a link asks for, or do it."""
    try:
        if request.method != "POST":
            return _page(request, mailed_acts.read(token))
        act = mailed_acts.carry_out(token, words=request.POST.get("words", ""))
    except mailed_acts.WordsChanged:
        return _page(request, mailed_acts.read(token), is_changed=True, status=409)
    except (BadLink, mailed_acts.Gone) as error:
        facts = {"is_gone": isinstance(error, mailed_acts.Gone)}
        status = 403 if facts["is_gone"] else 404
        return private_page(render(request, "blog/comments/mailed_act_refused.html", facts, status=status))
    return private_page(SeeOther(request.path)) if act.is_open else _page(request, act, status=409)


def _page(request: HttpRequest, act: Act, *, is_changed: bool = False, status: int = 200) -> HttpResponse:
    live = act.comment.article.live
    facts = {
        "act": act,
        "comment": act.comment,
        "title": live.title if live else act.comment.article.title,
        "lines": wording.lines(act.comment.reasons.all()),
        "is_changed": is_changed,
        "is_own": bool(act.last and act.last.decision.by_id == act.moderator.pk),
        "sees_log": act.moderator.has_perm("blog.view_decision"),
    }
    return private_page(render(request, "blog/comments/mailed_act.html", facts, status=status))


@csrf_exempt
@require_http_methods(METHODS)
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to stop a moderator's letters; any POST, also a mail program's one click, stops them."""
    try:
        wish = desk_mail.wish_to_stop(token)
    except BadLink:
        facts = {"is_gone": False}
        return private_page(render(request, "blog/comments/mailed_act_refused.html", facts, status=404))
    if request.method == "POST" and wish is not None:
        desk_mail.stop(wish)
        return private_page(SeeOther(request.path))
    facts = {"is_on": wish is not None and wish.pace != wish.Pace.OFF}
    return private_page(render(request, "blog/comments/mail_desk.html", facts))
