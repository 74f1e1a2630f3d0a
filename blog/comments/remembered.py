"""The signed word a browser keeps, so that its owner need not open a mail for every comment."""

from datetime import timedelta

from django.core.signing import BadSignature, TimestampSigner

from blog.comments.models import Commenter

# Long enough for a regular reader; a browser that was sold or lost does not speak for ever.
VALID = timedelta(days=180)

_SALT = "blog.comments.remembered"


def token_of(commenter: Commenter) -> str:
    """Return a token that proves the commenter's address; it names a number, not the address.

    Whoever is erased and comes back is another commenter: an old token is worth nothing then.
    """
    return TimestampSigner(salt=_SALT).sign_object(commenter.pk)


def proves(token: str, commenter: Commenter | None) -> bool:
    """Tell whether a token is ours, young enough, and speaks for this commenter's confirmed address."""
    if not token or commenter is None or commenter.confirmed_at is None:
        return False
    try:
        return bool(TimestampSigner(salt=_SALT).unsign_object(token, max_age=VALID) == commenter.pk)
    except (BadSignature, ValueError, UnicodeError):
        return False
