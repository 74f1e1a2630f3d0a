"""Opinions from outside: what an adviser is told, and how it answers. There is none by default."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

# The checks that answers from outside are kept under.
CHECKS = frozenset({"akismet"})


@dataclass(frozen=True)
class Told:
    """All that leaves the site about a comment: what readers would see of it, and no address of anybody."""

    text: str
    author: str
    website: str
    article_url: str
    is_reply: bool
    at: datetime


class NoAnswer(Exception):
    """Nothing usable came back; asking again later may help."""


class Refused(Exception):
    """It does not answer us at all; asking again changes nothing."""


class Adviser(Protocol):
    """Somebody outside who tells spam from good comments."""

    # The check its answers are kept under.
    name: str

    def is_spam(self, told: Told) -> bool:
        """Tell what it holds a comment for. Raises NoAnswer, Refused."""

    def correct(self, told: Told, *, is_spam: bool) -> None:
        """Tell it what a moderator decided otherwise. Raises NoAnswer, Refused."""
