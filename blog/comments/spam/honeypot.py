"""The field that people neither see nor reach."""

from collections.abc import Iterator

from blog.comments.spam.evidence import Evidence, Trap
from blog.comments.spam.reason import Reason

FILLED_WEIGHT = 10.0
MISSING_WEIGHT = 1.5


def reasons(evidence: Evidence) -> Iterator[Reason]:
    """Yield a certain reason for a filled trap, a mild one where a rendered field did not come back.

    Browsers send a text field that was left empty; a program that composes its own post leaves it out. A
    field that was never rendered (an old theme, another form) says nothing.
    """
    if evidence.trap is Trap.FILLED:
        yield Reason("honeypot-filled", FILLED_WEIGHT, is_certain=True)
    elif evidence.trap is Trap.MISSING:
        yield Reason("honeypot-missing", MISSING_WEIGHT)
