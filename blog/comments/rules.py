"""What a comment must be: each rule returns the value as it is stored, or says in plain words what is
wrong.
"""

import hashlib
import unicodedata
from collections.abc import Callable
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.comments.models import (
    BODY_MAX_CHARS,
    CORRECTION_MAX_CHARS,
    EMAIL_MAX_CHARS,
    NAME_MAX_CHARS,
    REASON_MAX_CHARS,
    URL_MAX_CHARS,
)
from blog.lib.text import one_line, storable
from blog.markup.links import is_external

WEB_SCHEMES = ("http", "https")

_is_web_address = URLValidator(schemes=WEB_SCHEMES)
# Marks that turn the writing direction of what follows: in a name they would reach into the page.
_DIRECTION_MARKS = dict.fromkeys(
    map(ord, "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)


def body(text: str) -> str:
    """Return the text of a comment, normalised but never cut. Raises ValidationError."""
    text = storable(text).strip()
    if not _is_visible(text):
        raise ValidationError(_("Please write something first."), code="empty")
    over = len(text) - BODY_MAX_CHARS
    if over > 0:
        raise ValidationError(
            ngettext(
                "This is %(over)s character too long: %(limit)s fit. Nothing was cut.",
                "This is %(over)s characters too long: %(limit)s fit. Nothing was cut.",
                over,
            )
            % {"over": over, "limit": BODY_MAX_CHARS},
            code="too-long",
        )
    return text


def author_name(text: str) -> str:
    """Return a name on one line. Raises ValidationError."""
    name = one_line(storable(text).translate(_DIRECTION_MARKS))
    if not _is_visible(name):
        raise ValidationError(_("Please tell us your name; any name will do."), code="empty")
    return _fitting(name, NAME_MAX_CHARS)


def author_email(text: str) -> str:
    """Return an e-mail address. Raises ValidationError that says which part is missing."""
    address = storable(text).strip()
    if not address:
        raise ValidationError(_("Please give an email address; it will not be published."), code="empty")
    name, at, domain = address.rpartition("@")
    if not at:
        raise ValidationError(_("An email address has an @ in it."), code="invalid")
    if not name:
        raise ValidationError(_("This address has no name: add what stands before the @."), code="invalid")
    if not domain:
        raise ValidationError(_("This address has no domain: add what follows the @."), code="invalid")
    _fitting(address, EMAIL_MAX_CHARS)
    validate_email(address)
    return address


def author_url(text: str) -> str:
    """Return a web address, with https:// put in front of a bare host, or "" for none.

    Raises ValidationError.
    """
    address = storable(text).strip()
    if not address:
        return ""
    if "://" not in address and ":" not in address.partition("/")[0]:
        address = f"https://{address}"
    _fitting(address, URL_MAX_CHARS)
    try:
        _is_web_address(address)
        usable = is_external(address) and urlsplit(address).username is None
    except ValueError:
        usable = False
    except ValidationError:
        usable = False
    if not usable:
        raise ValidationError(
            _("A website begins with http:// or https://, as in https://example.org."), code="invalid"
        )
    return address


def reason(text: str) -> str:
    """Return why a moderator changed something, on one line; "" for no reason. Raises ValidationError."""
    return _fitting(one_line(storable(text)), REASON_MAX_CHARS)


def note(text: str) -> str:
    """Return what is told of a correction, on one line. Raises ValidationError."""
    words = one_line(storable(text))
    if not _is_visible(words):
        raise ValidationError(_("Please say in a few words what was corrected."), code="empty")
    return _fitting(words, CORRECTION_MAX_CHARS)


FIELDS: dict[str, Callable[[str], str]] = {
    "body": body,
    "author_name": author_name,
    "author_email": author_email,
    "author_url": author_url,
}


def body_digest(text: str) -> str:
    """Return what two texts share that differ only in case and white space: SHA-256, 64 hex digits."""
    return hashlib.sha256(" ".join(text.casefold().split()).encode()).hexdigest()


def _fitting(text: str, limit: int) -> str:
    if len(text) > limit:
        raise ValidationError(
            _("This has %(length)s characters; at most %(limit)s fit.")
            % {"length": len(text), "limit": limit},
            code="too-long",
        )
    return text


def _is_visible(text: str) -> bool:
    """Tell whether there is at least one letter, figure, sign or symbol, and not only blanks and format
    marks.
    """
    return any(unicodedata.category(char)[0] in "LNPS" for char in text)
