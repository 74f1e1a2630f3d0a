"""Approved comments in the order and nesting in which they are shown."""

import zlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from blog.comments.models import Status
from blog.comments.querysets import CommentQuerySet
from blog.markup.safe import safe

# Answers that lie deeper are folded, or stand at this depth and say whom they answer.
READABLE_DEPTH = 4
HUES = 8


@dataclass(frozen=True, slots=True)
class Spot:
    """The section a comment answers, as it stands in the live revision; without an anchor it is there
    no more.

    `old_heading` and `is_changed` tell of the text that was answered, as far as visitors could read it.
    """

    uid: str
    anchor: str = ""
    heading: str = ""
    number: int = 0
    old_heading: str = ""
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """Whom a comment answers, where the nesting does not say it."""

    id: int
    name: str
    href: str


@dataclass(slots=True)
class Entry:
    """One comment as it is shown.

    `opens`: a nested list begins before it; `is_answered`: one begins after it; `closes`: one item for each
    nested list that ends after it. `folded` is the first of the answers that are not shown beneath it.
    """

    id: int
    name: str
    url: str
    html: SafeString
    # The moment in UTC as HTML writes it, and in words of the site's time zone; both to the minute.
    stamp: str
    when: str
    is_author: bool
    # When its writer changed it, in words; "" where nobody did.
    edited: str = ""
    # When a moderator changed it, in words; "" while the words are its writer's own.
    amended: str = ""
    parent_id: int | None = None
    root_id: int | None = None
    spot: Spot | None = None
    depth: int = 0
    answers: Answered | None = None
    opens: bool = False
    is_answered: bool = False
    closes: range = field(default_factory=lambda: range(0))
    folded: int | None = None
    # Behind the last one shown of a thread that has more: the address of the whole of it, and how many
    # replies that has (0: not known).
    rest_url: str = ""
    rest_count: int = 0

    @property
    def thread_id(self) -> int:
        """The comment that began the thread, shown or not."""
        return self.root_id or self.id

    @property
    def initials(self) -> str:
        """One or two letters for the avatar."""
        return initials_of(self.name)

    @property
    def hue(self) -> int:
        """The number of the avatar's colour, 0 to HUES - 1."""
        return hue_of(self.name)


@dataclass(frozen=True, slots=True)
class Row:
    """A comment that was read, with the moment its thread began and the replies that thread has."""

    entry: Entry
    began: datetime
    at: datetime
    reply_count: int

    @property
    def place(self) -> tuple[datetime, int, bool, datetime, int]:
        """Its place among all: threads as they began, in each the first comment first."""
        entry = self.entry
        return self.began, entry.thread_id, entry.root_id is not None, self.at, entry.id


_COLUMNS = (
    "pk",
    "parent_id",
    "root_id",
    "author_name",
    "author_url",
    "html",
    "submitted_at",
    "user_id",
    "edited_at",
    "amended_at",
    "root__submitted_at",
    "parent__author_name",
    "parent__status",
    "reply_count",
    "section__uid",
    "spot__anchor",
    "spot__text__heading",
    "spot__position",
    "spot__text_id",
    "answered_row__text__heading",
    "answered_row__text_id",
    "answered_row__revision__public_from",
)
_SPOT = _COLUMNS.index("section__uid")


def rows_of(comments: CommentQuerySet, *, revision: int | None, author_id: int) -> list[Row]:
    """Return comments as rows in the order of their threads: one query.

    `revision` is the live one, `author_id` the account whose comments bear the author's badge.
    """
    now, days = timezone.now(), dict[date, str]()
    found = comments.for_thread(revision=revision).with_reply_counts().values_list(*_COLUMNS)
    rows = (_row(columns, author_id, days, now) for columns in found)
    return sorted(rows, key=lambda row: row.place)


