"""The running text of a section body, and cutting a stretch out of it without harming the markup around."""

from collections.abc import Iterable, Sequence

from blog.markup.elements import BLOCKS, VOID
from blog.markup.section_html import clean
from blog.markup.settling import CleanHtml
from blog.markup.tokens import End, Start, Text, Token, read, write

CODE = ("code", "pre")
MASK = "|"


def running_text(body: str) -> str:
    """Return the text of a clean body with a line break at every border of a block; `cut` counts in it."""
    return "".join(piece for piece, _ in _pieces(read(body)))


def cut(body: str, start: int, end: int) -> CleanHtml:
    """Return the body without the characters start (included) to end (excluded) of its running text.

    Inline elements that are left without any text go as well. Raises ValueError for a range outside the text.
    """
    return rewrite(body, [(start, end, "")])


def rewrite(body: str, changes: Sequence[tuple[int, int, str]]) -> CleanHtml:
    """Return the body with stretches of its running text, given as (start, end, new text), replaced.

    Stretches must not overlap; the new text stands where the old one began. Inline elements that are left without
    any text go as well. Raises ValueError for a range outside the text.
    """
    tokens = read(body)
    length = len(running_text(body))
    for start, end, _ in changes:
        if not 0 <= start < end <= length:
            raise ValueError(f"{start}-{end} is no stretch of this text")
    kept: list[Token] = []
    at = 0
    for piece, token in _pieces(tokens):
        kept.append(Text(_rewritten(piece, at, changes)) if isinstance(token, Text) else token)
        at += len(piece)
    return clean(write(_without_emptied(kept)))


def _rewritten(piece: str, at: int, changes: Sequence[tuple[int, int, str]]) -> str:
    """Return one text token, which begins at `at`, with the changes that touch it."""
    for start, end, new in sorted(changes, reverse=True):
        left, right = max(start - at, 0), min(end - at, len(piece))
        if left < right:
            piece = piece[:left] + (new if start >= at else "") + piece[right:]
    return piece


def prose(body: str) -> str:
    """Return the running text with every character of code masked: places stay, code is no prose."""
    parts: list[str] = []
    depth = 0
    for piece, token in _pieces(read(body)):
        if not isinstance(token, Text) and token.name in CODE:
            depth += 1 if isinstance(token, Start) else -1
        parts.append(MASK * len(piece) if depth and isinstance(token, Text) else piece)
    return "".join(parts)


def _pieces(tokens: Iterable[Token]) -> Iterable[tuple[str, Token]]:
    for token in tokens:
        if isinstance(token, Text):
            yield token.text, token
        else:
            yield ("\n" if token.name in BLOCKS or token.name in VOID else ""), token


def _without_emptied(tokens: list[Token]) -> list[Token]:
    kept: list[Token] = []
    for token in tokens:
        if isinstance(token, Text) and not token.text:
            continue
        opened = kept[-1] if kept else None
        if isinstance(token, End) and token.name not in BLOCKS and _opens(opened, token.name):
            kept.pop()
            continue
        kept.append(token)
    return kept


def _opens(token: Token | None, name: str) -> bool:
    return isinstance(token, Start) and token.name == name
