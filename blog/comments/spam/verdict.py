"""The filter's opinion: the sum of all reasons, held against two thresholds."""

from dataclasses import dataclass

from blog.comments.spam import crowding, form_age, honeypot, links, repetition
from blog.comments.spam.evidence import Evidence
from blog.comments.spam.reason import Reason

# One mild trace (a website, a link) is what good comments have too; two of them are worth a look.
UNSURE_FROM = 1.0
# No single layer but certainty reaches this alone, except a text sent many times.
SPAM_FROM = 4.0

HAM, UNSURE, SPAM = "ham", "unsure", "spam"

_LAYERS = (honeypot, form_age, links, repetition, crowding)


@dataclass(frozen=True)
class Verdict:
    """An opinion with everything it rests on; never a status."""

    label: str
    score: float
    reasons: tuple[Reason, ...]

    @property
    def is_certain(self) -> bool:
        """Tell whether a trace was found that no person can leave."""
        return any(reason.is_certain for reason in self.reasons)


def judge(evidence: Evidence) -> Verdict:
    """Return the verdict of all layers, with every reason that matched, the heaviest first."""
    reasons = [reason for layer in _LAYERS for reason in layer.reasons(evidence)]
    score = sum(reason.weight for reason in reasons)
    return Verdict(_label(score), score, tuple(sorted(reasons, key=lambda reason: -reason.weight)))


def _label(score: float) -> str:
    if score >= SPAM_FROM:
        return SPAM
    return UNSURE if score >= UNSURE_FROM else HAM
