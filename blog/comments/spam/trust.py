"""Who wrote it, where that is proven; and who was muted."""

from collections.abc import Iterator

from blog.comments.spam.evidence import Evidence, Trust
from blog.comments.spam.reason import Reason

# A known writer may leave one trace that strangers are asked about: a link, a website, haste.
KNOWN_WEIGHT = -1.5
TRUSTED_WEIGHT = -3.0
MUTED_WEIGHT = 10.0
MUTED = "muted-writer"


def reasons(evidence: Evidence) -> Iterator[Reason]:
    """Yield what a proven address tells; a trusted writer is never hidden, only asked about."""
    seen = str(evidence.approved_before)
    if evidence.trust is Trust.TRUSTED:
        yield Reason("trusted-writer", TRUSTED_WEIGHT, seen, spares=True)
    elif evidence.trust is Trust.KNOWN:
        yield Reason("known-writer", KNOWN_WEIGHT, seen)
    elif evidence.trust is Trust.MUTED:
        yield Reason(MUTED, MUTED_WEIGHT, is_certain=True)
