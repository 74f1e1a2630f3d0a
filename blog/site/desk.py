"""What other rooms put on the admin's frame: facts for every page, panels and counts for the landing page.

The site may not import the rooms above it, so they register here (see `blog/wiring.py`). Facts and counts
are querysets that are read together in one statement each, so that a new one costs no further query.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import CharField, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse

from blog.site.models import SiteSettings

Viewer = User | AnonymousUser


@dataclass(frozen=True)
class Row:
    """One line of a panel: what it leads to, and one short note about it."""

    text: str
    url: str
    note: str = ""
    when: datetime | None = None


@dataclass(frozen=True)
class Act:
    """A button that posts `fields` to `url`."""

    text: str
    url: str
    fields: dict[str, str]


@dataclass(frozen=True)
class Panel:
    """A block of the landing page: `lead` above its rows, `sentence` where there are none."""

    title: str
    rows: list[Row] = field(default_factory=list)
    sentence: str = ""
    lead: str = ""
    more: Row | None = None
    act: Act | None = None
    urgent: bool = False


@dataclass(frozen=True)
class Place:
    """An entry of the navigation; `fact` names the fact whose number stands beside it."""

    label: Any
    url_name: str
    permission: str
    fact: str = ""


@dataclass(frozen=True)
class Weekly:
    """A line of the chart: how many of something a week."""

    label: Any
    counts: Callable[[datetime], QuerySet[Any, Any]]


Facts = dict[str, Any]
PanelMaker = Callable[[Viewer, Facts], Iterable[Panel]]

_facts: dict[str, Callable[[], QuerySet[Any, Any]]] = {}
_panels: dict[str, tuple[int, PanelMaker]] = {}
_places: dict[str, tuple[int, Place]] = {}
_weekly: dict[str, Weekly] = {}


def register_fact(name: str, queryset: Callable[[], QuerySet[Any, Any]]) -> None:
    """Offer a number to every admin page; `queryset` yields one row with an integer column `number`."""
    _facts[name] = queryset


def register_panel(name: str, maker: PanelMaker, *, order: int = 100) -> None:
    """Put panels on the landing page, lowest `order` first; `maker(user, facts)` yields them."""
    _panels[name] = (order, maker)


def register_place(name: str, place: Place, *, order: int = 100) -> None:
    """Add an entry to the navigation of the admin."""
    _places[name] = (order, place)


def register_weekly(name: str, weekly: Weekly) -> None:
    """Draw a line in the chart; `counts(since)` yields rows of `week` (datetime) and `number`."""
    _weekly[name] = weekly


def read_facts() -> Facts:
    """Return the site's title and every registered number: one query."""
    title = _columns(
        SiteSettings.objects.filter(pk=SiteSettings.THE_ONE), "title", text="title", number=Value(0)
    )
    parts = [_columns(queryset(), name, text=Value(""), number="number") for name, queryset in _facts.items()]
    facts: Facts = {"title": SiteSettings().title, **dict.fromkeys(_facts, 0)}
    for name, text, number in title.union(*parts, all=True):
        facts[name] = text if name == "title" else number
    return facts


def _columns(queryset: QuerySet[Any, Any], name: str, *, text: Any, number: Any) -> QuerySet[Any, Any]:
    return queryset.order_by().values_list(
        Value(name, output_field=CharField()), Cast(text, TextField()), Cast(number, IntegerField())
    )


def read_weekly(since: datetime) -> dict[str, dict[datetime, int]]:
    """Return what each line of the chart counted by week (its Monday) since a moment: one query."""
    parts = [
        weekly.counts(since).order_by().values_list(Value(name, output_field=CharField()), "week", "number")
        for name, weekly in _weekly.items()
    ]
    counts: dict[str, dict[datetime, int]] = {name: {} for name in _weekly}
    if parts:
        for name, week, number in parts[0].union(*parts[1:], all=True):
            counts[name][week] = number
    return counts


def weekly_label(name: str) -> str:
    """Return the translated name of a line of the chart."""
    return str(_weekly[name].label)


def panels_for(user: Viewer, facts: Facts) -> list[Panel]:
    """Return the panels of the landing page in their order."""
    makers = sorted(_panels.values(), key=lambda entry: entry[0])
    return [panel for _, maker in makers for panel in maker(user, facts)]


def navigation_for(user: Viewer, facts: Facts, *, path: str) -> list[dict[str, Any]]:
    """Return the places the user may go, with the numbers beside them; the one `path` lies in is current."""
    places = [place for _, place in sorted(_places.values(), key=lambda entry: entry[0])]
    entries = [
        {"label": place.label, "url": reverse(place.url_name), "number": facts.get(place.fact)}
        for place in places
        if user.has_perm(place.permission)
    ]
    for entry in entries:
        entry["current"] = path.startswith(str(entry["url"]))
    return entries
