"""Read an article from a plain-text file.

The first line with text is the title. Blank lines separate paragraphs. A short line without final punctuation
between blank lines is a section heading; a paragraph after two blank lines begins a section without heading.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .decoding import Unreadable, decode
from .furniture import furniture_start

__all__ = ["PlainArticle", "PlainSection", "Unreadable", "read"]

LONGEST_HEADING_CHARS = 80
LONGEST_HEADING_WORDS = 12
SECTION_BREAK = 2  # blank lines
FINAL_PUNCTUATION = re.compile(r"[.,;:!?…。！？؟][\"'”’»)\]]*\Z")
LIST_ITEM = re.compile(r"[-*•–—>]\s")


@dataclass(frozen=True, slots=True)
class PlainSection:
    """A section: its heading, empty for none, and its paragraphs (lines joined by \\n)."""

    heading: str
    paragraphs: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PlainArticle:
    """What was read, with notes for the editor and the lines left out as page furniture."""

    title: str
    sections: list[PlainSection]
    notes: list[str]
    furniture: list[str]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines without a blank line between them, and the number of blank lines before them."""

    lines: list[str]
    blank_before: int

    @property
    def is_heading(self) -> bool:
        """Tell whether the block has the form of a section heading."""
        line = self.lines[0]
        short = len(line) <= LONGEST_HEADING_CHARS and len(line.split()) <= LONGEST_HEADING_WORDS
        return (
            len(self.lines) == 1
            and short
            and not FINAL_PUNCTUATION.search(line)
            and not LIST_ITEM.match(line)
        )


def read(raw: bytes) -> PlainArticle:
    """Read a plain-text article. Raises Unreadable with a translated reason."""
    text, notes = decode(raw)
    lines = [line.strip() for line in text.split("\n")]
    while lines and not lines[0]:
        lines.pop(0)
    if not lines:
        raise Unreadable(_("The file holds nothing but blank space."))
    title, body = lines[0], lines[1:]
    start = furniture_start(body)
    furniture = [line for line in body[start:] if line]
    notes += [_("Left out as page furniture: %(line)s") % {"line": line} for line in furniture]
    blocks = _blocks(body[:start])
    if not blocks:
        raise Unreadable(_("The file has a title but no text below it."))
    return PlainArticle(title, _sections(blocks, notes), notes, furniture)


def _blocks(lines: list[str]) -> list[Block]:
    blocks: list[Block] = []
    blank = 1
    for line in lines:
        if not line:
            blank += 1
        elif blank or not blocks:
            blocks.append(Block([line], blank))
            blank = 0
        else:
            blocks[-1].lines.append(line)
    return blocks


def _sections(blocks: list[Block], notes: list[str]) -> list[PlainSection]:
    breaks = _section_break(blocks, notes)
    sections: list[PlainSection] = []
    for block in blocks:
        # A last short line has nothing to head: it is a signature or a closing line.
        if block.is_heading and block is not blocks[-1]:
            sections.append(PlainSection("\n".join(block.lines)))
            continue
        set_apart = block.blank_before >= breaks and bool(sections and sections[-1].paragraphs)
        if not sections or set_apart:
            sections.append(PlainSection(""))
        sections[-1].paragraphs.append("\n".join(block.lines))
    return sections


def _section_break(blocks: list[Block], notes: list[str]) -> int:
    """Return how many blank lines begin a section: one more than usual in a file that never uses just one."""
    gaps = [block.blank_before for block in blocks[1:]]
    if len(gaps) >= 3 and min(gaps) >= SECTION_BREAK:
        notes.append(_("The file is double spaced: blank lines were not taken for section breaks."))
        return min(gaps) + 1
    return SECTION_BREAK
