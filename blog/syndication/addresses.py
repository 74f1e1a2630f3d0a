"""Absolute addresses, always on SITE_URL: a Host header a visitor typed never becomes a link."""

from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri


def absolute(path: str) -> str:
    """Return the absolute URL of a path of this site; an absolute URL stays as it is."""
    return urljoin(f"{settings.SITE_URL}/", iri_to_uri(path)) if path else ""


def site_domain() -> str:
    """Return host and port of SITE_URL."""
    return urlsplit(settings.SITE_URL).netloc


def site_scheme() -> str:
    """Return the scheme of SITE_URL."""
    return urlsplit(settings.SITE_URL).scheme
