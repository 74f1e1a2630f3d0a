"""How long the writer took; known only where a script could ask for the time."""

from collections.abc import Iterator

from blog.comments.spam.evidence import Evidence
from blog.comments.spam.reason import Reason

# Focus the first field, type a name, an address and a sentence: nobody does that in less.
HUMAN_MIN_SECONDS = 3.0
WEIGHT = 2.5


def reasons(evidence: Evidence) -> Iterator[Reason]:
    """Yield a reason where the form was filled faster than people type."""
    age = evidence.form_age_seconds
    if age is not None and age < HUMAN_MIN_SECONDS:
        yield Reason("form-too-fast", WEIGHT, f"{max(age, 0):.1f}\N{NO-BREAK SPACE}s")
