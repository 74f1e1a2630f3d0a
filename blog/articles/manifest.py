"""Which sections a revision lists: the working copy's, the live revision's, or a chosen mixture."""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from blog.articles.content import SectionContent
from blog.articles.models import Article, Revision, RevisionSection, Section


@dataclass(frozen=True)
class Entry:
    """One line of a manifest before it is stored."""

    section: Section
    content: SectionContent
    anchor: str

    @property
    def uid(self) -> str:
        return self.section.uid


class Change(StrEnum):
    """How a section of the working copy differs from the live revision."""

    ADDED = "added"
    EDITED = "edited"
    MOVED = "moved"
    REMOVED = "removed"


@dataclass(frozen=True)
class SectionChange:
    """A section that publishing would change, and how."""

    section: Section
    kinds: frozenset[Change]


def working_entries(article: Article) -> list[Entry]:
    """Return the working copy in its order, without sections that say nothing: one query."""
    rows = article.sections.filter(position__isnull=False).order_by("position")
    return [Entry(row, row.content, row.anchor) for row in rows if not row.content.is_empty]


def entries_of(revision: Revision | None) -> list[Entry]:
    """Return what a revision lists, in its order: one query."""
    if revision is None:
        return []
    rows = RevisionSection.objects.filter(revision=revision).select_related("section", "text")
    rows = rows.order_by("position")
    return [Entry(row.section, row.text.content, row.anchor) for row in rows]


def changes_between(live: Sequence[Entry], working: Sequence[Entry]) -> list[SectionChange]:
    """Return what publishing everything would change, in working order, removed sections last."""
    before = {entry.uid: entry for entry in live}
    moved = _moved([e.uid for e in live], [e.uid for e in working])
    changes = [_change(entry, before.get(entry.uid), moved) for entry in working]
    kept = {entry.uid for entry in working}
    gone = [SectionChange(e.section, frozenset({Change.REMOVED})) for e in live if e.uid not in kept]
    return [change for change in changes if change.kinds] + gone


def _change(entry: Entry, before: Entry | None, moved: Collection[str]) -> SectionChange:
    if before is None:
        return SectionChange(entry.section, frozenset({Change.ADDED}))
    kinds = set()
    if before.content != entry.content or before.anchor != entry.anchor:
        kinds.add(Change.EDITED)
    if entry.uid in moved:
        kinds.add(Change.MOVED)
    return SectionChange(entry.section, frozenset(kinds))


def _moved(live: Sequence[str], working: Sequence[str]) -> set[str]:
    """Return the fewest uids whose moving explains the new order: all but a longest increasing subsequence."""
    place = {uid: index for index, uid in enumerate(live)}
    common = [uid for uid in working if uid in place]
    tails: list[int] = []
    ends: list[str] = []
    previous: dict[str, str | None] = {}
    for uid in common:
        at = bisect_left(tails, place[uid])
        previous[uid] = ends[at - 1] if at else None
        tails[at : at + 1], ends[at : at + 1] = [place[uid]], [uid]
    stayed: set[str] = set()
    step = ends[-1] if ends else None
    while step is not None:
        stayed.add(step)
        step = previous[step]
    return set(common) - stayed


def merged(live: Sequence[Entry], working: Sequence[Entry], *, chosen: Collection[str]) -> list[Entry]:
    """Return the live manifest with only the chosen sections taken from the working copy.

    A chosen section that was edited is replaced where it stands; one that was added or moved goes behind the nearest
    section before it in the working copy; one that was removed goes. Nothing else changes its place.
    """
    now_working = {entry.uid: entry for entry in working}
    moved = _moved([e.uid for e in live], [e.uid for e in working])
    result = [
        now_working[e.uid] if e.uid in chosen and e.uid in now_working else e
        for e in live
        if e.uid not in chosen or (e.uid in now_working and e.uid not in moved)
    ]
    for index, entry in enumerate(working):
        if entry.uid in chosen and entry.uid not in {e.uid for e in result}:
            result.insert(_place_after(result, [e.uid for e in working[:index]]), entry)
    return result


def _place_after(result: Sequence[Entry], earlier: Sequence[str]) -> int:
    places = {entry.uid: index for index, entry in enumerate(result)}
    return next((places[uid] + 1 for uid in reversed(earlier) if uid in places), 0)
