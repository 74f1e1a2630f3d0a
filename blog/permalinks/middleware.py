"""The look-up after a 404."""

from collections.abc import Callable
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from blog.permalinks import redirects

MAX_PATH_CHARS = 500


class RedirectAfterNotFoundMiddleware:
    """Answer a 404 with a permanent redirect where the path was once public."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        if len(request.path_info) > MAX_PATH_CHARS or "\x00" in request.path_info:
            return response
        moved_to = redirects.target_of(request.path_info)
        if moved_to is None:
            return response
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(quote(moved_to) + (f"?{query}" if query else ""))
