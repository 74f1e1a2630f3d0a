"""Turn the footnotes and tables of a clean section body into what a page shows of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from blog.markup.elements import VOID
from blog.markup.tokens import End, Start, Text, Token, write

_UID = re.compile(r"(?:[A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)*)?")
# Default-ignorable characters: a note of nothing else shows nothing.
_INVISIBLE = str.maketrans(
    "", "", "\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\ufeff"
)


@dataclass(frozen=True, slots=True)
class Note:
    """One footnote: its number on the page, the ids of its reference and of the note, its inline HTML."""

    number: int
    ref_id: str
    note_id: str
    html: str

    def with_html(self, html: str) -> "Note":
        return replace(self, html=html)


@dataclass(slots=True)
class Lifted:
    """A body without its footnotes, with references in their place."""

    tokens: list[Token] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def lift(tokens: list[Token], *, first: int, uid: str) -> Lifted:
    """Replace each footnote by a numbered reference, behind the link if it stands in one; empty notes go.

    Raises ValueError for a uid that cannot stand in an id and for a first number below 1.
    """
    if first < 1 or not _UID.fullmatch(uid):
        raise ValueError(
            f"footnotes need a first number of 1 or more and a plain uid, not {first!r} and {uid!r}"
        )
    lifted = Lifted()
    note: list[Token] | None = None
    waiting: list[Token] = []
    in_link = False
    for token in tokens:
        if _is_footnote(token):
            note = []
        elif note is not None and token == End("span"):
            reference = _reference(lifted.notes, note, first=first, uid=uid)
            (waiting if in_link else lifted.tokens).extend(reference)
            note = None
        elif note is not None:
            note.append(token)
        else:
            lifted.tokens.append(token)
            in_link = (in_link or _is_link(token)) and token != End("a")
            if not in_link and waiting:
                lifted.tokens += waiting
                waiting = []
    return lifted


def frame_tables(tokens: list[Token], *, label: str) -> Iterator[Token]:
    """Yield the tokens with each outermost table in a frame that scrolls sideways, also by keyboard.

    The frame is named by the table's caption, or else by label (already translated).
    """
    depth = 0
    for index, token in enumerate(tokens):
        if isinstance(token, Start) and token.name == "table":
            if depth == 0:
                yield _frame(_caption(tokens, after=index) or label)
            depth += 1
        yield token
        if token == End("table"):
            depth -= 1
            if depth == 0:
                yield End("div")


def _is_footnote(token: Token) -> bool:
    return isinstance(token, Start) and token.name == "span" and token.attributes.get("class") == "footnote"


def _is_link(token: Token) -> bool:
    return isinstance(token, Start) and token.name == "a"


def _reference(notes: list[Note], content: list[Token], *, first: int, uid: str) -> list[Token]:
    """Add the note to notes, unless it shows nothing, and return the tokens that refer to it."""
    if not _shown(content):
        return []
    place = "-".join(filter(None, (uid, str(len(notes) + 1))))
    note = Note(first + len(notes), f"r-{place}", f"n-{place}", write(content).strip())
    notes.append(note)
    link = {"href": f"#{note.note_id}", "id": note.ref_id, "role": "doc-noteref"}
    return [
        Start("sup", {"class": "note-ref"}),
        Start("a", link),
        Text(str(note.number)),
        End("a"),
        End("sup"),
    ]


def _shown(tokens: list[Token]) -> str:
    return "".join(token.text for token in tokens if isinstance(token, Text)).translate(_INVISIBLE).strip()


def _frame(label: str) -> Start:
    return Start("div", {"class": "scroll", "role": "region", "tabindex": "0", "aria-label": label})


def _caption(tokens: list[Token], *, after: int) -> str:
    """Return the text of the caption that opens the table, without note references."""
    words: list[str] = []
    open_elements: list[Start] = []
    for index in range(after + 1, len(tokens)):
        match token := tokens[index]:
            case Text(text):
                if not any(element.attributes.get("class") == "note-ref" for element in open_elements):
                    words.append(text)
            case Start(name) if open_elements or name == "caption":
                if name not in VOID:
                    open_elements.append(token)
            case End() if open_elements:
                open_elements.pop()
        if not open_elements and not isinstance(token, Text):
            break
    return " ".join("".join(words).split())
