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
    # The owner's word that such comments are never hidden.
    spares: bool = False
    # Part of what was learned from decisions; see `learned.py`.
    is_learned: bool = False
    # The verdict as it would have been had this reason not been there.
    without: str = ""