def _row(columns: tuple, author_id: int, days: dict[date, str], now: datetime) -> Row:
    pk, parent, root, name, url, html, at, user, edited_at, amended_at, began, *rest = columns[:_SPOT]
    parent_name, parent_status, reply_count = rest
    entry = Entry(
        pk,
        name,
        url,
        safe(html),
        stamp=at.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ"),
        when=_in_words(at, days),
        is_author=user is not None and user == author_id,
        edited=_in_words(edited_at, days) if edited_at else "",
        amended=_in_words(amended_at, days) if amended_at else "",
        parent_id=parent,
        root_id=root,
        spot=_spot(*columns[_SPOT:], now=now),
    )
    if parent_status == Status.APPROVED:
        entry.answers = Answered(parent, parent_name, reverse("comment-permalink", args=[parent]))
    return Row(entry, began or at, at, reply_count)


def _spot(
    uid: str | None,
    anchor: str | None,
    heading: str | None,
    position: int | None,
    text: str | None,
    old_heading: str | None,
    old_text: str | None,
    public_from: datetime | None,
    *,
    now: datetime,
) -> Spot | None:
    if uid is None:
        return None
    if old_text is None or public_from is None or public_from > now:
        old_text, old_heading = None, ""
    is_changed = old_text is not None and old_text != text
    return Spot(uid, anchor or "", heading or "", (position or 0) + 1, old_heading or "", is_changed)


def _in_words(at: datetime, days: dict[date, str]) -> str:
    """Return day and time; each day is put into words once, because that is what takes the time."""
    local = timezone.localtime(at)
    day = local.date()
    if day not in days:
        days[day] = date_format(day, pgettext("day of publication", "j F Y"))
    return f"{days[day]}, {local:%H:%M}"


def arranged(entries: Iterable[Entry], *, folds: bool) -> list[Entry]:
    """Return the entries of one or more threads in display order with their nesting: no recursion, any depth.

    A reply whose parent is not among them follows the comment that began the thread, or stands alone.
    `folds` leaves out what lies deeper than READABLE_DEPTH; otherwise it stands at that depth.
    """
    ordered = _in_order(list(entries), folds=folds)
    _mark_lists(ordered)
    return ordered


def _in_order(entries: list[Entry], *, folds: bool) -> list[Entry]:
    """Walk depth first over a stack of our own: threads may be deeper than Python's."""
    found = {entry.id: entry for entry in entries}
    replies: dict[int, list[Entry]] = defaultdict(list)
    starters: list[Entry] = []
    for entry in entries:
        is_near = entry.parent_id in found
        above = entry.parent_id if is_near else entry.root_id
        _say_whom(entry, is_near=is_near)
        if above is not None and above in found:
            replies[above].append(entry)
        else:
            starters.append(entry)
    ordered: list[Entry] = []
    stack = [(entry, 0) for entry in reversed(starters)]
    while stack:
        entry, entry.depth = stack.pop()
        ordered.append(entry)
        below = replies[entry.id]
        if folds and entry.depth == READABLE_DEPTH and below:
            entry.folded = below[0].id
        else:
            stack += ((reply, entry.depth + 1) for reply in reversed(below))
        if entry.depth <= READABLE_DEPTH and entry.parent_id in found:
            entry.answers = None
    return ordered


def _say_whom(entry: Entry, *, is_near: bool) -> None:
    """Lead to what is answered on the same page, where it is there."""
    if is_near and entry.answers:
        entry.answers = Answered(entry.answers.id, entry.answers.name, f"#c{entry.answers.id}")


def _mark_lists(entries: list[Entry]) -> None:
    """Say where nested lists begin and end, no deeper than READABLE_DEPTH."""
    shown = [min(entry.depth, READABLE_DEPTH) for entry in entries]
    for entry, depth, before, after in zip(entries, shown, [0, *shown], [*shown[1:], 0], strict=False):
        entry.opens, entry.is_answered = depth > before, after > depth
        entry.closes = range(max(depth - after, 0))


def initials_of(name: str) -> str:
    """Return the first letters of the first and the last word of a name."""
    words = [word for word in name.split() if word[0].isalnum()] or [name or "?"]
    chosen = words[:1] if len(words) == 1 else [words[0], words[-1]]
    return "".join(word[0].upper()[:1] for word in chosen)


def hue_of(name: str) -> int:
    """Return a number from 0 to HUES - 1, always the same for a name."""
    return zlib.crc32(name.casefold().encode()) % HUES
