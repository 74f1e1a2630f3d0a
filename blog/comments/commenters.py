"""Who has shown that an address is theirs, and what moderators decided about them."""

from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Lower
from django.utils import timezone

from blog.articles.access import require
from blog.comments.models import Comment, Commenter, Ruling, Status
from blog.lib.text import one_line, storable
from blog.mail import outbox

Actor = User | AnonymousUser
State, Verb = Commenter.State, Ruling.Verb
# A flood of refused posts must not become a flood of writes.
REFUSALS_COUNTED_EVERY = timedelta(seconds=1)
STATE_AFTER = {
    Verb.TRUST: State.TRUSTED,
    Verb.MUTE: State.MUTED,
    Verb.BAN: State.BANNED,
    Verb.FORGIVE: State.NORMAL,
}


def known(email: str) -> Commenter | None:
    """Return the commenter of an address, None for one nobody has confirmed or decided about."""
    return Commenter.objects.filter(email=email.lower()).first()


def unsaved(email: str) -> Commenter:
    """Return a commenter for an address that nobody knows yet; nothing is stored."""
    return Commenter(email=email.lower())


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
    return rows.exclude(state__in=Commenter.RESTRICTED).exists()


def restricted(field: str) -> Exists:
    """Return the condition that moderators have muted or banned the address in a field of the outer rows."""
    return Exists(Commenter.objects.filter(email=Lower(OuterRef(field)), state__in=Commenter.RESTRICTED))


def set_no_mail(email: str, *, no_mail: bool) -> None:
    """Remember whether an address wants any mail from this site."""
    Commenter.objects.update_or_create(email=email.lower(), defaults={"no_mail": no_mail})


def may_see(user: Actor) -> bool:
    """Tell whether the user may see commenters and their addresses."""
    return user.is_active and user.has_perm("blog.view_commenter")


def may_rule(user: Actor) -> bool:
    """Tell whether the user may decide about commenters."""
    return user.is_active and user.has_perm("blog.change_commenter")


def trust(email: str, *, by: Actor, note: str = "", now: datetime | None = None) -> Ruling | None:
    """Let an address pass wherever the trusted do, as soon as its owner proves that a comment is theirs.

    Returns the ruling, None where nothing changed. Raises PermissionDenied, ValidationError.
    """
    return _rule(email, Verb.TRUST, by=by, note=note, now=now)


def mute(email: str, *, by: Actor, note: str = "", now: datetime | None = None) -> Ruling | None:
    """Put whatever comes from an address among the spam, without a word, and mail it to nobody.

    Returns the ruling, None where nothing changed. Raises PermissionDenied, ValidationError.
    """
    return _rule(email, Verb.MUTE, by=by, note=note, now=now)


def ban(email: str, *, by: Actor, note: str = "", now: datetime | None = None) -> Ruling | None:
    """Take no more comments from an address, and say so.

    Returns the ruling, None where nothing changed. Raises PermissionDenied, ValidationError.
    """
    return _rule(email, Verb.BAN, by=by, note=note, now=now)


def forgive(email: str, *, by: Actor, note: str = "", now: datetime | None = None) -> Ruling | None:
    """Set an address back to what it earns by itself.

    Returns the ruling, None where nothing changed. Raises PermissionDenied, ValidationError.
    """
    return _rule(email, Verb.FORGIVE, by=by, note=note, now=now)


@transaction.atomic
def _rule(email: str, verb: Ruling.Verb, *, by: Actor, note: str, now: datetime | None) -> Ruling | None:
    require(may_rule(by))
    address = email.strip().lower()
    Commenter(email=address).full_clean(validate_unique=False, validate_constraints=False)
    Commenter.objects.bulk_create([Commenter(email=address)], ignore_conflicts=True)
    commenter = Commenter.objects.select_for_update().get(email=address)
    wanted = STATE_AFTER[verb]
    if commenter.state == wanted:
        return None
    ruling = Ruling(commenter=commenter, verb=verb, from_state=commenter.state, to_state=wanted)
    ruling.by_id, ruling.at, ruling.note = by.pk, now or timezone.now(), one_line(storable(note))
    ruling.full_clean(exclude=["by"])
    ruling.save()
    Commenter.objects.filter(pk=commenter.pk).update(state=wanted)
    if wanted in Commenter.RESTRICTED:
        _keep_from_others(address)
    return ruling


def _keep_from_others(email: str) -> None:
    """Take back the mails that are about to carry this writer's words to others."""
    theirs = Comment.objects.typed_under(email).filter(status=Status.APPROVED)
    outbox.cancel(f"comment:{pk}" for pk in theirs.values_list("pk", flat=True))


def note_refusal(commenter: Commenter, *, now: datetime) -> None:
    """Count that a banned commenter was refused, once a second at most; nothing of what they sent is kept."""
    if commenter.refused_at and timedelta(0) <= now - commenter.refused_at < REFUSALS_COUNTED_EVERY:
        return
    rows = Commenter.objects.filter(pk=commenter.pk)
    rows.update(refused_count=F("refused_count") + 1, refused_at=now)
