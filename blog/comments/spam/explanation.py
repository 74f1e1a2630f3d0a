"""Why a comment got its score: the evidence in words, the nearest decisions, the verdict without a reason."""

from collections.abc import Iterator
from dataclasses import dataclass

from blog.comments.spam import hashing
from blog.comments.spam.classifier import Classifier, Opinion
from blog.comments.spam.learner import HOST_VALUE, MEASURE_SCALE
from blog.comments.spam.memory import Neighbour

SHOWN = 6
# Log odds below this move nobody's mind.
TELLING = 0.05
# Always there; says how the site is, nothing about the comment.
_SILENT = frozenset({"constant"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason: what it is, its log odds (positive: towards spam), where it stands in the visible text."""

    name: str
    weight: float
    spans: tuple[tuple[int, int], ...] = ()
    # What would have been decided had this evidence not been there.
    hides_without: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that a moderator is shown beside a verdict."""

    text: str
    against: tuple[Evidence, ...]
    in_favour: tuple[Evidence, ...]
    nearest: tuple[Neighbour, ...]


def explain(classifier: Classifier, opinion: Opinion) -> Explanation:
    """Return the heaviest evidence for spam (`against` the comment) and for its good faith, heaviest first."""
    found = [_without(opinion, *piece) for piece in _evidence(classifier, opinion)]
    found = [evidence for evidence in found if abs(evidence.weight) >= TELLING]
    found.sort(key=lambda evidence: -abs(evidence.weight))
    return Explanation(
        opinion.sample.text,
        tuple(evidence for evidence in found if evidence.weight > 0)[:SHOWN],
        tuple(evidence for evidence in found if evidence.weight < 0)[:SHOWN],
        tuple(classifier.memory.nearest(opinion.sample.sketch)),
    )


Piece = tuple[str, float, tuple[tuple[int, int], ...]]


def _without(opinion: Opinion, name: str, weight: float, spans: tuple[tuple[int, int], ...]) -> Evidence:
    return Evidence(name, weight, spans, opinion.score - weight > opinion.hide_above)


def _evidence(classifier: Classifier, opinion: Opinion) -> Iterator[Piece]:
    learner, sample = classifier.learner, opinion.sample
    for name, value in sample.measures.items():
        if name not in _SILENT:
            yield name, learner.weight(name) * value * MEASURE_SCALE, ()
    for host in sample.hosts:
        yield f"link: {host}", learner.weights[hashing.host(host)] * HOST_VALUE, ()
    if learner.uses_text:
        yield from _words(classifier, opinion)


def _words(classifier: Classifier, opinion: Opinion) -> Iterator[Piece]:
    """Yield each word with all that its characters, itself and its pairs weigh, and everywhere it stands."""
    text = opinion.sample.text
    marks = _weight_of_characters(classifier, opinion)
    totals: dict[str, float] = {}
    places: dict[str, list[tuple[int, int]]] = {}
    at = 0
    for word in text[: len(marks)].split():
        start = text.index(word, at)
        at = start + len(word)
        shown = word.casefold().strip(".,;:!?\"'()[]") or word
        totals[shown] = totals.get(shown, 0.0) + sum(marks[start:at])
        places.setdefault(shown, []).append((start, at))
    for shown, total in totals.items():
        yield f"“{shown}”", total, tuple(places[shown])


def _weight_of_characters(classifier: Classifier, opinion: Opinion) -> list[float]:
    """Spread the weight of every hashed piece evenly over the characters that carry it (not over spaces)."""
    text, sample = opinion.sample.text[: hashing.READ_CHARS], opinion.sample
    marks = [0.0] * len(text)
    hosts = {hashing.host(name) for name in sample.hosts}
    values = {bucket: value for bucket, value in sample.values if bucket not in hosts}
    for located in (hashing.located_grams, hashing.located_words):
        spread: dict[int, list[int]] = {}
        for bucket, (start, end) in located(text):
            spread.setdefault(bucket, []).extend(
                i for i in range(start, min(end, len(text))) if text[i] != " "
            )
        for bucket, carriers in spread.items():
            weight = classifier.learner.weights[bucket] * values.get(bucket, 0.0)
            for place in carriers if weight else ():
                marks[place] += weight / len(carriers)
    return marks
