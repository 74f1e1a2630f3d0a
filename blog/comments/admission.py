"""Whether a post may come in just now: answered by a few reads, before anything is judged, locked or written."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from blog.comments import attack, proofs, rate_limit
from blog.comments.models import Status
from blog.comments.spam.evidence import Evidence
from blog.site.models import SiteSettings

# When the queue is full, who proved work passes from a network that has sent no more than so many within the
# hour, up to so many times the cap.
PROVEN_FROM_NETWORK, PROVEN_SHARE = 3, 2
# A site busier than its cap is not under attack for that alone.
CAP_TIMES_USUAL = 3
# From this share of the cap on a proof is asked for even where the owner lifted the attack: what comes next needs it.
NEAR_CAP = 0.5
COME_BACK_AFTER = timedelta(minutes=10)
# What the queue has grown by, whatever became of it since.
UNREAD = (Status.PENDING, Status.SPAM, Status.TRASH)


@dataclass(frozen=True)
class Obstacle:
    """Why a post is not taken now, and when to come back; `is_full`: the queue is, nothing the sender did."""

    message: str
    retry_after: timedelta
    is_full: bool = False


def obstacle(evidence: Evidence, *, settings: SiteSettings, now: datetime) -> Obstacle | None:
    """Return what keeps a visitor's post out, None where nothing does: two reads, four at a full queue."""
    wait = rate_limit.wait_for(evidence.network, now=now)
    if wait:
        return Obstacle(
            _("Too many comments came from your network. Your text is kept: please send it later."), wait
        )
    waiting = attack.arrived(now, statuses=UNREAD)[: PROVEN_SHARE * settings.queue_cap].count()
    if waiting < settings.queue_cap or waiting < CAP_TIMES_USUAL * 60 * attack.usual_a_minute(now):
        return None
    if waiting < PROVEN_SHARE * settings.queue_cap and _is_proven(evidence, now):
        return None
    return Obstacle(_full(), COME_BACK_AFTER, is_full=True)


def puzzle(*, now: datetime) -> dict[str, Any] | None:
    """Return a puzzle while an attack is on or the queue nears its cap, None in calm times: three queries at most."""
    return proofs.challenge(now=now) if not attack.is_calm(now) or _is_near_cap(now) else None


def _is_near_cap(now: datetime) -> bool:
    enough = math.ceil(NEAR_CAP * SiteSettings.current().queue_cap)
    return attack.arrived(now, statuses=UNREAD)[:enough].count() == enough


def _is_proven(evidence: Evidence, now: datetime) -> bool:
    if not evidence.proof or proofs.is_spent(evidence.proof):
        return False
    return rate_limit.sent_within(evidence.network, attack.HOUR, now=now) < PROVEN_FROM_NETWORK


def _full() -> str:
    return _(
        "So many comments are coming in just now, most of them from programs, that no more can be taken. "
        "Your text is kept: please send it again a little later."
    )
