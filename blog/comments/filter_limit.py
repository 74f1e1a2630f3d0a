"""The score above which comments are hidden now, told in numbers a person can weigh."""

from dataclasses import dataclass
from math import exp

from blog.comments import learning
from blog.comments.spam.thresholds import MIN_GOOD, MIN_SPAM, WARM_UP
from blog.site.models import SiteSettings

# Beyond, the figure says no more than "quite sure".
MOST_ODDS = 1_000_000


@dataclass(frozen=True)
class Limit:
    """`odds` to one that a comment is spam before it is hidden; how many decisions are there and needed."""

    one_in: int
    is_ready: bool
    odds: int
    good: int
    spam: int
    decisions: int
    good_needed: int = MIN_GOOD
    spam_needed: int = MIN_SPAM
    warm_up: int = WARM_UP


def in_force() -> Limit:
    """Return the limit in force: two queries, and the whole state where it has changed."""
    one_in = SiteSettings.current().filter_hide_one_in
    ledger = learning.classifier().ledger
    odds = 0
    if one_in and ledger.is_ready:
        odds = round(exp(max(min(ledger.hide_above(1 / one_in), 14.0), 0.0)))
    counts = (len(ledger.good), len(ledger.spam), ledger.decisions)
    return Limit(one_in, ledger.is_ready, min(odds, MOST_ODDS), *counts)
