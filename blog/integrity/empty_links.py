"""Find links that lead somewhere else and show nothing to press."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from blog.markup.elements import BLOCKS, VOID
from blog.markup.tokens import End, Start, Text, Token

_EXTERNAL = re.compile(r"\s*(?:https?:)?//", re.IGNORECASE)
_PICTURES = ("img", "svg", "picture", "video", "object", "embed", "figure")


@dataclass(frozen=True, slots=True)
class EmptyLink:
    """A link with nothing to see: where in the running text, which of the tokens opens it, where it leads."""

    at: int
    token: int
    address: str


def find_empty_links(tokens: Sequence[Token]) -> list[EmptyLink]:
    """Return the external links without a letter, digit, symbol, picture or label, in order."""
    found: list[EmptyLink] = []
    at = 0
    for index, token in enumerate(tokens):
        if isinstance(token, Start) and _leads_out(token) and _is_empty(tokens, index):
            found.append(EmptyLink(at, index, token.attributes["href"]))
        at += len(token.text) if isinstance(token, Text) else token.name in BLOCKS or token.name in VOID
    return found


def _leads_out(token: Start) -> bool:
    return token.name == "a" and bool(_EXTERNAL.match(token.attributes.get("href", "")))


def _is_empty(tokens: Sequence[Token], index: int) -> bool:
    return not _shows_something(tokens, index) and not _repeats_neighbour(tokens, index)


def without_link(tokens: Sequence[Token], index: int) -> list[Token]:
    """Return the tokens without the link that the token at `index` opens; what stands in it stays."""
    end = next(at for at in range(index, len(tokens)) if tokens[at] == End("a"))
    return [token for at, token in enumerate(tokens) if at not in (index, end)]


def _repeats_neighbour(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether the link goes on where a visible one to the same address just ended: a slip, nothing hidden."""
    if index < 2 or tokens[index - 1] != End("a"):
        return False
    before = next(at for at in range(index - 1, -1, -1) if _opens_link(tokens[at]))
    return tokens[before] == tokens[index] and _shows_something(tokens, before)


def _opens_link(token: Token) -> bool:
    return isinstance(token, Start) and token.name == "a"


def _shows_something(tokens: Sequence[Token], index: int) -> bool:
    start = tokens[index]
    if isinstance(start, Start) and start.attributes.get("aria-label", "").strip():
        return True
    for token in tokens[index + 1 :]:
        if isinstance(token, End) and token.name == "a":
            return False
        if isinstance(token, Text) and any(map(_is_seen, token.text)):
            return True
        if isinstance(token, Start) and token.name in _PICTURES:
            return True
    return False


def _is_seen(char: str) -> bool:
    """Tell whether somebody could notice a link on this character: not so on dots, commas and spaces."""
    return unicodedata.category(char)[0] in "LNS"
