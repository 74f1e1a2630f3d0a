"""The approved comments of an article as a thread, in the order they are shown."""

import zlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from blog.articles.models import Article
from blog.comments.models import Comment
from blog.markup.safe import safe

# Answers that lie deeper stand at this depth, and say whom they answer.
READABLE_DEPTH = 4
HUES = 8


@dataclass(frozen=True, slots=True)
class Spot:
    """The section a comment answers, as it stands in the live revision; without an anchor it is there
    no more.
    """

    uid: str
    anchor: str = ""
    heading: str = ""
    number: int = 0


@dataclass(slots=True)
class Entry:
    """One comment as it is shown.

    `opens`: a nested list begins before it; `is_answered`: one begins after it; `closes`: one item for each
    nested list that ends after it.
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
    parent_id: int | None = None
    spot: Spot | None = None
    depth: int = 0
    answers: "Entry | None" = None
    opens: bool = False
    is_answered: bool = False
    closes: range = field(default_factory=lambda: range(0))

    @property
    def initials(self) -> str:
        """One or two letters for the avatar."""
        return initials_of(self.name)

    @property
    def hue(self) -> int:
        """The number of the avatar's colour, 0 to HUES - 1."""
        return hue_of(self.name)


@dataclass(frozen=True)
class Thread:
    """What a page shows of the comments: entries in display order, and how many answer each section (by
    uid).
    """

    entries: list[Entry]
    section_counts: dict[str, int]

    @property
    def count(self) -> int:
        """How many comments there are."""
        return len(self.entries)


def thread_of(article: Article) -> Thread:
    """Return the approved comments of an article in display order: one query, no recursion, any depth.

    A reply whose parent is not approved any more follows the comment that began the thread, or stands alone.
    """
    rows = (
        Comment.objects.approved()
        .filter(article=article.pk)
        .for_thread(revision=article.live_id)
        .values_list(*_COLUMNS)
    )
    days: dict[date, str] = {}
    found = {row[0]: (_entry(row, article.author_id, days), row[2]) for row in rows}
    entries = _in_order(found)
    _mark_lists(entries)
    counts = Counter(entry.spot.uid for entry in entries if entry.spot and entry.spot.anchor)
    return Thread(entries, dict(counts))


_COLUMNS = (
    "pk",
    "parent_id",
    "root_id",
    "author_name",
    "author_url",
    "html",
    "submitted_at",
    "user_id",
    "section__uid",
    "spot__anchor",
    "spot__text__heading",
    "spot__position",
    "edited_at",
)
_Row = tuple[
    int,
    int | None,
    int | None,
    str,
    str,
    str,
    datetime,
    int | None,
    str | None,
    str | None,
    str | None,
    int,
    datetime | None,
]


def _entry(row: _Row, author_id: int, days: dict[date, str]) -> Entry:
    pk, parent, _, name, url, html, at, user, uid, anchor, heading, position, edited_at = row
    spot = Spot(uid, anchor or "", heading or "", (position or 0) + 1) if uid else None
    stamp, when = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ"), _in_words(at, days)
    edited = _in_words(edited_at, days) if edited_at else ""
    is_author = user is not None and user == author_id
    return Entry(pk, name, url, safe(html), stamp, when, is_author, edited, parent, spot)


def _in_words(at: datetime, days: dict[date, str]) -> str:
    """Return day and time; each day is put into words once, because that is what takes the time."""
    local = timezone.localtime(at)
    day = local.date()
    if day not in days:
        days[day] = date_format(day, pgettext("day of publication", "j F Y"))
    return f"{days[day]}, {local:%H:%M}"


def _in_order(found: dict[int, tuple[Entry, int | None]]) -> list[Entry]:
    """Walk depth first over a stack of our own: threads may be deeper than Python's."""
    replies: dict[int, list[Entry]] = defaultdict(list)
    starters: list[Entry] = []
    for entry, root_id in found.values():
        above = entry.parent_id if entry.parent_id in found else root_id
        if above is not None and above in found:
            entry.answers = found[above][0]
            replies[above].append(entry)
        else:
            starters.append(entry)
    ordered: list[Entry] = []
    stack = [(entry, 0) for entry in reversed(starters)]
    while stack:
        entry, depth = stack.pop()
        entry.depth = depth
        ordered.append(entry)
        stack += ((reply, depth + 1) for reply in reversed(replies[entry.id]))
    return ordered


def _mark_lists(entries: list[Entry]) -> None:
    """Say where nested lists begin and end, no deeper than READABLE_DEPTH; drop what the nesting says
    already.
    """
    shown = [min(entry.depth, READABLE_DEPTH) for entry in entries]
    for entry, depth, before, after in zip(entries, shown, [0, *shown], [*shown[1:], 0], strict=False):
        entry.opens, entry.is_answered = depth > before, after > depth
        entry.closes = range(max(depth - after, 0))
        if entry.depth <= READABLE_DEPTH:
            entry.answers = None


def initials_of(name: str) -> str:
    """Return the first letters of the first and the last word of a name."""
    words = [word for word in name.split() if word[0].isalnum()] or [name or "?"]
    chosen = words[:1] if len(words) == 1 else [words[0], words[-1]]
    return "".join(word[0].upper()[:1] for word in chosen)


def hue_of(name: str) -> int:
    """Return a number from 0 to HUES - 1, always the same for a name."""
    return zlib.crc32(name.casefold().encode()) % HUES
