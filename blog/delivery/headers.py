"""Security headers: a strict content security policy with a nonce, and the few fixed ones."""

import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


def _nonce_of(request: HttpRequest) -> str:
    if not hasattr(request, "_csp_nonce"):
        request._csp_nonce = secrets.token_urlsafe(16)  # type: ignore[attr-defined]
    return str(request._csp_nonce)  # type: ignore[attr-defined]


def csp_nonce(request: HttpRequest) -> dict[str, object]:
    """Give templates `csp_nonce`; a page that never asks for it carries none and stays the same bytes for all."""
    return {"csp_nonce": SimpleLazyObject(lambda: _nonce_of(request))}


class SecurityHeadersMiddleware:
    """Add the policy of SECURE_CSP and the fixed headers to every response that has none of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self._policy(request))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    def _policy(self, request: HttpRequest) -> str:
        directives = {name: list(sources) for name, sources in settings.SECURE_CSP.items()}
        if hasattr(request, "_csp_nonce"):
            directives["script-src"] = ["'self'", f"'nonce-{request._csp_nonce}'"]
        return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())
