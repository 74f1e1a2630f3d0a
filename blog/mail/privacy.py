"""Headers of pages whose address is a secret."""

from django.http import HttpResponse


def private_page(response: HttpResponse) -> HttpResponse:
    """Keep a page out of caches and search engines, and its address out of the next site's log."""
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
