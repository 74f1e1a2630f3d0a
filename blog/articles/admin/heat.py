"""The list of sections with how much each drew, drawn as bars the template writes into an SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from blog.articles.admin.leaves import Leaf
from blog.articles.echoes import Count, Echoes

# Drawing units of the longest bar.
WIDTH = 200


@dataclass(frozen=True)
class Piece:
    """One part of a bar: place and width in drawing units."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True)
class Bar:
    """One section: its name as the outline says it, the leaf it stands on (None: on none), and its counts."""

    name: str
    leaf: int | str | None
    counts: list[Count]
    pieces: list[Piece]


def bars_of(leaves: Sequence[Leaf], echoes: Echoes) -> list[Bar]:
    """Return a bar for every section that drew something, in the order of the form; no query."""
    places: list[tuple[str, str, int | str | None]] = [
        (
            leaf.uid,
            leaf.content.heading or (_("Introduction") if not leaf.index else _("Without heading")),
            leaf.index,
        )
        for leaf in leaves
        if leaf.uid
    ]
    standing = {uid for uid, _name, _leaf in places}
    places += [(uid, _("A section taken out"), None) for uid in echoes.counts if uid and uid not in standing]
    places.append(("", _("The article as a whole"), None))
    longest = max((_total(counts) for counts in echoes.counts.values()), default=0)
    return [
        Bar(name, leaf, echoes.counts[uid], _pieces(echoes.counts[uid], longest))
        for uid, name, leaf in places
        if uid in echoes.counts
    ]


def _total(counts: Sequence[Count]) -> int:
    return sum(count.number for count in counts)


def _pieces(counts: Sequence[Count], longest: int) -> list[Piece]:
    pieces, x = [], 0.0
    for count in counts:
        width = WIDTH * count.number / longest if longest else 0.0
        pieces.append(Piece(count.kind, round(x, 1), round(width, 1)))
        x += width
    return pieces
