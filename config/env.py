"""Typed readers for the environment; each fails loudly and says what to set."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

environment = environ.Env()


def secret_key() -> str:
    """Return SECRET_KEY, or the content of the file SECRET_KEY_FILE names; refuse to start without either."""
    key: str = environment.str("SECRET_KEY", default="")
    path = environment.str("SECRET_KEY_FILE", default="")
    if not key and path:
        key = _read_key(Path(path))
    if len(key) < 32:
        raise ImproperlyConfigured(
            "Set SECRET_KEY to at least 32 random characters, or SECRET_KEY_FILE to a file that holds them "
            "(`make run` writes one)."
        )
    return key


def _read_key(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"SECRET_KEY_FILE cannot be read: {error}") from error


def allowed_hosts(*, debug: bool) -> list[str]:
    """Return ALLOWED_HOSTS; refuse to start in production without it."""
    hosts = [host for host in environment.list("ALLOWED_HOSTS", default=[]) if host]
    if hosts or debug:
        return hosts
    raise ImproperlyConfigured(
        "Set ALLOWED_HOSTS to the host names this site answers to, separated by commas."
    )


def site_url(hosts: list[str]) -> str:
    """Return SITE_URL without a trailing slash; by default https on the first allowed host."""
    fallback = f"https://{hosts[0]}" if hosts else "http://127.0.0.1:8000"
    url: str = environment.str("SITE_URL", default=fallback).rstrip("/")
    if not url.startswith(("http://", "https://")):
        raise ImproperlyConfigured("SITE_URL must begin with http:// or https://.")
    return url
