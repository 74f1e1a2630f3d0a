"""What moderators are told about a commenter: the state, why it is so, and what can be decided."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from blog.comments import commenters, trust
from blog.comments.commenters import Actor
from blog.comments.models import Commenter, Ruling
from blog.comments.trust import Standing, Writer
from blog.site.models import SiteSettings

LABELS = {
    Ruling.Verb.TRUST: gettext_lazy("Trust"),
    Ruling.Verb.MUTE: gettext_lazy("Mute"),
    Ruling.Verb.BAN: gettext_lazy("Ban"),
    Ruling.Verb.FORGIVE: gettext_lazy("Set back to normal"),
}
VERBS = {
    "trust": commenters.trust,
    "mute": commenters.mute,
    "ban": commenters.ban,
    "forgive": commenters.forgive,
}
RULINGS_SHOWN = 20


@dataclass(frozen=True)
class Acquaintance:
    """A writer, why they stand where they stand, the latest rulings, and (verb, label) of what is offered."""

    writer: Writer
    why: str
    rulings: list[Ruling]
    offered: list[tuple[str, str]]


def about(email: str, *, by: Actor) -> Acquaintance | None:
    """Return what is known of an address (4 queries); None for who may not see it, and for no address."""
    if not email or not commenters.may_see(by):
        return None
    settings = SiteSettings.current()
    writer = trust.counted(trust.look_up(email, settings=settings))
    rows = Ruling.objects.filter(commenter__email=email.lower()).select_related("by")
    rulings = list(rows[:RULINGS_SHOWN])
    offered = _offered(writer) if commenters.may_rule(by) else []
    return Acquaintance(writer, why(writer, rulings), rulings, offered)


def _offered(writer: Writer) -> list[tuple[str, str]]:
    now = writer.commenter.state if writer.commenter else Commenter.State.NORMAL
    return [(verb, str(LABELS[verb])) for verb, state in commenters.STATE_AFTER.items() if state != now]


def why(writer: Writer, rulings: list[Ruling]) -> str:
    """Return the facts behind a standing in one line."""
    told = [_about_address(writer.commenter)]
    told.append(ngettext("%(n)d approved", "%(n)d approved", writer.approved) % {"n": writer.approved})
    told.append(ngettext("%(n)d spam", "%(n)d spam", writer.spam) % {"n": writer.spam})
    last = rulings[0] if rulings else None
    if last is not None and writer.commenter and writer.commenter.state == last.to_state != "normal":
        facts = {"what": last.get_verb_display(), "day": _day(last.at), "who": last.by or "–"}
        told.append(_("%(what)s since %(day)s by %(who)s") % facts)
    elif writer.standing == Standing.TRUSTED:
        told.append(_("has earned trust"))
    if writer.commenter and writer.commenter.refused_count:
        told.append(_("refused %(n)d times") % {"n": writer.commenter.refused_count})
    return "; ".join(told)


def _about_address(commenter: Commenter | None) -> str:
    if commenter is None or commenter.confirmed_at is None:
        return _("address never confirmed")
    return _("confirmed on %(day)s") % {"day": _day(commenter.confirmed_at)}


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y")
