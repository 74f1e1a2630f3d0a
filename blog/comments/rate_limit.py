"""How many comments one network may send; counted in the store, so it holds for all processes at once."""

from datetime import datetime, timedelta

from blog.comments.models import Comment

# A lively exchange of one person stays below both; a /24 or /56 is shared by few who comment at the same
# time.
LIMITS = ((timedelta(minutes=10), 5), (timedelta(hours=1), 20))


def sent_within(network: str, window: timedelta, *, now: datetime) -> int:
    """Return how many comments a network sent within the window before `now`; 0 where the network is
    unknown.
    """
    if not network:
        return 0
    return Comment.objects.filter(network=network, submitted_at__gt=now - window).count()


def wait_for(network: str, *, now: datetime) -> timedelta | None:
    """Return how long the network must wait before its next comment, or None.

    Nobody is limited where no address is known (a socket without a trusted proxy): one limit would hit
    everybody.
    """
    if not network:
        return None
    waits = [_wait(network, window, limit, now) for window, limit in LIMITS]
    return max((wait for wait in waits if wait), default=None)


def _wait(network: str, window: timedelta, limit: int, now: datetime) -> timedelta | None:
    sent = Comment.objects.filter(network=network, submitted_at__gt=now - window).order_by("-submitted_at")
    # The limit-th newest must leave the window before there is room again.
    times = list(sent.values_list("submitted_at", flat=True)[limit - 1 : limit])
    return times[0] + window - now if times else None
