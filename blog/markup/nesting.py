"""Tell cheaply, before any tree is built, whether markup would make the parser work out of proportion.

A tree builder walks its stack of open elements for many tags, and repeats unclosed formatting in every new
block, so its cost and its output can grow with the square of the input: with nh3 0.3.8, 80 KB of crafted
markup became 28 MB in 3.9 s. The scan errs on the side of depth: an end tag counts only where it surely
closes the innermost open element.
"""

import re

from blog.markup.elements import FORMATTING, NEVER_DEEP, OTHER_RULES

# Deeper than this is not writing; browsers flatten from 512.
MAX_DEPTH = 200
# For markup the scan cannot follow exactly, where every later start tag counts as a level.
MAX_SUSPECTED_DEPTH = 500
# How often formatting left open may be opened again in later elements, beside once for each tag: as much as
# twenty forgotten end tags cause in an article of a thousand tags.
FREE_REOPENINGS = 20_000

_NAME = r"[a-zA-Z][^\s/>\x00<]*+"
_ATTRIBUTE = r"""(?:\s++|(?<=["']))[^\s"'<>/=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'=<>`]++))?+"""
_TAG = rf"<(/?)({_NAME})(?:{_ATTRIBUTE})*+\s*+/?+>"
_COMMENT = r"<!--[^<>]*+(?<=--)>"
_RAW_NAMES = "script|style|iframe|textarea|title|xmp|noembed|noframes"
_RAW_TEXT = rf"<({_RAW_NAMES})(?:{_ATTRIBUTE})*+\s*+>(?:[^<]|<(?![/!]|\1))*+</\1\s*+>"
_PLAIN = re.compile(rf"[^<]++|{_COMMENT}|(?i:{_RAW_TEXT})|{_TAG}")
_START = re.compile(rf"<({_NAME})")
_FOREIGN = re.compile(r"<(?:svg|math)", re.IGNORECASE)


def is_costly(html: str, *, max_depth: int = MAX_SUSPECTED_DEPTH) -> bool:
    """Return whether nesting exceeds max_depth or the work of parsing is out of proportion. Linear time."""
    meter = _Meter()
    position = _follow(html, meter)
    foreign = bool(_FOREIGN.search(html, position))
    for match in _START.finditer(html, position):
        meter.start(match[1].lower(), nests=foreign)
    return meter.deepest > max_depth or meter.reopenings > FREE_REOPENINGS + meter.tags


def _follow(html: str, meter: "_Meter") -> int:
    """Read plain tags, comments and text as the HTML standard does; return where certainty ends."""
    position = 0
    while match := _PLAIN.match(html, position):
        closing, name = match[2], (match[3] or "").lower()
        if name in OTHER_RULES:
            break
        if name:
            meter.end(name) if closing else meter.start(name)
        position = match.end()
    return position


class _Meter:
    """Count tags, open elements, and the open formatting that each new element may have to repeat."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.formatting = self.deepest = self.tags = self.reopenings = 0

    def start(self, name: str, *, nests: bool = False) -> None:
        self.tags += 1
        self.reopenings += self.formatting
        if nests or name not in NEVER_DEEP:
            self.open.append(name)
            self.formatting += name in FORMATTING
            self.deepest = max(self.deepest, len(self.open))

    def end(self, name: str) -> None:
        if self.open and self.open[-1] == name:
            self.open.pop()
            self.formatting -= name in FORMATTING
