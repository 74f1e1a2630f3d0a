"""A linear model that learns from one decision at a time.

Logistic loss with a learning rate of its own for every feature (AdaGrad: Duchi, Hazan and Singer, JMLR 2011),
over named measures and hashed text. Beside it a tally, in how many good and spam comments each piece of text
was seen, whose summed log ratio is one more measure (after Wang and Manning, ACL 2012).
"""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, log, sqrt

from blog.comments.spam import hashing
from blog.comments.spam.features import Layer, Sample

RATE = 0.2
# Where every sum of squares begins: keeps the first step of a new feature from being the largest.
FIRST_SQUARE = 0.1
TEXT_SCALE = 1.5
MEASURE_SCALE = 0.5
HOST_VALUE = 0.25
# What is judged right this clearly teaches nothing and would only make the weights grow.
CLEAR_ERROR = 0.02
TALLY_FROM = 5
TALLY_LIMIT = 3.0
TALLY_SMOOTHING = 0.3
TALLY_MAX = 65_535
TALLIES = {"tally: words": "words", "tally: characters": "grams"}


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is needed to take a lesson back: its label, the error it corrected, the measures at that time."""

    is_spam: bool
    error: float
    measures: dict[str, float]


class Learner:
    """Weights of all features; the same decisions in the same order give the same weights."""

    def __init__(self, *, layers: frozenset[Layer] = frozenset({Layer.TEXT, Layer.TALLY})) -> None:
        self.uses_text = Layer.TEXT in layers
        self.uses_tally = Layer.TALLY in layers
        self.weights = array("d", bytes(8 * hashing.BUCKETS))
        self.squares = array("d", bytes(8 * hashing.BUCKETS))
        self.named: dict[str, list[float]] = {}
        self.seen = {
            True: array("H", bytes(2 * hashing.BUCKETS)),
            False: array("H", bytes(2 * hashing.BUCKETS)),
        }
        self.decided = {True: 0, False: 0}

    def add_tallies(self, sample: Sample) -> None:
        """Add to the sample how its text compares to the good and to the spam texts seen so far."""
        if self.uses_tally:
            for name, kind in TALLIES.items():
                sample.measures[name] = self._tally(getattr(sample, kind)) / 2

    def score(self, sample: Sample) -> float:
        """Return the log odds of spam; 0 where nothing was learned."""
        weights = self.weights
        total = sum(self.weight(name) * value for name, value in sample.measures.items()) * MEASURE_SCALE
        for buckets, value in self._parts(sample):
            total += value * sum([weights[bucket] for bucket in buckets])
        return total

    def weight(self, name: str) -> float:
        """Return the learned weight of a measure."""
        entry = self.named.get(name)
        return entry[0] if entry else 0.0

    def learn(self, sample: Sample, *, is_spam: bool) -> Lesson:
        """Move the weights towards a decision; return what `unlearn` needs."""
        error = 1 / (1 + exp(-max(-30.0, min(30.0, self.score(sample))))) - is_spam
        if abs(error) < CLEAR_ERROR:
            error = 0.0
        self._step(sample, error)
        self._count(sample, 1, is_spam=is_spam)
        return Lesson(is_spam, error, dict(sample.measures))

    def unlearn(self, sample: Sample, lesson: Lesson) -> None:
        """Take a lesson back: exactly if it was the last one on these features, else nearly."""
        self._step_back(sample, lesson)
        self._count(sample, -1, is_spam=lesson.is_spam)

    def _parts(self, sample: Sample) -> Iterable[tuple[Iterable[int], float]]:
        if self.uses_text:
            for buckets in (sample.grams, sample.words):
                if buckets:
                    yield buckets, TEXT_SCALE / sqrt(len(buckets))
        if sample.hosts:
            yield [hashing.host(name) for name in sample.hosts], HOST_VALUE

    def _step(self, sample: Sample, error: float) -> None:
        if not error:
            return
        for name, value in sample.measures.items():
            gradient = error * value * MEASURE_SCALE
            entry = self.named.setdefault(name, [0.0, 0.0])
            entry[1] += gradient * gradient
            entry[0] -= RATE * gradient / sqrt(FIRST_SQUARE + entry[1])
        weights, squares = self.weights, self.squares
        for buckets, value in self._parts(sample):
            gradient = error * value
            for bucket in buckets:
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
        for buckets, value in reversed(list(self._parts(sample))):
            gradient = lesson.error * value
            for bucket in buckets:
                weights[bucket] += RATE * gradient / sqrt(FIRST_SQUARE + squares[bucket])
                squares[bucket] = max(squares[bucket] - gradient * gradient, 0.0)

    def _count(self, sample: Sample, step: int, *, is_spam: bool) -> None:
        self.decided[is_spam] = max(self.decided[is_spam] + step, 0)
        if self.uses_tally:
            seen = self.seen[is_spam]
            for buckets in (sample.grams, sample.words):
                for bucket in buckets:
                    seen[bucket] = min(max(seen[bucket] + step, 0), TALLY_MAX)

    def _tally(self, buckets: Iterable[int]) -> float:
        """Return the summed log ratio of spam to good over known pieces, tamed by their number."""
        if min(self.decided.values()) < TALLY_FROM:
            return 0.0
        good, spam = self.seen[False], self.seen[True]
        balance = log((self.decided[False] + 1) / (self.decided[True] + 1))
        total, known = 0.0, 0
        for bucket in buckets:
            if good[bucket] or spam[bucket]:
                known += 1
                ratio = log((spam[bucket] + TALLY_SMOOTHING) / (good[bucket] + TALLY_SMOOTHING)) + balance
                total += max(-TALLY_LIMIT, min(TALLY_LIMIT, ratio))
        return total / sqrt(known + 5)
