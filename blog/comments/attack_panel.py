"""What the admin says about attack mode: on the landing page, above the queue and on the filter's card."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.comments import attack, moderation
from blog.comments.models import AttackPeriod
from blog.site import desk
from blog.site.desk import Act, Panel, Row

Cause = AttackPeriod.Cause
# Where a button may lead back to, by the name it sends.
PLACES = {
    "landing": "admin:index",
    "desk": "admin:blog_comment_changelist",
    "filter": "admin:blog_filterstate_changelist",
}


def register() -> None:
    """Put attack mode on the landing page, before everything else."""
    desk.register_fact("attack", _number)
    desk.register_panel("attack", panels, order=1)


def _number() -> QuerySet[Any, Any]:
    now = timezone.now()
    return AttackPeriod.objects.filter(began_at__lte=now, ends_at__gt=now).annotate(number=F("pk"))


def panels(user: desk.Viewer, facts: desk.Facts) -> Iterator[Panel]:
    """Yield one panel while an attack is on: one query then, none in calm times."""
    period = told() if facts["attack"] and moderation.may_moderate(user) else None
    if period:
        lift = Act(_("Lift it now"), reverse("admin:attack-switch"), {"act": "lift", "back": "landing"})
        more = Row(_("Open the filter"), reverse(PLACES["filter"]) + "#attack")
        yield Panel(_("Attack mode is on"), sentence=sentence(period), more=more, act=lift, urgent=True)


def told() -> AttackPeriod | None:
    """Return the period that is on now (1 query)."""
    return attack.current(timezone.now())


def said() -> str:
    """Return the sentences about the period that is on now; templates ask only when there is one (1 query)."""
    period = told()
    return sentence(period) if period else ""


def sentence(period: AttackPeriod) -> str:
    """Return since when, why, until when and how many were refused, in a few sentences."""
    facts = {"since": _moment(period.began_at), "until": _moment(period.ends_at), "why": why(period)}
    return " ".join(
        [
            _("Since %(since)s, because %(why)s.") % facts,
            ngettext("%(count)d post was refused.", "%(count)d posts were refused.", period.refused)
            % {"count": period.refused},
            _("It ends by itself at %(until)s unless it goes on.") % facts,
        ]
    )


def why(period: AttackPeriod) -> str:
    """Return what switched it on, with the figures that were seen."""
    facts = {"seen": period.seen, "minutes": period.minutes, "usual": f"{period.usual:.1f}", "who": period.by}
    reasons = {
        Cause.MANY: _("%(seen)d comments came within %(minutes)d min (usual: %(usual)s)"),
        Cause.SPAM: _("%(seen)d comments, most of them likely spam, came within %(minutes)d min"),
        Cause.FULL: _("the queue grew by %(seen)d within an hour, as much as the settings allow"),
        Cause.OWNER: _("%(who)s switched it on"),
    }
    return reasons[Cause(period.cause)] % facts


def _moment(moment: Any) -> str:
    local = timezone.localtime(moment)
    is_today = local.date() == timezone.localdate()
    return date_format(local, "TIME_FORMAT" if is_today else "DATETIME_FORMAT")


def facts() -> dict[str, Any]:
    """Return what the filter's card shows: the period that is on, and the newest ones (1 query)."""
    now = timezone.now()
    periods = list(attack.history())
    return {
        "attack": next((sentence(one) for one in periods if one.began_at <= now < one.ends_at), ""),
        "attacks": [(one, why(one)) for one in periods if one.ends_at <= now],
    }


def switch(request: HttpRequest) -> HttpResponse:
    """Switch attack mode on for an hour, or lift it, as the button said."""
    if request.POST.get("act") == "lift":
        attack.lift(by=request.user)
        messages.success(request, _("Attack mode is lifted. For an hour it does not switch itself on."))
    elif request.POST.get("act") == "on":
        attack.switch_on(by=request.user)
        messages.success(request, _("Attack mode is on for an hour."))
    else:
        raise Http404
    return HttpResponseRedirect(reverse(PLACES.get(request.POST.get("back", ""), PLACES["filter"])))
