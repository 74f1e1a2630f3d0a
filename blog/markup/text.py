"""The words of an article: plain text of clean HTML, counts, reading time and excerpts."""

import math
import re
import unicodedata

from blog.markup.elements import BLOCKS, VOID
from blog.markup.settling import scrub
from blog.markup.tokens import End, Start, Text, Token, read

# Mean silent reading rate of English non-fiction: Brysbaert (2019), "How many words do we read per minute?",
# Journal of Memory and Language 109.
WORDS_PER_MINUTE = 238
# Chinese and Japanese write no spaces; two characters are taken for a word, which is the usual length of one.
WORDS_PER_IDEOGRAPH = 0.5
ELLIPSIS = "…"

_IDEOGRAPH = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
_WORD = re.compile(r"\w+(?:[^\w\s]\w+)*")
_ZWJ = "\u200d"


def plain(html: str, *, footnotes: bool = True, quotes: bool = True) -> str:
    """Return the text of clean HTML, one line for each block element.

    Footnotes written in the body stand in parentheses, or are left out if footnotes is false; the numbers
    that `section_html.render` puts in their place are always left out. Block quotes go if quotes is false.
    """
    writer = _TextWriter(footnotes=footnotes, quotes=quotes)
    for token in read(scrub(html)):
        writer.take(token)
    lines = (_squeezed(line) for line in "".join(writer.parts).split("\n"))
    return "\n".join(line for line in lines if line)


def word_count(text: str) -> int:
    """Return the number of words: runs of letters and digits, and half a word for each ideograph or kana."""
    ideographs = len(_IDEOGRAPH.findall(text))
    words = len(_WORD.findall(_IDEOGRAPH.sub(" ", text)))
    return words + math.ceil(ideographs * WORDS_PER_IDEOGRAPH)


def reading_minutes(words: int) -> int:
    """Return whole minutes to read so many words at WORDS_PER_MINUTE, at least 1."""
    return max(1, round(words / WORDS_PER_MINUTE))


def excerpt(text: str, max_chars: int) -> str:
    """Return text on one line, cut to at most max_chars code points with an ellipsis in place of the rest.

    It is cut between words where a space lies in the later half, otherwise between characters as readers see
    them: never before a combining mark or inside a joined emoji. Raises ValueError for max_chars below 1.
    """
    if max_chars < 1:
        raise ValueError(f"an excerpt needs room for one character at least, not {max_chars}")
    line = " ".join(text.split())
    if len(line) <= max_chars:
        return line
    end = max_chars - 1
    space = line.rfind(" ", 0, end + 1)
    if space * 2 < max_chars:
        space = _character_start(line, end)
    return line[:space].rstrip(" ,;:-–—") + ELLIPSIS


class _TextWriter:
    """Turn tokens into text with line breaks around blocks."""

    def __init__(self, *, footnotes: bool, quotes: bool) -> None:
        self.footnotes = footnotes
        self.quotes = quotes
        self.parts: list[str] = []
        self.open: list[str] = []

    def take(self, token: Token) -> None:
        match token:
            case Text(text):
                self._add(text if "pre" in self.open else text.replace("\n", " "))
            case Start(name) if name in VOID:
                self._add("\n")
            case Start(name, attributes):
                self._add("\n" if name in BLOCKS else "")
                self.open.append(attributes.get("class", "") if name in ("span", "sup") else name)
                self._add(" (" if self.open[-1] == "footnote" else "")
            case End(name):
                self._add(")" if self.open[-1:] == ["footnote"] else "")
                del self.open[-1:]
                self._add("\n" if name in BLOCKS else "")

    def _add(self, text: str) -> None:
        is_quote = "blockquote" in self.open and not self.quotes
        if "note-ref" not in self.open and (self.footnotes or "footnote" not in self.open) and not is_quote:
            self.parts.append(text)


def _squeezed(line: str) -> str:
    return " ".join(line.split())


def _character_start(text: str, position: int) -> int:
    """Return the last place at or before position where a character as readers see it begins."""
    while 0 < position < len(text) and _joins(text, position):
        position -= 1
    return position


def _joins(text: str, position: int) -> bool:
    """Return whether a code point belongs to the one before it (marks, joiners, flags, skin tones)."""
    char, previous = text[position], text[position - 1]
    if unicodedata.category(char).startswith("M") or char == _ZWJ or previous == _ZWJ:
        return True
    if _is_regional(char):
        return _regionals_before(text, position) % 2 == 1
    return "\U0001f3fb" <= char <= "\U0001f3ff"


def _is_regional(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _regionals_before(text: str, position: int) -> int:
    start = position
    while start and _is_regional(text[start - 1]):
        start -= 1
    return position - start
