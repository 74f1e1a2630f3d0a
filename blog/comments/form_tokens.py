"""Signed tokens of the reply form: what was rendered, and when somebody began to write.

The page token is the same bytes for every visitor of a day, so a cached page may carry it: it has the day,
the article and the names of the fields that stand in the form. It says nothing about the person's pace; for
that a script asks for a time token when the form is first focused, and without a script there is no timing
evidence at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.signing import BadSignature, Signer

VALID = timedelta(days=30)
# Longer and it says nothing any more: the tab was left open, or the token is used again and again.
TIME_VALID = timedelta(days=1)

_PAGE_SALT = "blog.comments.form"
_TIME_SALT = "blog.comments.form-time"


class TokenRefused(ValueError):
    """The token is missing, too old, for another article, or not ours."""


@dataclass(frozen=True)
class PageToken:
    """What a valid page token says."""

    fields: frozenset[str]


def page_token(article_id: int, fields: Iterable[str], *, now: datetime) -> str:
    """Return the token of a form: equal for equal article, fields and day of UTC."""
    claims = {"a": article_id, "d": _day(now), "f": sorted(fields)}
    return Signer(salt=_PAGE_SALT).sign_object(claims)


def read_page_token(token: str, *, article_id: int, now: datetime) -> PageToken:
    """Return what the token says. Raises TokenRefused."""
    try:
        claims = Signer(salt=_PAGE_SALT).unsign_object(token)
    except (BadSignature, ValueError, UnicodeError) as error:
        raise TokenRefused from error
    age = _day(now) - claims["d"]
    if claims["a"] != article_id or not 0 <= age <= VALID.days:
        raise TokenRefused
    return PageToken(frozenset(claims["f"]))


def time_token(*, now: datetime) -> str:
    """Return a token of this second."""
    return Signer(salt=_TIME_SALT).sign_object(int(now.timestamp()))


def seconds_since(token: str, *, now: datetime) -> float | None:
    """Return the age of a time token in seconds; None where there is none that can be believed."""
    if not token:
        return None
    try:
        began = Signer(salt=_TIME_SALT).unsign_object(token)
    except (BadSignature, ValueError, UnicodeError):
        return None
    age = now.timestamp() - began
    return age if 0 <= age <= TIME_VALID.total_seconds() else None


def _day(now: datetime) -> int:
    return now.astimezone(UTC).toordinal()
