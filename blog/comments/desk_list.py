"""The tabs, rows and pages of the moderators' list."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy

from blog.comments import campaigns, counters, desk_search, flags, moderation, wording
from blog.comments.models import Comment, Decision, Status
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
KEYS = {"approve": "A", "spam": "S", "trash": "D", "restore": "E"}
EXCERPT_CHARS = 320
CURSOR = "after"
# The search that finds what readers reported and nobody has settled.
REPORTED = "flag:open"
# Counting a search result goes so far; the page of the whole result counts exactly.
COUNTED = 1000


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


def is_folded(request: HttpRequest) -> bool:
    """Tell whether campaigns are one row: in the queue, but not in what was searched for."""
    return status_of(request) is Status.PENDING and not request.GET.get("q")


def filters_of(request: HttpRequest) -> dict[str, str]:
    """Return what a list is filtered by, as `desk_search.matching` takes it."""
    article = request.GET.get("article", "") or request.GET.get("article__id__exact", "")
    query = desk_search.read_part(request.GET.get("q", ""))
    found = {"status": str(status_of(request)), "q": query, "article": article}
    return {name: value for name, value in found.items() if value}


def offered(status: str) -> list[tuple[str, Any, str]]:
    """Return (verb, label, key) of what can be done with comments of a status."""
    return [(name, VERBS[name][0], KEYS[name]) for name in OFFERED[Status(status)]]


def ordering(status: Status) -> list[str]:
    """Who waits longest comes first, likely spam after all others; elsewhere the newest."""
    if status is Status.PENDING:
        return ["likely_spam", "submitted_at", "pk"]
    return ["-submitted_at", "-pk"]


def beyond(cursor: str, status: Status) -> Q:
    """Return the condition for rows after a cursor; a broken one leads to the beginning."""
    rank, _, rest = cursor.partition("~")
    moment, _, key = rest.partition("~")
    try:
        at, pk, likely = datetime.fromisoformat(moment), int(key), int(rank)
    except ValueError:
        return Q()
    if at.tzinfo is None or not 0 < pk < 2**63 or likely not in (0, 1):
        return Q()
    if status is not Status.PENDING:
        return Q(submitted_at__lte=at) & (Q(submitted_at__lt=at) | Q(pk__lt=pk))
    later = Q(submitted_at__gt=at) | Q(submitted_at=at, pk__gt=pk)
    return Q(likely_spam__gte=likely) & (Q(likely_spam__gt=likely) | later)


def not_beyond(last: Comment, status: Status) -> Q:
    """Return the condition for the rows up to and with one: ranges, as an index takes them."""
    at, pk, likely = last.submitted_at, last.pk, last.likely_spam
    if status is not Status.PENDING:
        return Q(submitted_at__gte=at) & (Q(submitted_at__gt=at) | Q(pk__gte=pk))
    earlier = Q(submitted_at__lt=at) | Q(submitted_at=at, pk__lte=pk)
    return Q(likely_spam__lte=likely) & (Q(likely_spam__lt=likely) | earlier)


def cursor_of(comment: Comment) -> str:
    """Return where a page that follows this row begins."""
    return f"{comment.likely_spam}~{comment.submitted_at.isoformat()}~{comment.pk}"


class CommentList(ChangeList):
    """The rows of a tab, with what the template shows beside them; pages by key, so that depth costs nothing."""

    def get_filters_params(self, params: Any = None) -> dict[str, Any]:
        found: dict[str, Any] = super().get_filters_params(params)
        found.pop(CURSOR, None)
        return found

    def get_results(self, request: HttpRequest) -> None:
        self.status, self.is_folded = status_of(request), is_folded(request)
        self.may_moderate = moderation.may_decide(request.user)
        self.sees_all = moderation.may_moderate(request.user)
        self.filters = filters_of(request)
        self.tallies = tallies(request)
        self.hints = desk_search.parse(self.query, private=self.may_moderate).hints if self.query else []
        self._read_page(request.GET.get(CURSOR, ""))
        self.has_filters = False
        self.offered = offered(self.status) if self.may_moderate else []
        self.back = QueryDict(mutable=True)
        self.back["back"] = urlencode(self.filters)
        if self.is_folded:
            self.back["group"] = "1"
        told = flags.told(self.result_list)
        groups = campaigns.groups(self.result_list) if self.is_folded else {}
        for comment in self.result_list:
            comment.excerpt = excerpt(comment.readable, EXCERPT_CHARS)
            comment.lines = wording.lines(comment.reasons.all())
            comment.group = groups.get(comment.campaign)
            comment.told = told.get(comment.pk)

    def _read_page(self, cursor: str) -> None:
        rows = self.queryset.filter(beyond(cursor, self.status)) if cursor else self.queryset
        rows = campaigns.folded(rows) if self.is_folded else rows
        self.read_up_to = self._end_of_reading(cursor)
        if self.read_up_to is not None:
            rows = self._keys(rows.filter(not_beyond(self.read_up_to, self.status)))
        found = list(rows[: self.list_per_page + 1])
        self.result_list = found[: self.list_per_page]
        self.has_cursor, self.next_cursor = bool(cursor), ""
        if len(found) > self.list_per_page:
            self.next_cursor = f"?{urlencode(self.filters | {CURSOR: cursor_of(self.result_list[-1])})}"
        elif self.read_up_to is not None:
            self.next_cursor = f"?{urlencode(self.filters | {CURSOR: cursor_of(self.read_up_to)})}"
        self.goes_further = self.read_up_to is not None and len(found) <= self.list_per_page
        self.result_count = self._count(len(found), is_whole=not cursor)
        self.full_result_count, self.show_full_result_count = None, False
        self.show_admin_actions = bool(self.result_count)
        self.can_show_all, self.multi_page, self.paginator = False, False, None

    def _end_of_reading(self, cursor: str) -> Comment | None:
        """Return the last comment that is read for this page where a search reads them one by one; None: all are."""
        search = desk_search.parse(self.query, private=self.may_moderate)
        indexed = desk_search.quick(search)
        if indexed is None or self.tallies[self.status] <= desk_search.READ_AT_ONCE:
            return None
        rows: QuerySet[Comment] = Comment.objects.filter(status=self.status)
        rows = rows.order_by(*ordering(self.status))
        rows = desk_search.of_article(rows, self.filters.get("article", ""))
        rows = desk_search.narrow(rows.filter(beyond(cursor, self.status)), indexed)
        last = desk_search.READ_AT_ONCE - 1
        return rows.only("likely_spam", "submitted_at")[last : last + 1].first()

    def _keys(self, rows: QuerySet[Comment]) -> QuerySet[Comment]:
        """Read rows by their keys alone, found and counted at once; all that a page shows is read for few."""
        keys = list(rows.values_list("pk", flat=True)[: COUNTED + 1])
        self.found_in_part = len(keys)
        shown: QuerySet[Comment] = self.queryset.filter(pk__in=keys[: self.list_per_page + 1])
        return shown

    def _count(self, shown: int, *, is_whole: bool) -> int:
        """Return how many match: from the tally where nothing else narrows the tab, else up to COUNTED."""
        if set(self.filters) == {"status"}:
            # A tally that says less than is seen is not believed.
            return max(self.tallies[self.status], shown)
        if is_whole and shown <= self.list_per_page and not self.is_folded:
            return shown
        if self.read_up_to is not None:
            return self.found_in_part
        return int(self.queryset.order_by()[: COUNTED + 1].count())

    @property
    def is_counted(self) -> bool:
        """Whether `result_count` is exact."""
        is_tally = set(self.filters) == {"status"}
        return is_tally or (self.read_up_to is None and self.result_count <= COUNTED)

    @property
    def read_at_once(self) -> int:
        """How many comments a page of a search reads at most."""
        return desk_search.READ_AT_ONCE

    @property
    def whole(self) -> str:
        """The query string of the page about the whole result."""
        return urlencode(self.filters)

    @property
    def is_reported(self) -> bool:
        """Whether this is the list of published comments with open reports."""
        return self.status is Status.APPROVED and self.query == REPORTED

    @property
    def tabs(self) -> list[tuple[str, Any, int, bool]]:
        return [
            (s.value, s.label, self.tallies[s], s is self.status and not self.is_reported) for s in Status
        ]


def tallies(request: HttpRequest) -> dict[str, int]:
    """Return how many comments of each status are the user's business."""
    if moderation.may_moderate(request.user) or not moderation.may_decide(request.user):
        return counters.tallies()
    own = moderation.within_reach(Comment.objects.order_by(), by=request.user)
    counted = dict(own.values_list("status").annotate(Count("pk")))
    return {status: counted.get(status, 0) for status in Status.values}
