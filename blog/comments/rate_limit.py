"""How many comments one network may send; counted in the store, so it holds for all processes at once."""

from datetime import datetime, timedelta

from blog.comments.models import Comment

# A lively exchange of one person stays below both; a /24 or /56 is shared by few who comment at the same
# time. The longest window with the most comments stands last.
LIMITS = ((timedelta(minutes=10), 5), (timedelta(hours=1), 20))


def sent_within(network: str, window: timedelta, *, now: datetime) -> int:
    """Return how many comments a network sent within the window before `now`; 0 where the network is
    unknown.
    """
    if not network:
        return 0
    return Comment.objects.filter(network=network, submitted_at__gt=now - window).count()


def wait_for(network: str, *, now: datetime) -> timedelta | None:
    """Return how long the network must wait before its next comment, or None: one query on an index.

    Nobody is limited where no address is known (a socket without a trusted proxy): one limit would hit
    everybody.
    """
    if not network:
        return None
    longest, most = LIMITS[-1]
    sent = Comment.objects.filter(network=network, submitted_at__gt=now - longest).order_by("-submitted_at")
    times = list(sent.values_list("submitted_at", flat=True)[:most])
    # The limit-th newest must leave the window before there is room again.
    waits = [times[limit - 1] + window - now for window, limit in LIMITS if len(times) >= limit]
    return max((wait for wait in waits if wait > timedelta(0)), default=None)
