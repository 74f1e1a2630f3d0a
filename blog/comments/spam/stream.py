"""Judge a stream of decided comments in the order of time, each before it is learned."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from blog.comments.spam.classifier import Classifier
from blog.comments.spam.features import Submitted
from blog.comments.spam.thresholds import DEFAULT_COST


@dataclass(frozen=True, slots=True)
class Judged:
    """One comment of a stream: what it was, its held-out score, and whether it was hidden."""

    is_spam: bool
    score: float
    is_hidden: bool


@dataclass(slots=True)
class Tally:
    """Counts over a stream; shares are fractions."""

    spam: int = 0
    caught: int = 0
    good: int = 0
    hidden: int = 0
    scores: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, judged: Judged) -> None:
        """Count one comment."""
        self.scores.append((judged.score, judged.is_spam))
        if judged.is_spam:
            self.spam += 1
            self.caught += judged.is_hidden
        else:
            self.good += 1
            self.hidden += judged.is_hidden

    @property
    def area_above(self) -> float | None:
        """1-AUC: how often a good comment scores above a spam one; None where one of them is missing."""
        return area_above(self.scores)


def run(
    rows: Iterable[tuple[Submitted, bool]], classifier: Classifier, *, cost: float = DEFAULT_COST
) -> Iterator[Judged]:
    """Yield what the classifier thinks of each (comment, is spam) before learning it."""
    for key, (submitted, is_spam) in enumerate(rows):
        opinion = classifier.judge(submitted, cost=cost)
        yield Judged(is_spam, opinion.score, opinion.hides)
        classifier.learn(opinion, key=key, is_spam=is_spam)


def area_above(scores: list[tuple[float, bool]]) -> float | None:
    """Return the share of (good, spam) pairs in the wrong order, ties by half (Mann and Whitney 1947)."""
    ordered = sorted(scores)
    spam = sum(is_spam for _, is_spam in ordered)
    good = len(ordered) - spam
    if not spam or not good:
        return None
    wrong, spam_below, at = 0.0, 0, 0
    while at < len(ordered):
        end = at
        while end < len(ordered) and ordered[end][0] == ordered[at][0]:
            end += 1
        spam_here = sum(is_spam for _, is_spam in ordered[at:end])
        wrong += (end - at - spam_here) * (spam_below + spam_here / 2)
        spam_below += spam_here
        at = end
    return wrong / (good * spam)
