"""What was decided before: texts by fingerprint and hosts of links, with their labels."""

from array import array
from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log, sqrt

# Campaigns come in waves; a text of two thousand decisions ago is the learner's business.
MAX_TEXTS = 2_000
# Bottom-k sketch (Cohen and Kaplan 2007): the smallest hashes are the same random choice in every text.
SKETCH_SIZE = 64
# A piece that so many recent texts share tells none of them apart.
MAX_SHARING = 100
TELLING = 0.1
# An odd multiplier spreads neighbouring buckets before the smallest are taken (Knuth, TAOCP 3, 6.4).
_SPREAD = 2_654_435_761


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An earlier decision: the caller's key, what it was, and how alike the texts are (0 to 1)."""

    key: int
    is_spam: bool
    likeness: float


@dataclass(frozen=True, slots=True)
class _Text:
    is_spam: bool
    sketch: tuple[int, ...]


def sketch(words: Iterable[int]) -> tuple[int, ...]:
    """Return the fingerprint of a set of buckets: a fixed random choice of at most SKETCH_SIZE of them."""
    return tuple(sorted(words, key=lambda bucket: (bucket * _SPREAD) & 0xFFFFFFFF)[:SKETCH_SIZE])


class Memory:
    """The last MAX_TEXTS decided texts, found by likeness."""

    def __init__(self) -> None:
        self._texts: OrderedDict[int, _Text] = OrderedDict()
        self._with_piece: dict[int, deque[int]] = {}

    def __len__(self) -> int:
        return len(self._texts)

    def remember(self, key: int, fingerprint: tuple[int, ...], *, is_spam: bool) -> None:
        """Keep a decided text under the caller's key, in place of an earlier decision on the same key."""
        self.forget(key)
        self._texts[key] = _Text(is_spam, fingerprint)
        for piece in fingerprint:
            self._with_piece.setdefault(piece, deque(maxlen=MAX_SHARING)).append(key)
        if len(self._texts) > MAX_TEXTS:
            self.forget(next(iter(self._texts)))

    def forget(self, key: int) -> None:
        """Drop a text; a key that is not held is no error."""
        gone = self._texts.pop(key, None)
        for piece in gone.sketch if gone else ():
            keys = self._with_piece[piece]
            if key in keys:
                keys.remove(key)
            if not keys:
                del self._with_piece[piece]

    def nearest(self, fingerprint: tuple[int, ...], *, count: int = 3) -> list[Neighbour]:
        """Return the most alike earlier texts, the nearest first; among equals the latest."""
        order = {key: place for place, key in enumerate(self._texts)} if count > 1 else {}
        found = (Neighbour(key, self._texts[key].is_spam, like) for key, like in self._likeness(fingerprint))
        telling = [neighbour for neighbour in found if neighbour.likeness >= TELLING]
        return sorted(telling, key=lambda n: (-n.likeness, -order.get(n.key, 0)))[:count]

    def measures(self, fingerprint: tuple[int, ...]) -> dict[str, float]:
        """Return how like the text is to the nearest good and the nearest spam text decided before."""
        best = {True: 0.0, False: 0.0}
        for key, likeness in self._likeness(fingerprint):
            label = self._texts[key].is_spam
            best[label] = max(best[label], likeness)
        return {
            "repetition: like spam": best[True] * 2,
            "repetition: like good": best[False] * 2,
            "repetition: nearer to spam": (best[True] - best[False]) * 3,
        }

    def _likeness(self, fingerprint: tuple[int, ...]) -> Iterator[tuple[int, float]]:
        """Yield (key, cosine of the sketches, each piece weighed by how rare it is)."""
        shared: dict[int, float] = {}
        total = 0.0
        for piece in fingerprint:
            weight = self._rarity(piece)
            total += weight
            for key in self._with_piece.get(piece, ()):
                shared[key] = shared.get(key, 0.0) + weight
        for key, weight in shared.items():
            # The exact norm would cost a pass over every neighbour; it matters for near ones only.
            if weight >= TELLING * total:
                own = sum(map(self._rarity, self._texts[key].sketch))
                yield key, min(weight / sqrt(total * own), 1.0) if own else 0.0

    def _rarity(self, piece: int) -> float:
        sharing = len(self._with_piece.get(piece, ()))
        return max(log((len(self._texts) + 1) / (sharing + 0.5)), 0.01) ** 2

    def rows(self) -> Iterator[tuple[int, bool, tuple[int, ...]]]:
        """Yield (key, is spam, fingerprint), the oldest first."""
        for key, text in self._texts.items():
            yield key, text.is_spam, text.sketch

    def to_bytes(self) -> bytes:
        """Return all texts as numbers: key, label, size of the fingerprint, its pieces."""
        numbers = array("q")
        for key, is_spam, pieces in self.rows():
            numbers.extend((key, int(is_spam), len(pieces), *pieces))
        return numbers.tobytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Memory":
        """Return the memory that `to_bytes` wrote; raise ValueError if the numbers do not add up."""
        numbers = array("q")
        numbers.frombytes(data)
        memory, at = cls(), 0
        while at < len(numbers):
            head = numbers[at : at + 3]
            if len(head) < 3 or not 0 <= head[2] <= SKETCH_SIZE or at + 3 + head[2] > len(numbers):
                raise ValueError("remembered texts are cut short")
            memory.remember(head[0], tuple(numbers[at + 3 : at + 3 + head[2]]), is_spam=bool(head[1]))
            at += 3 + head[2]
        return memory
