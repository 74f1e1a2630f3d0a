"""Read canonical HTML (what the sanitiser has just written) as a flat list of tokens, and write it back.

Only for sanitised HTML: there every element is closed, attributes are double-quoted and `<`, `>` and `&` are
escaped in text and values, so a pattern reads it exactly, and faster than the standard library's parser.
What is written goes through the sanitiser once more before anyone sees it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

from blog.markup.settling import escape_text

_TOKEN = re.compile(r"<[^>]*>|[^<]+")
_NAME = re.compile(r"</?([a-z][a-z0-9]*)")
_ATTRIBUTE = re.compile(r' ([^\s="]+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Start:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class End:
    name: str


@dataclass(slots=True)
class Text:
    text: str


Token = Start | End | Text


def read(html: str) -> list[Token]:
    """Return the tokens of sanitised HTML in order; void elements have a Start only.

    Tokens are shared between calls: make new ones instead of changing them.
    """
    return [
        _tag(piece) if piece[0] == "<" else Text(unescape(piece) if "&" in piece else piece)
        for piece in _TOKEN.findall(html)
    ]


def write(tokens: Iterable[Token]) -> str:
    """Return the tokens as HTML source."""
    return "".join(map(_written, tokens))


@lru_cache(maxsize=1024)
def _tag(source: str) -> Token:
    name = _NAME.match(source)
    if name is None:
        return Text(unescape(source))
    if source[1] == "/":
        return End(name[1])
    return Start(name[1], {key: unescape(value) for key, value in _ATTRIBUTE.findall(source, name.end())})


def _written(token: Token) -> str:
    if isinstance(token, Text):
        return escape_text(token.text)
    if isinstance(token, End):
        return f"</{token.name}>"
    if not token.attributes:
        return f"<{token.name}>"
    return f"<{token.name}{''.join(map(_attribute, token.attributes.items()))}>"


def _attribute(item: tuple[str, str]) -> str:
    return f' {item[0]}="{escape_text(item[1]).replace(chr(34), "&quot;")}"'
