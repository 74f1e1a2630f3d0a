"""The filter's opinion: the sum of all reasons, held against two thresholds, and whether it hides."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from blog.comments.spam import crowding, form_age, honeypot, links, lists, repetition, trust
from blog.comments.spam.evidence import Evidence
from blog.comments.spam.learned import Learned
from blog.comments.spam.reason import Reason

# One mild trace (a website, a link) is what good comments have too; two of them are worth a look.
UNSURE_FROM = 1.0
# No single layer but certainty reaches this alone, except a text sent many times.
SPAM_FROM = 4.0

HAM, UNSURE, SPAM = "ham", "unsure", "spam"

_LAYERS = (lists, honeypot, form_age, links, repetition, crowding, trust)


@dataclass(frozen=True)
class Verdict:
    """An opinion with everything it rests on; never a status."""

    label: str
    score: float
    reasons: tuple[Reason, ...]
    # Sure enough to be kept from the queue; a label alone hides nothing.
    hides: bool = False

    @property
    def is_certain(self) -> bool:
        """Tell whether a trace was found that no person can leave."""
        return any(reason.is_certain for reason in self.reasons)


def judge(evidence: Evidence, *, learned: Learned | None = None) -> Verdict:
    """Return the verdict of all layers and of what was learned, with every reason, the heaviest first.

    It hides where a certain reason was found or the learned score passes its limit, unless the owner spares it.
    """
    learned = learned or Learned()
    found = [reason for layer in _LAYERS for reason in layer.reasons(evidence)]
    found += learned.reasons
    label, hides = _outcome(found, learned.hide_above)
    reasons = [replace(reason, without=_without(found, reason, learned.hide_above)) for reason in found]
    score = sum(reason.weight for reason in found)
    return Verdict(label, score, tuple(sorted(reasons, key=lambda reason: -reason.weight)), hides)


def _without(found: list[Reason], left_out: Reason, hide_above: float) -> str:
    return _outcome([reason for reason in found if reason is not left_out], hide_above)[0]


def _outcome(found: Sequence[Reason], hide_above: float) -> tuple[str, bool]:
    """Return (label, hides) of a set of reasons."""
    learned = sum(reason.weight for reason in found if reason.is_learned)
    is_sure = any(reason.is_certain for reason in found) or learned > hide_above
    if is_sure and not any(reason.spares for reason in found):
        return SPAM, True
    return label_of(sum(reason.weight for reason in found)), False


def label_of(score: float) -> str:
    """Return what a sum of weights is called where nothing is beyond doubt."""
    if score >= SPAM_FROM:
        return SPAM
    return UNSURE if score >= UNSURE_FROM else HAM
