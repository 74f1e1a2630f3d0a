"""Who has shown that an address is theirs."""

from datetime import datetime

from django.utils import timezone

from blog.comments.models import Commenter


def known(email: str) -> Commenter | None:
    """Return the commenter of an address, None for one nobody has confirmed or restricted."""
    return Commenter.objects.filter(email=email.lower()).first()


def confirm(email: str, *, now: datetime | None = None) -> Commenter:
    """Remember that somebody opened a signed link at this address; the first time counts."""
    commenter, _ = Commenter.objects.get_or_create(email=email.lower())
    if commenter.confirmed_at is None:
        commenter.confirmed_at = now or timezone.now()
        commenter.save(update_fields=["confirmed_at"])
    return commenter


def is_confirmed(email: str) -> bool:
    """Tell whether the owner of an address has shown that it is theirs; muting and banning end it."""
    rows = Commenter.objects.filter(email=email.lower(), confirmed_at__isnull=False)
    return rows.filter(state=Commenter.State.NORMAL).exists()


def set_no_mail(email: str, *, no_mail: bool) -> None:
    """Remember whether an address wants any mail from this site."""
    Commenter.objects.update_or_create(email=email.lower(), defaults={"no_mail": no_mail})
