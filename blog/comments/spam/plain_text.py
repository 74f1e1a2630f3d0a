"""A comment as it reads: markup taken out, the hosts of its links set aside."""

import html
import re
import unicodedata
from dataclasses import dataclass

# What a comment may hold at most; a longer one is judged by its beginning.
MAX_CHARS = 10_000
_TAG = re.compile(r"<[^<>]{0,2000}>")
_LINK = re.compile(r"(?:https?://|\bwww\.)([^\s<>\"'\])/?#]+)[^\s<>\"'\])]*", re.IGNORECASE)
_FORUM_LINK = re.compile(r"\[url[=\]]", re.IGNORECASE)
# No character has so long a number, and the standard library refuses to read one of thousands of digits.
_ENDLESS_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{9,};?")
# Reordering a long run of marks costs its square; no script stacks so many on one letter.
_MARKS = re.compile(r"([\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f]{4})[\u0300-\u065f]+")


@dataclass(frozen=True, slots=True)
class Plain:
    """Visible text with single spaces, the hosts linked to, and whether markup of forums was used."""

    text: str
    hosts: tuple[str, ...]
    has_forum_markup: bool


def read(source: str) -> Plain:
    """Return what a reader would see of `source`, of whatever shape; never raises."""
    source = html.unescape(_ENDLESS_NUMBER.sub(" ", source[:MAX_CHARS]))
    hosts = tuple(found.lower().removeprefix("www.")[:100] for found in _LINK.findall(source))
    visible = _TAG.sub(" ", source)
    visible = unicodedata.normalize("NFKC", _MARKS.sub(r"\1", visible))[:MAX_CHARS]
    return Plain(" ".join(visible.split()), hosts, _FORUM_LINK.search(source) is not None)
