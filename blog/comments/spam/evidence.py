"""What is known about a submission when it is judged."""

from dataclasses import dataclass
from enum import Enum


class Trap(Enum):
    """What came back in the honeypot; the signed form token says whether it was rendered at all."""

    NOT_RENDERED = "not rendered"
    LEFT_EMPTY = "left empty"
    MISSING = "missing"
    FILLED = "filled"


class Trust(Enum):
    """What is known of the writer; anything good only where the address is proven, never by typed text."""

    NONE = "none"
    KNOWN = "known"
    TRUSTED = "trusted"
    MUTED = "muted"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the owner: `kind` block or allow, `field` text, domain or email; see `lists.py`."""

    kind: str
    field: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Facts about one submission. A default means "not known", and what is not known counts neither way."""

    # Keyed digest of the sender's network; empty where there is none.
    network: str = ""
    trap: Trap = Trap.NOT_RENDERED
    # Seconds between the first focus and sending; None without JavaScript.
    form_age_seconds: float | None = None
    body: str = ""
    author_url: str = ""
    # Earlier comments, on any article and with any name, that had this very text.
    same_text_count: int = 0
    # Comments from the same network within the last hour.
    recent_from_network: int = 0
    author_name: str = ""
    author_email: str = ""
    # The nonce of a valid proof of work; empty without one.
    proof: str = ""
    trust: Trust = Trust.NONE
    # Comments of a proven writer that people have approved.
    approved_before: int = 0
    # The rules in force, given as data.
    rules: tuple[Rule, ...] = ()
