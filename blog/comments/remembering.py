"""The cookie by which a browser shows whose address it is: read when a comment is sent, and on no page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from blog.comments import remembered
from blog.comments.models import Commenter


def token_in(request: HttpRequest) -> str:
    """Return what the browser keeps, believed by nobody before it is checked."""
    return request.COOKIES.get(settings.COMMENTER_COOKIE_NAME, "")


def remember(response: HttpResponse, commenter: Commenter) -> HttpResponse:
    """Have the browser prove the commenter's address for `remembered.VALID`."""
    response.set_cookie(
        settings.COMMENTER_COOKIE_NAME,
        remembered.token_of(commenter),
        max_age=remembered.VALID,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def forget(response: HttpResponse) -> HttpResponse:
    """Have the browser prove nothing any more."""
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(
        settings.COMMENTER_COOKIE_NAME, "", max_age=0, secure=secure, httponly=True, samesite="Lax"
    )
    return response
