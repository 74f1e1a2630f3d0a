"""Moments in the site's time zone."""

from datetime import datetime, timedelta

from django.utils import timezone


def next_at_hour(hour: int, *, after: datetime) -> datetime:
    """Return the first full hour of that number (0 to 23, the site's time zone) that lies after a moment.

    Where the clocks skip the hour, it is the moment they are put forward to.
    """
    local = after.astimezone(timezone.get_default_timezone())
    wanted = local.replace(hour=hour, minute=0, second=0, microsecond=0, fold=0)
    while wanted.timestamp() <= after.timestamp():
        wanted = (wanted + timedelta(days=1)).replace(fold=0)
    return datetime.fromtimestamp(wanted.timestamp(), tz=local.tzinfo)
