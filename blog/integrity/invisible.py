"""Find characters that readers cannot see inside what they read: spelling that dodges a word filter, hidden tags.

Some scripts need them: joiners in Arabic, Indic, Khmer and emoji, zero-width spaces where words have no spaces
between them, direction marks around right-to-left text, soft hyphens in long words. What stands at the edge of a
word comes from careless copying and is not reported.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .scripts import is_letter, is_pictograph, script_of

ZERO_SPACES = "\u200b\u2060\ufeff\u180e\u2061\u2062\u2063\u2064\u034f"
JOINERS = "\u200c\u200d"
SOFT_HYPHEN = "\u00ad"
MARKS = "\u200e\u200f\u061c"
EMBEDDINGS = "\u202a\u202b\u2066\u2067\u2068"
OVERRIDES = {"\u202d": "ltr", "\u202e": "rtl"}
CLOSERS = "\u202c\u2069"
FILLERS = "\u115f\u1160\u3164\uffa0\u17b4\u17b5\u206a\u206b\u206c\u206d\u206e\u206f\ufff9\ufffa\ufffb"
_ANY = (
    f"{ZERO_SPACES}{JOINERS}{SOFT_HYPHEN}{MARKS}{EMBEDDINGS}{''.join(OVERRIDES)}{CLOSERS}{FILLERS}"
    "\ufe00-\ufe0f\U000e0000-\U000e0fff"
)
INVISIBLE = re.compile(f"[{_ANY}]")
_WORD = re.compile(r"\S+")
_PARAGRAPH = re.compile(r"[^\n]+")
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f")
_TAGS = re.compile("[\U000e0000-\U000e007f]+")
# Hyphenation leaves two letters at least on either side.
_SHORTEST_PART = 2


@dataclass(frozen=True, slots=True)
class Invisible:
    """A stretch text[start:end] of words and the offsets (in the text) of what cannot be seen in them."""

    start: int
    end: int
    offsets: tuple[int, ...]
    shown: str


def find_invisible(text: str) -> list[Invisible]:
    """Return the words with invisible characters that their script has no use for, neighbours taken together."""
    if not INVISIBLE.search(text):
        return []
    found: list[Invisible] = []
    for paragraph in _PARAGRAPH.finditer(text):
        bad = _bad_offsets(paragraph.group())
        if bad:
            found += _by_word(text, paragraph.start(), paragraph.end(), sorted(bad))
    return found


def _by_word(text: str, start: int, end: int, bad: list[int]) -> Iterator[Invisible]:
    """Yield one stretch for each run of neighbouring words that hold bad offsets (counted from `start`)."""
    run: list[re.Match[str]] = []
    places = [start + at for at in bad]
    for word in _WORD.finditer(text, start, end):
        if any(word.start() <= at < word.end() for at in places):
            run.append(word)
        elif run:
            yield _stretch(text, run, places)
            run = []
    if run:
        yield _stretch(text, run, places)


def _stretch(text: str, run: list[re.Match[str]], places: list[int]) -> Invisible:
    start, end = run[0].start(), run[-1].end()
    return Invisible(start, end, tuple(at for at in places if start <= at < end), seen(text[start:end]))


def seen(text: str) -> str:
    """Return the text as it looks: tags as the letters they stand for, everything else invisible left out."""
    told = _TAGS.sub(lambda match: _untagged(match.group()), text)
    return INVISIBLE.sub("", told).strip()


def _untagged(tags: str) -> str:
    return "".join(chr(ord(tag) - 0xE0000) for tag in tags if 0xE0020 <= ord(tag) <= 0xE007E)


def _bad_offsets(line: str) -> set[int]:
    spans = [match.span() for match in _FLAG.finditer(line)]
    bad: set[int] = set()
    for match in INVISIBLE.finditer(line):
        at, char = match.start(), match.group()
        if not any(a <= at < b for a, b in spans) and _is_bad(line, at, char):
            bad.add(at)
    return bad | _bad_directions(line)


def _is_bad(line: str, at: int, char: str) -> bool:
    """Tell whether one invisible character (no direction, see there) has no business where it stands."""
    if ord(char) >= 0xE0000:
        return not (ord(char) >= 0xE0100 and script_of(_visible(line, at, -1)) == "unspaced")
    before, after = _visible(line, at, -1), _visible(line, at, 1)
    if char == SOFT_HYPHEN:
        return _is_bad_hyphen(line, at)
    if char in MARKS:
        return script_of(before) == script_of(after) == "latin"
    if char in JOINERS:
        return _is_inside(before, after) and not _joins(before, after)
    if char in ZERO_SPACES:
        return _is_inside(before, after) and not _divides(before, after)
    if "\ufe00" <= char <= "\ufe0f":
        return script_of(before) in ("latin", "cyrillic", "greek") and is_letter(after)
    return (
        char in FILLERS
        and _is_inside(before, after)
        and "unspaced" not in (script_of(before), script_of(after))
    )


def _is_inside(before: str, after: str) -> bool:
    return is_letter(before) and is_letter(after)


def _joins(before: str, after: str) -> bool:
    scripts = {script_of(before), script_of(after)}
    return bool(scripts & {"rtl", "indic", "mongolian", "unspaced"}) or is_pictograph(before)


def _divides(before: str, after: str) -> bool:
    return bool({script_of(before), script_of(after)} & {"unspaced", "mongolian", "indic"})


def _visible(line: str, at: int, step: int) -> str:
    """Return the nearest character that can be seen, or "" where the line or (for inside) the word ends."""
    at += step
    while 0 <= at < len(line) and INVISIBLE.match(line[at]):
        at += step
    return line[at] if 0 <= at < len(line) else ""


def _is_bad_hyphen(line: str, at: int) -> bool:
    """Tell whether a soft hyphen stands beside a single letter, as no hyphenation would put it."""
    before, after = _part(line, at, -1), _part(line, at, 1)
    inside = before > 0 and after > 0
    return inside and min(before, after) < _SHORTEST_PART


def _part(line: str, at: int, step: int) -> int:
    """Return how many letters stand between a soft hyphen and the next one, or the end of the word."""
    count, at = 0, at + step
    while (
        0 <= at < len(line) and (is_letter(line[at]) or INVISIBLE.match(line[at])) and line[at] != SOFT_HYPHEN
    ):
        count += is_letter(line[at])
        at += step
    return count


def _bad_directions(line: str) -> set[int]:
    """Return the offsets of direction controls that no right-to-left text asks for, closers included."""
    open_controls: list[int] = []
    bad: set[int] = set()
    is_rtl_line = any(script_of(char) == "rtl" for char in line)
    for match in _CONTROL.finditer(line):
        at, char = match.start(), match.group()
        if char not in CLOSERS:
            open_controls.append(at)
        elif open_controls:
            begun = open_controls.pop()
            bad |= (
                {begun, at} if _turns(line[begun + 1 : at], line[begun], is_rtl_line=is_rtl_line) else set()
            )
    bad |= {at for at in open_controls if _turns(line[at + 1 :], line[at], is_rtl_line=is_rtl_line)}
    return bad


_CONTROL = re.compile(f"[{EMBEDDINGS}{''.join(OVERRIDES)}{CLOSERS}]")


def _turns(inner: str, control: str, *, is_rtl_line: bool) -> bool:
    """Tell whether a control only serves to turn or hide what it encloses (empty: it does nothing)."""
    letters = [char for char in inner if char.isalpha()]
    if not letters:
        return False
    if not is_rtl_line:
        return True
    against = {"rtl": "latin", "ltr": "rtl"}.get(OVERRIDES.get(control, ""), "")
    return bool(against) and any(script_of(char) == against for char in letters)
