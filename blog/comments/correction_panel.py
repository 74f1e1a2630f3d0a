"""Open corrections on the landing page of who writes the articles."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from blog.articles import access
from blog.comments.models import Correction
from blog.site import desk

ROWS = 5


def register() -> None:
    """Put them on the landing page."""
    desk.register_fact("open_corrections", _open_number)
    desk.register_panel("corrections", panels, order=15)


def _open_number() -> QuerySet[Any, Any]:
    rows = Correction.objects.filter(status=Correction.Status.OPEN)
    return rows.order_by().values("status").annotate(number=Count("pk"))


def panels(user: desk.Viewer, facts: desk.Facts) -> Iterator[desk.Panel]:
    """Yield the open corrections of the user's own articles, the oldest first, if there are any (1 query,
    none while no correction is open anywhere)."""
    if not facts["open_corrections"] or not access.may_write(user):
        return
    mine = Correction.objects.filter(article__author=user.pk, status=Correction.Status.OPEN)
    rows = list(mine.select_related("article").order_by("opened_at", "pk")[:ROWS])
    if not rows:
        return
    every = f"{reverse('admin:blog_correction_changelist')}?status__exact=open"
    yield desk.Panel(
        _("Corrections to make"), [_row(row) for row in rows], more=desk.Row(_("All open corrections"), every)
    )


def _row(correction: Correction) -> desk.Row:
    url = reverse("admin:blog_correction_change", args=[correction.pk])
    return desk.Row(correction.note, url, note=correction.article.title, when=correction.opened_at)
