"""Reading a post of the reply form: nothing in it is believed, and nothing in it may cost much."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import CsrfViewMiddleware

from blog.articles.models import Article
from blog.comments import form_tokens, networks, proofs
from blog.comments.form_tokens import PageToken
from blog.comments.forms import TRAP
from blog.comments.models import Comment
from blog.comments.spam.evidence import Evidence, Trap
from blog.lib.http import client_address, has_session, is_cross_site, network_of

# Longest text of digits that is looked up as an id.
ID_MAX_DIGITS = 18


@dataclass(frozen=True)
class Answered:
    """What a reply answers: a comment, a section, or the article itself."""

    parent: Comment | None = None
    section_uid: str = ""
    # Named in the address or the form, but not there for visitors.
    is_lost: bool = False


def unreadable(request: HttpRequest) -> int:
    """Return the status to refuse a post with that is too large or broken, 0 where it can be read.

    Looks at the announced length first, so ten megabytes are refused without being read.
    """
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 400
    if length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return 413
    try:
        request.POST  # noqa: B018 - parsing is what may fail
    except (SuspiciousOperation, MultiPartParserError, BadRequest, UnreadablePostError):
        return 400
    return 0


def is_forged(request: HttpRequest) -> bool:
    """Tell whether another site may have sent this in the visitor's name.

    Where a session exists somebody's rights are at stake, and Django's token is asked for as well; without
    one the form carries no token, because its bytes are the same for everybody.
    """
    if is_cross_site(request):
        return True
    return has_session(request) and _lacks_csrf_token(request)


def _lacks_csrf_token(request: HttpRequest) -> bool:
    def guarded(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    return CsrfViewMiddleware(guarded).process_view(request, guarded, (), {}) is not None


def writer(request: HttpRequest) -> User | AnonymousUser | None:
    """Return the signed-in user; None, without touching the session, where the visitor sent no session
    cookie.
    """
    return request.user if has_session(request) else None


def answered(article: Article | int, to: str, section_uid: str) -> Answered:
    """Return what a reply answers, as far as visitors may see it."""
    if not to:
        return Answered(section_uid=section_uid)
    is_id = to.isascii() and to.isdecimal() and len(to) <= ID_MAX_DIGITS
    parent = Comment.objects.approved().filter(article=article, pk=int(to)).first() if is_id else None
    return Answered(parent, section_uid, is_lost=parent is None)


def evidence_of(request: HttpRequest, token: PageToken, *, now: datetime) -> Evidence:
    """Return what the request itself tells the filter."""
    return Evidence(
        network=networks.digest_of(network_of(client_address(request)), now=now),
        trap=_trap(request, token),
        form_age_seconds=form_tokens.seconds_since(request.POST.get("began", ""), now=now),
        proof=proofs.read(request.POST.get("proof", ""), now=now),
    )


def _trap(request: HttpRequest, token: PageToken) -> Trap:
    if TRAP not in token.fields:
        return Trap.NOT_RENDERED
    if TRAP not in request.POST:
        return Trap.MISSING
    return Trap.FILLED if request.POST[TRAP] else Trap.LEFT_EMPTY
