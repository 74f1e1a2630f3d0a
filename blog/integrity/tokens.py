"""Cut a plain text into the runs of words that no punctuation interrupts."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .words import fold

TOKEN = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*")
# What may stand between two words of one phrase: spaces, one line break, a hyphen, an ampersand.
JOINT = re.compile(r"[^\S\r\n]*(?:\r\n?|\n)?[^\S\r\n]*|[-‐‑]|[^\S\r\n]*[&+][^\S\r\n]*")
PARAGRAPH_BREAK = re.compile(r"(?:\r\n?|\n)[^\S\r\n]*(?:\r\n?|\n)\s*|\f")
DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or number as it stands, where it starts, and whether it is a known word."""

    text: str
    start: int
    plain: str
    known: bool

    @property
    def end(self) -> int:
        """Return the offset just behind the token."""
        return self.start + len(self.text)

    @property
    def is_word(self) -> bool:
        """Tell whether the token is made of letters only."""
        return not DIGIT.search(self.text)


def paragraphs(text: str, known: Callable[[str], bool]) -> list[list[Token]]:
    """Return the tokens of each paragraph; blank lines and form feeds separate paragraphs."""
    return [
        [_token(match, known) for match in TOKEN.finditer(text, start, end)] for start, end in _bounds(text)
    ]


def _token(match: re.Match[str], known: Callable[[str], bool]) -> Token:
    plain = fold(match.group())
    return Token(match.group(), match.start(), plain, known(plain))


def _bounds(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in PARAGRAPH_BREAK.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def runs(text: str, tokens: list[Token]) -> Iterator[list[Token]]:
    """Yield the stretches of tokens with nothing but joints between them."""
    run: list[Token] = []
    for token in tokens:
        if run and not JOINT.fullmatch(text, run[-1].end, token.start):
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def coverage(tokens: list[Token]) -> float:
    """Return the share (0-1) of known words; 0 where there is no word."""
    known = [token.known for token in tokens if token.is_word]
    return sum(known) / len(known) if known else 0.0
