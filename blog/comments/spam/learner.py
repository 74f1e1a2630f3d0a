"""A linear model that learns from one decision at a time.

Logistic loss with a learning rate of its own for every feature (AdaGrad: Duchi, Hazan and Singer, JMLR 2011),
over named measures and hashed text; the text is weighed by how rare its pieces were on this site.
"""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import exp, log, sqrt

from blog.comments.spam import hashing
from blog.comments.spam.features import Layer, Sample

RATE = 0.2
# Where every sum of squares begins: keeps the first step of a new feature from being the largest.
FIRST_SQUARE = 0.1
TEXT_SCALE = 2.5
MEASURE_SCALE = 0.5
HOST_VALUE = 0.25
LEAST_RARITY = 0.1
# What is judged right this clearly teaches nothing and would only make the weights grow.
CLEAR_ERROR = 0.02
SEEN_MAX = 65_535


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is needed to take a lesson back: its label, the error it corrected, the measures at that time."""

    is_spam: bool
    error: float
    measures: dict[str, float]


class Learner:
    """Weights of all features; the same decisions in the same order give the same weights."""

    def __init__(self, *, layers: frozenset[Layer] = frozenset({Layer.TEXT})) -> None:
        self.uses_text = Layer.TEXT in layers
        self.weights = array("d", bytes(8 * hashing.BUCKETS))
        self.squares = array("d", bytes(8 * hashing.BUCKETS))
        self.named: dict[str, list[float]] = {}
        self.seen = {
            True: array("H", bytes(2 * hashing.BUCKETS)),
            False: array("H", bytes(2 * hashing.BUCKETS)),
        }
        self.decided = {True: 0, False: 0}

    def prepare(self, sample: Sample) -> None:
        """Weigh the sample's text by what was seen so far."""
        if self.uses_text:
            sample.values = [*self._weighed(sample.grams), *self._weighed(sample.words)]
        sample.values += [(hashing.host(name), HOST_VALUE) for name in sample.hosts]

    def _weighed(self, buckets: Iterable[int]) -> Iterator[tuple[int, float]]:
        """Yield each bucket with its rarity (inverse document frequency), all of them of length TEXT_SCALE."""
        good, spam, total = self.seen[False], self.seen[True], sum(self.decided.values()) + 2
        rarity = [(bucket, log(total / (good[bucket] + spam[bucket] + 1))) for bucket in buckets]
        rarity = [(bucket, max(value, LEAST_RARITY)) for bucket, value in rarity]
        length = sqrt(sum([value * value for _, value in rarity])) or 1.0
        for bucket, value in rarity:
            yield bucket, TEXT_SCALE * value / length

    def score(self, sample: Sample) -> float:
        """Return the log odds of spam; 0 where nothing was learned."""
        weights = self.weights
        total = sum(self.weight(name) * value for name, value in sample.measures.items()) * MEASURE_SCALE
        return total + sum([weights[bucket] * value for bucket, value in sample.values])

    def weight(self, name: str) -> float:
        """Return the learned weight of a measure."""
        entry = self.named.get(name)
        return entry[0] if entry else 0.0

    def learn(self, sample: Sample, *, is_spam: bool) -> Lesson:
        """Move the weights towards a decision; return what `unlearn` needs."""
        error = self._error(sample, is_spam=is_spam)
        self._step(sample, error)
        self._count(sample, 1, is_spam=is_spam)
        return Lesson(is_spam, error, dict(sample.measures))

    def rehearse(self, sample: Sample, *, is_spam: bool) -> None:
        """Go over a learned decision once more without counting it again."""
        self._step(sample, self._error(sample, is_spam=is_spam))

    def unlearn(self, sample: Sample, lesson: Lesson) -> None:
        """Take a lesson back: exactly if it was the last one on these features, else nearly."""
        self._step_back(sample, lesson)
        self._count(sample, -1, is_spam=lesson.is_spam)

    def _error(self, sample: Sample, *, is_spam: bool) -> float:
        error = 1 / (1 + exp(-max(-30.0, min(30.0, self.score(sample))))) - is_spam
        return error if abs(error) >= CLEAR_ERROR else 0.0

    def _step(self, sample: Sample, error: float) -> None:
        if not error:
            return
        for name, value in sample.measures.items():
            gradient = error * value * MEASURE_SCALE
            entry = self.named.setdefault(name, [0.0, 0.0])
            entry[1] += gradient * gradient
            entry[0] -= RATE * gradient / sqrt(FIRST_SQUARE + entry[1])
        weights, squares = self.weights, self.squares
        for bucket, value in sample.values:
            gradient = error * value
            squares[bucket] += gradient * gradient
            weights[bucket] -= RATE * gradient / sqrt(FIRST_SQUARE + squares[bucket])

    def _step_back(self, sample: Sample, lesson: Lesson) -> None:
        if not lesson.error:
            return
        for name, value in lesson.measures.items():
            gradient = lesson.error * value * MEASURE_SCALE
            entry = self.named.setdefault(name, [0.0, 0.0])
            entry[0] += RATE * gradient / sqrt(FIRST_SQUARE + entry[1])
            entry[1] = max(entry[1] - gradient * gradient, 0.0)
        weights, squares = self.weights, self.squares
        for bucket, value in reversed(sample.values):
            gradient = lesson.error * value
            weights[bucket] += RATE * gradient / sqrt(FIRST_SQUARE + squares[bucket])
            squares[bucket] = max(squares[bucket] - gradient * gradient, 0.0)

    def _count(self, sample: Sample, step: int, *, is_spam: bool) -> None:
        self.decided[is_spam] = max(self.decided[is_spam] + step, 0)
        if self.uses_text:
            seen = self.seen[is_spam]
            for buckets in (sample.grams, sample.words):
                for bucket in buckets:
                    seen[bucket] = min(max(seen[bucket] + step, 0), SEEN_MAX)
