"""The tabs, rows and counts of the moderators' list."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from blog.comments import moderation, wording
from blog.comments.models import Decision, Status
from blog.markup.text import excerpt

Verb = Callable[..., Decision | None]

VERBS: dict[str, tuple[Any, Verb]] = {
    "approve": (gettext_lazy("Approve"), moderation.approve),
    "spam": (gettext_lazy("Spam"), moderation.mark_as_spam),
    "trash": (gettext_lazy("Trash"), moderation.trash),
    "restore": (gettext_lazy("Restore"), moderation.restore),
}
# What makes sense for a comment in each status, the likeliest first.
OFFERED = {
    Status.PENDING: ("approve", "spam", "trash"),
    Status.APPROVED: ("spam", "trash"),
    Status.SPAM: ("restore", "approve", "trash"),
    Status.TRASH: ("restore", "spam"),
}
EXCERPT_CHARS = 320


class StatusTabs(admin.SimpleListFilter):
    """Waiting unless another status is asked for; shown as tabs."""

    title = gettext_lazy("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(value, label) for value, label in Status.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(status=status_of(request))


def status_of(request: HttpRequest) -> Status:
    """Return the status whose tab is open."""
    asked = request.GET.get("status", "")
    return Status(asked) if asked in Status.values else Status.PENDING


class TalliedPaginator(Paginator):
    """Take the number of rows from the tally: counting a million would cost more than showing fifty."""

    tallied = 0
    tallies: dict[str, int]

    @cached_property
    def count(self) -> int:
        # A tally that says none is not believed: what waits must not be hidden by a wrong figure.
        return self.tallied or super().count


class CommentList(ChangeList):
    """The rows of a tab, with what the template shows beside them."""

    def get_results(self, request: HttpRequest) -> None:
        self.status = status_of(request)
        super().get_results(request)
        # The one filter is shown as tabs; a column kept free for filters would narrow the list.
        self.has_filters = False
        self.tallies: dict[str, int] = self.paginator.tallies
        self.may_moderate = moderation.may_moderate(request.user)
        self.offered = [(name, VERBS[name][0]) for name in OFFERED[self.status]] if self.may_moderate else []
        self.back = QueryDict(mutable=True)
        self.back["back"] = self.get_query_string().lstrip("?")
        for comment in self.result_list:
            comment.excerpt = excerpt(comment.body, EXCERPT_CHARS)
            comment.lines = wording.lines(comment.reasons.all())

    @property
    def tabs(self) -> list[tuple[str, Any, int, bool]]:
        return [(s.value, s.label, self.tallies[s], s is self.status) for s in Status]
