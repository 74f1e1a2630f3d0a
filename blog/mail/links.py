"""Signed links that go out by mail: each is good for one purpose, and for a time."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner


class BadLink(ValueError):
    """The token is forged, too old, or was made for something else."""


def token(purpose: str, claims: Any) -> str:
    """Return a token for an address; `claims` is anything JSON takes."""
    return TimestampSigner(salt=f"blog.mail.{purpose}").sign_object(claims)


def claims(purpose: str, token: str, *, valid: timedelta) -> Any:
    """Return what a token says. Raises BadLink."""
    try:
        return TimestampSigner(salt=f"blog.mail.{purpose}").unsign_object(token, max_age=valid)
    except (BadSignature, ValueError, UnicodeError) as error:
        raise BadLink from error


def absolute(path: str) -> str:
    """Return the whole address of a path of this site."""
    return f"{settings.SITE_URL}{path}"
