"""One piece of evidence and its weight."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """Which check spoke, how much it weighs (positive: towards spam), and what it saw, in a few words."""

    check: str
    weight: float
    evidence: str = ""
    # Beyond doubt: no person could have left this trace.
    is_certain: bool = False
