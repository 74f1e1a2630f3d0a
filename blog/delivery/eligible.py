"""Which requests may be answered from what is kept, and what the page for all of them is made from."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

Environ = dict[str, Any]

MAX_QUERY_CHARS = 200
# Marks that others put on links to us; no page of ours reads them.
TRACKING = ("utm_", "fbclid=", "gclid=", "msclkid=", "mc_cid=", "mc_eid=")
# Never pages for all: the desk, files, and what a signed link opens for one person.
ELSEWHERE = ("/admin/", "/static/", "/media/", "/images/", "/mail/", "/comments/receipt/")
# Everything a page may be made from; what else a client sends cannot reach it.
KEPT_NAMES = ("SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "SCRIPT_NAME", "PATH_INFO")


@dataclass(frozen=True)
class Site:
    """The one address pages are kept for."""

    host: str
    is_https: bool
    behind_proxy: bool
    session_cookie: str

    @classmethod
    def current(cls) -> "Site":
        """Return what the settings say."""
        parts = urlsplit(settings.SITE_URL)
        return cls(
            host=parts.netloc,
            is_https=parts.scheme == "https",
            behind_proxy=settings.SECURE_PROXY_SSL_HEADER is not None,
            session_cookie=f"{settings.SESSION_COOKIE_NAME}=",
        )

    def key_of(self, environ: Environ) -> tuple[str, str] | None:
        """Return path and query of a page that is the same for everybody who asks for it; None where it is not.

        Only the site's own host and scheme count, so that a forged Host never makes a page that others see.
        """
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or environ.get("HTTP_HOST") != self.host:
            return None
        if self.session_cookie in environ.get("HTTP_COOKIE", "") or "HTTP_AUTHORIZATION" in environ:
            return None
        # A script asks for parts of pages; a range for parts of files.
        if "HTTP_X_REQUESTED_WITH" in environ or "HTTP_RANGE" in environ or environ.get("SCRIPT_NAME"):
            return None
        path: str = environ.get("PATH_INFO", "")
        if path.startswith(ELSEWHERE) or self._is_https(environ) is not self.is_https:
            return None
        query = without_tracking(environ.get("QUERY_STRING", ""))
        return None if len(query) > MAX_QUERY_CHARS else (path, query)

    def _is_https(self, environ: Environ) -> bool:
        if self.behind_proxy:
            return bool(environ.get("HTTP_X_FORWARDED_PROTO") == "https")
        return bool(environ["wsgi.url_scheme"] == "https")

    def plain(self, environ: Environ, query: str) -> Environ:
        """Return the request everybody's page is made from: nothing of who asks is left in it."""
        plain = {name: environ[name] for name in KEPT_NAMES if name in environ}
        plain |= {name: value for name, value in environ.items() if name.startswith("wsgi.")}
        plain |= {"REQUEST_METHOD": "GET", "QUERY_STRING": query, "HTTP_HOST": self.host, "REMOTE_ADDR": ""}
        if self.behind_proxy:
            plain["HTTP_X_FORWARDED_PROTO"] = "https" if self.is_https else "http"
        return plain


def without_tracking(query: str) -> str:
    """Return a query string without the marks others put on links."""
    if not query:
        return ""
    return "&".join(part for part in query.split("&") if part and not part.startswith(TRACKING))
