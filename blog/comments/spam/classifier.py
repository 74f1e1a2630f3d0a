"""The learning filter of one site: judge a comment, learn a decision, take one back, be stored."""

import json
import struct
import zlib
from array import array
from dataclasses import dataclass

from blog.comments.spam import features, memory
from blog.comments.spam.features import ALL_LAYERS, Layer, Sample, Submitted
from blog.comments.spam.learner import Learner, Lesson
from blog.comments.spam.memory import Memory
from blog.comments.spam.thresholds import DEFAULT_COST, Ledger

VERSION = 1
_MAGIC = b"OSF"
# The largest state that `to_bytes` can make, unpacked; more is refused before it is unpacked.
MAX_STATE_BYTES = 16_000_000


class UnreadableState(ValueError):
    """The stored state is of another version, damaged, or not ours."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """Log odds of spam, the limit in force when it was judged, and the features it rests on."""

    score: float
    hide_above: float
    sample: Sample

    @property
    def hides(self) -> bool:
        """Tell whether the comment is sure enough to be spam to be hidden."""
        return self.score > self.hide_above


@dataclass(frozen=True, slots=True)
class Decided:
    """What `Classifier.unlearn` needs to take a decision back."""

    key: int
    score: float
    sample: Sample
    lesson: Lesson


class Classifier:
    """Everything learned from one site's decisions. Not safe to share between threads."""

    def __init__(self, *, layers: frozenset[Layer] = ALL_LAYERS) -> None:
        self.layers = layers
        self.learner = Learner(layers=layers)
        self.memory = Memory()
        self.ledger = Ledger()

    def judge(self, submitted: Submitted, *, cost: float = DEFAULT_COST) -> Opinion:
        """Return the opinion of a comment; `cost` is the share of good comments that may be hidden."""
        sample = features.sample(submitted, layers=self.layers)
        self.learner.prepare(sample)
        if Layer.REPETITION in self.layers:
            sample.sketch = memory.sketch(sample.words)
            sample.measures |= self.memory.measures(sample.sketch)
        return Opinion(self.learner.score(sample), self.ledger.hide_above(cost), sample)

    def learn(self, opinion: Opinion, *, key: int, is_spam: bool) -> Decided:
        """Learn the owner's decision on a comment judged before; `key` names it among the neighbours."""
        self.ledger.record(opinion.score, is_spam=is_spam)
        lesson = self.learner.learn(opinion.sample, is_spam=is_spam)
        if Layer.REPETITION in self.layers:
            self.memory.remember(key, opinion.sample.sketch, is_spam=is_spam)
        return Decided(key, opinion.score, opinion.sample, lesson)

    def rehearse(self, opinion: Opinion, *, is_spam: bool) -> None:
        """Go over a learned decision again, as in a quiet hour: surer weights, no new held-out score."""
        self.learner.rehearse(opinion.sample, is_spam=is_spam)

    def unlearn(self, decided: Decided) -> None:
        """Take a decision back, as when the owner undoes it."""
        self.ledger.retract(decided.score, is_spam=decided.lesson.is_spam)
        self.learner.unlearn(decided.sample, decided.lesson)
        self.memory.forget(decided.key)

    def to_bytes(self) -> bytes:
        """Return the state: some hundred kilobytes after hundreds of decisions, five megabytes at most."""
        learner, ledger = self.learner, self.ledger
        head = {
            "layers": sorted(layer.value for layer in self.layers),
            "named": learner.named,
            "decided": [learner.decided[False], learner.decided[True]],
            "good": list(ledger.good),
            "spam": list(ledger.spam),
            "decisions": ledger.decisions,
        }
        parts = [json.dumps(head).encode(), *(column.tobytes() for column in _columns(learner))]
        parts.append(self.memory.to_bytes())
        body = b"".join(struct.pack("<I", len(part)) + part for part in parts)
        return _MAGIC + bytes([VERSION]) + zlib.compress(body, 6)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Classifier":
        """Return the classifier that `to_bytes` wrote; raise UnreadableState for anything else."""
        if data[:3] != _MAGIC or data[3:4] != bytes([VERSION]):
            raise UnreadableState("not a state of the spam filter, or of another version")
        try:
            return cls._restored(_parts(data[4:]))
        except (ValueError, KeyError, TypeError, AttributeError, struct.error, zlib.error) as error:
            raise UnreadableState("the state of the spam filter is damaged") from error

    @classmethod
    def _restored(cls, parts: list[bytes]) -> "Classifier":
        head = json.loads(parts[0])
        made = cls(layers=frozenset(Layer(value) for value in head["layers"]))
        learner, ledger = made.learner, made.ledger
        learner.named = {str(name): [float(w), float(s)] for name, (w, s) in head["named"].items()}
        learner.decided = dict(zip((False, True), map(int, head["decided"]), strict=True))
        for column, part in zip(_columns(learner), parts[1:5], strict=True):
            if len(part) != len(column) * column.itemsize:
                raise ValueError("a column has another size")
            del column[:]
            column.frombytes(part)
        ledger.good.extend(map(float, head["good"]))
        ledger.spam.extend(map(float, head["spam"]))
        ledger.decisions = int(head["decisions"])
        made.memory = Memory.from_bytes(parts[5])
        return made


def _columns(learner: Learner) -> tuple[array, ...]:
    return learner.weights, learner.squares, learner.seen[False], learner.seen[True]


def _parts(packed: bytes) -> list[bytes]:
    unpacker = zlib.decompressobj()
    body = unpacker.decompress(packed, MAX_STATE_BYTES)
    if not unpacker.eof:
        raise ValueError("too large or cut short")
    parts, at = [], 0
    while at < len(body):
        (size,) = struct.unpack_from("<I", body, at)
        parts.append(body[at + 4 : at + 4 + size])
        at += 4 + size
    if at != len(body) or len(parts) != 6:
        raise ValueError("cut short")
    return parts
