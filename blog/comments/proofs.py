"""Proof of work, asked for in a flood: a browser computes for a moment, and nobody has to solve anything.

The protocol is ALTCHA's second version, its library makes the puzzle and checks the answer. Each answer counts
once, for this site's key, and for an hour.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import altcha
from django.conf import settings
from django.utils.crypto import salted_hmac

from blog.comments.models import NONCE_CHARS, SpentProof

VALID = timedelta(hours=1)
ALGORITHM, COST, PREFIX = "PBKDF2/SHA-256", 5_000, "00"
# An answer has some 600 characters; what is longer is not even decoded.
ANSWER_MAX_CHARS = 2_000

_SALT = "blog.comments.proofs"


def _key() -> bytes:
    return salted_hmac(_SALT, "", secret=settings.SECRET_KEY, algorithm="sha256").digest()


def challenge(*, now: datetime) -> dict[str, Any]:
    """Return a puzzle as the script wants it: on average 256 tries of COST rounds; free to make."""
    made = altcha.create_challenge(
        ALGORITHM, COST, key_prefix=PREFIX, expires_at=int((now + VALID).timestamp()), hmac_secret=_key()
    )
    return dict(made.to_dict())


def read(answer: str, *, now: datetime) -> str:
    """Return the nonce of a right answer to one of our own unexpired puzzles, "" for anything else.

    The signature is checked first: only who was given a puzzle costs us one try (3 ms).
    """
    if not answer or len(answer) > ANSWER_MAX_CHARS or not altcha.verify_solution(answer, _key()).verified:
        return ""
    told = altcha.Payload.from_base64(answer).challenge.parameters
    is_ours = told.algorithm == ALGORITHM and told.cost == COST and told.key_prefix == PREFIX
    is_fresh = told.expires_at is not None and now < datetime.fromtimestamp(told.expires_at, UTC)
    return told.nonce[:NONCE_CHARS] if is_ours and is_fresh else ""


def is_spent(nonce: str) -> bool:
    """Tell whether an answer came with a stored comment already."""
    return SpentProof.objects.filter(pk=nonce).exists()


def spend(nonce: str, *, now: datetime) -> None:
    """Use up an answer; to be called in the locked transaction that stores the comment."""
    if nonce:
        SpentProof.objects.bulk_create(
            [SpentProof(nonce=nonce, expires_at=now + VALID)], ignore_conflicts=True
        )
