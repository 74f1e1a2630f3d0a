"""What the classifier thinks, told as reasons whose weights add up to its score."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from blog.comments.spam.classifier import Classifier, Opinion
from blog.comments.spam.explanation import Evidence, explain
from blog.comments.spam.memory import Neighbour
from blog.comments.spam.reason import Reason

# More than a moderator reads; the rest is summed up in one line.
SHOWN = 4
EVIDENCE_MAX_CHARS = 200


@dataclass(frozen=True, slots=True)
class Learned:
    """Log odds of spam, the score above which a comment is hidden, and the nearest earlier decisions."""

    score: float = 0.0
    hide_above: float = inf
    reasons: tuple[Reason, ...] = ()
    nearest: tuple[Neighbour, ...] = ()


def of(classifier: Classifier, opinion: Opinion) -> Learned:
    """Return an opinion with its reasons; nothing at all where nothing was learned yet."""
    if not classifier.ledger.decisions:
        return Learned()
    told = explain(classifier, opinion)
    shown = [*told.against[:SHOWN], *told.in_favour[:SHOWN]]
    return Learned(opinion.score, opinion.hide_above, tuple(_reasons(opinion, shown)), told.nearest)


def _reasons(opinion: Opinion, shown: list[Evidence]) -> Iterator[Reason]:
    for piece in shown:
        yield Reason(_check(piece.name), piece.weight, _evidence(piece.name), is_learned=True)
    rest = opinion.score - sum(piece.weight for piece in shown)
    yield Reason("learned-rest", rest, is_learned=True)


def _check(name: str) -> str:
    """Return which kind of evidence a name tells of: a word in quotes, a link, or a measure by its layer."""
    if name.startswith("“"):
        return "learned-word"
    return f"learned-{name.partition(':')[0].partition(' ')[0]}"[:40]


def _evidence(name: str) -> str:
    """Return the name of a measure, the word in its quotes, or the host alone."""
    return name.removeprefix("link: ")[:EVIDENCE_MAX_CHARS]
