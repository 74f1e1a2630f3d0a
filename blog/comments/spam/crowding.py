"""Many comments from one network in little time."""

from collections.abc import Iterator

from blog.comments.spam.evidence import Evidence
from blog.comments.spam.reason import Reason

# An hour's lively conversation of one household stays below; the rate limit stands above.
MANY_PER_HOUR = 6
WEIGHT = 1.0


def reasons(evidence: Evidence) -> Iterator[Reason]:
    """Yield a reason where the network has sent many comments within the hour."""
    if evidence.recent_from_network >= MANY_PER_HOUR:
        yield Reason("busy-network", WEIGHT, str(evidence.recent_from_network))
