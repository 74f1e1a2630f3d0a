"""What the frame and the landing page of the admin say about the filter."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.comments import moderation
from blog.comments.models import FilterState
from blog.site import desk
from blog.site.desk import Panel, Place, Row

COUNTED = ("decisions", "spam", "caught", "good", "hidden")


def register() -> None:
    """Put the filter on the admin's frame."""
    place = Place(gettext_lazy("Filter"), "admin:blog_filterstate_changelist", "blog.moderate_comment")
    desk.register_place("filter", place, order=25)
    for column in COUNTED:
        desk.register_fact(f"filter_{column}", _number(column))
    desk.register_panel("filter", panels, order=15)


def _number(column: str) -> Callable[[], QuerySet[Any, Any]]:
    return lambda: FilterState.objects.annotate(number=F(column))


def panels(user: desk.Viewer, facts: desk.Facts) -> Iterator[Panel]:
    """Yield one line about the filter, from facts that are read anyway."""
    if moderation.may_moderate(user):
        more = Row(_("Open the filter"), reverse("admin:blog_filterstate_changelist"))
        yield Panel(_("The filter"), sentence=sentence(facts), more=more)


def sentence(facts: desk.Facts) -> str:
    """Return how the filter did of late, in one sentence."""
    counts = {column: int(facts[f"filter_{column}"]) for column in COUNTED}
    if not counts["decisions"]:
        return _("It has learned nothing yet: it learns from what you decide.")
    counts["percent"] = round(100 * counts["caught"] / counts["spam"]) if counts["spam"] else 0
    return _("%(percent)d %% of spam caught, %(hidden)d of %(good)d good comments wrongly hidden.") % counts
