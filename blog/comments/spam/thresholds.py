"""From the owner's cost to a score: above it a comment is hidden.

Rests on held-out scores alone: each was given before its decision was learned. So few good comments may be
hidden that counting cannot find the limit (1 in 500 would need thousands of decisions); the upper tail of the
good scores is continued as a normal one, and the count then may only raise the limit, never lower it.
"""

from collections import deque
from collections.abc import Sequence
from math import comb, inf, sqrt
from statistics import NormalDist

# The cost if the owner says nothing: at most 1 in 500 good comments hidden.
DEFAULT_COST = 1 / 500
# A model learns fast; what it thought long ago says little about what it thinks now.
RECENT = 200
MIN_GOOD = 50
MIN_SPAM = 20
# The first opinions of a model that knows nothing would only widen the tail.
WARM_UP = 30
# Share of good scores, from the top, that the tail is drawn through; the rest has another shape.
TAIL = 0.4
# More good comments above the limit than chance explains so often raise it.
CHANCE = 0.05
_NORMAL = NormalDist()


class Ledger:
    """Held-out scores of the latest decisions, and how many there were in all."""

    def __init__(self) -> None:
        self.good: deque[float] = deque(maxlen=RECENT)
        self.spam: deque[float] = deque(maxlen=RECENT)
        self.decisions = 0

    def record(self, score: float, *, is_spam: bool) -> None:
        """Keep the score that a comment had before its decision was learned."""
        self.decisions += 1
        if self.decisions > WARM_UP:
            (self.spam if is_spam else self.good).append(score)

    def retract(self, score: float, *, is_spam: bool) -> None:
        """Drop a score recorded before; one that has left the window is no error."""
        self.decisions = max(self.decisions - 1, 0)
        kept = self.spam if is_spam else self.good
        if score in kept:
            kept.remove(score)

    def hide_above(self, cost: float = DEFAULT_COST) -> float:
        """Return the score above which at most `cost` (a share) of good comments lie; infinite if unknown."""
        self._check(cost)
        return limit(self.good, cost) if self.is_ready else inf

    def publish_below(self, cost: float) -> float:
        """Return the score below which at most `cost` (a share) of spam lies; minus infinite if unknown."""
        self._check(cost)
        return -limit([-score for score in self.spam], cost) if self.is_ready else -inf

    @property
    def is_ready(self) -> bool:
        """Tell whether there are decisions enough to hide anything."""
        return len(self.good) >= MIN_GOOD and len(self.spam) >= MIN_SPAM

    @staticmethod
    def _check(cost: float) -> None:
        if not 0 < cost < 0.5:
            raise ValueError(f"the cost is a share between 0 and 1/2, not {cost}")


def limit(scores: Sequence[float] | deque[float], share: float) -> float:
    """Return the score that at most `share` of later scores should pass; falls never as `share` falls."""
    ordered = sorted(scores, reverse=True)
    return max(_tail_limit(ordered, share), ordered[_allowed(len(ordered), share)])


def _tail_limit(ordered: list[float], share: float) -> float:
    """Continue the straight line through the upper scores on normal paper (positions after Blom)."""
    size = len(ordered)
    taken = max(15, int(size * TAIL))
    places = [_NORMAL.inv_cdf(1 - (rank + 0.625) / (size + 0.25)) for rank in range(taken)]
    place, score = sum(places) / taken, sum(ordered[:taken]) / taken
    slope = sum((x - place) * (y - score) for x, y in zip(places, ordered, strict=False))
    slope /= sum((x - place) ** 2 for x in places)
    return score + slope * (_NORMAL.inv_cdf(1 - share) - place)


def _allowed(size: int, share: float) -> int:
    """Return how many of `size` scores may pass before chance (CHANCE) no longer explains them."""
    below = 0.0
    for passed in range(size):
        below += comb(size, passed) * share**passed * (1 - share) ** (size - passed)
        if 1 - below < CHANCE:
            return passed
    return size - 1


def interval(hits: int, size: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """Return the interval of a share (Wilson 1927), as fractions; (0, 1) where nothing was counted."""
    if not size:
        return 0.0, 1.0
    z = _NORMAL.inv_cdf(0.5 + confidence / 2)
    share = hits / size
    middle = (share + z * z / (2 * size)) / (1 + z * z / size)
    half = z / (1 + z * z / size) * sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    # At the ends the bounds are exact; rounding would put them a hair inside.
    return (middle - half if hits else 0.0), (middle + half if hits < size else 1.0)
