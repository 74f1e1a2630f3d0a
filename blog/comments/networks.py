"""Who sent it, without keeping who sent it: a keyed digest of the sender's network."""

import hashlib
import hmac
from datetime import UTC, datetime

from django.conf import settings
from django.utils.crypto import salted_hmac

_SALT = "blog.comments.networks"


def digest_of(network: str, *, now: datetime) -> str:
    """Return 64 hex digits that stand for a network during one month of UTC, or "" for no network.

    The key is derived from SECRET_KEY and the month, so digests of different months cannot be compared, and a
    leaked database alone names nobody. The address itself is neither stored nor logged. On the first day of a
    month the rate limits begin anew; that is the price of forgetting.
    """
    if not network:
        return ""
    month = now.astimezone(UTC).strftime("%Y-%m")
    key = salted_hmac(_SALT, month, secret=settings.SECRET_KEY, algorithm="sha256").digest()
    return hmac.new(key, network.encode(), hashlib.sha256).hexdigest()
