"""The running text of a section body, and cutting a stretch out of it without harming the markup around."""

from collections.abc import Iterable

from blog.markup.elements import BLOCKS, VOID
from blog.markup.section_html import clean
from blog.markup.settling import CleanHtml
from blog.markup.tokens import End, Start, Text, Token, read, write


def running_text(body: str) -> str:
    """Return the text of a clean body with a line break at every border of a block; `cut` counts in it."""
    return "".join(piece for piece, _ in _pieces(read(body)))


def cut(body: str, start: int, end: int) -> CleanHtml:
    """Return the body without the characters start (included) to end (excluded) of its running text.

    Inline elements that are left without any text go as well. Raises ValueError for a range outside the text.
    """
    tokens = read(body)
    if not 0 <= start < end <= len(running_text(body)):
        raise ValueError(f"{start}-{end} is no stretch of this text")
    kept: list[Token] = []
    at = 0
    for piece, token in _pieces(tokens):
        if isinstance(token, Text):
            left = piece[: max(0, start - at)] if at < start else ""
            right = piece[max(0, end - at) :]
            kept.append(Text(piece if at + len(piece) <= start or at >= end else left + right))
        else:
            kept.append(token)
        at += len(piece)
    return clean(write(_without_emptied(kept)))


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
