"""Find words that only look Latin: letters of other alphabets put in place of the ones they resemble."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from .scripts import script_of

# Letters that are drawn like a Latin one in ordinary typefaces.
_PAIRS = (
    "аa еe оo рp сc уy хx іi јj ѕs һh ԁd ԛq ԝw ӏl ү y ѵv ҽe ԍg пn гr тt "
    "АA ВB ЕE ЅS ІI ЈJ КK МM НH ОO РP СC ТT Ү Y УY ХX ԚQ ԜW Ԍ G ӀI ҺH "
    "αa οo νv ιi ρp υu κk τt χx γy ηn ϲc ϳj ωw εe "
    "ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX ϹC ͿJ "
    "օo ոn սu հh ցg զq յj եt վv ѡw ԱU ՍU ՏS ՕO ԼL"
)
LOOKALIKES = {
    pair[0]: pair[-1] for pair in _PAIRS.replace(" y", "y").replace(" Y", "Y").replace(" G", "G").split()
}
# Drawn alike only in some typefaces or only nearly: they count beside a letter that is drawn exactly alike.
NEARLY = frozenset("пгтγηωετκυսեցզյվѡ")
_TOKEN = re.compile(r"[^\W\d_]+")
_PARAGRAPH = re.compile(r"[^\n]+")
_FOREIGN = re.compile("[\u0370-\u058f\u1c80-\u1c8f\ua640-\ua69f\U0001d400-\U0001d7ff]")
SHORTEST_MIXED = 3
SHORTEST_WHOLE = 4
# Fewer letters than this tell nothing about the alphabet of a paragraph.
LEAST_LETTERS = 12


@dataclass(frozen=True, slots=True)
class Homoglyph:
    """A stretch text[start:end] and what it looks like."""

    start: int
    end: int
    looks_like: str


def find_homoglyphs(text: str) -> list[Homoglyph]:
    """Return the stretches of neighbouring words that mix alphabets or imitate Latin within Latin text.

    A word counts where every letter that is not Latin has a Latin twin, and the rest of its paragraph is Latin (or
    too short to tell). Russian, Greek and other texts are left alone, and so are their words within Latin text.
    """
    if not _FOREIGN.search(text):
        return []
    share = _latin_share(text)
    found: list[Homoglyph] = []
    for paragraph in _PARAGRAPH.finditer(text):
        if _FOREIGN.search(paragraph.group()):
            found += _in_paragraph(text, paragraph.start(), paragraph.end(), share)
    return _joined(text, found)


def latinised(text: str) -> str:
    """Return the text with every look-alike letter as its Latin twin."""
    plain = "".join(LOOKALIKES.get(char, char) for char in text)
    return "".join(unicodedata.normalize("NFKC", char) if _is_mathematical(char) else char for char in plain)


def _in_paragraph(text: str, start: int, end: int, share: float) -> Iterator[Homoglyph]:
    tokens = list(_TOKEN.finditer(text, start, end))
    own = _latin_share("".join(token.group() for token in tokens if not _imitates(token.group())))
    is_latin = (own if own >= 0 else share) >= 0.5 or (own < 0 and share < 0)
    if not is_latin:
        return
    # A word of look-alikes alone may be an honest foreign word: next to another foreign word it is taken for one.
    honest = any(_is_foreign_word(token.group()) for token in tokens)
    for token in tokens:
        word = token.group()
        if _is_mixed(word) or (_imitates(word) and not honest):
            yield Homoglyph(token.start(), token.end(), latinised(word))


def _joined(text: str, found: list[Homoglyph]) -> list[Homoglyph]:
    joined: list[Homoglyph] = []
    for one in found:
        if joined and text[joined[-1].end : one.start] in (" ", "-", "\xa0"):
            start = joined.pop().start
            one = Homoglyph(start, one.end, latinised(text[start : one.end]))
        joined.append(one)
    return joined


def _latin_share(text: str) -> float:
    """Return the share (0-1) of Latin letters; -1 where there are too few letters to tell."""
    letters = [char for char in text if char.isalpha()]
    if len(letters) < LEAST_LETTERS:
        return -1.0
    return sum(script_of(char) == "latin" for char in letters) / len(letters)


def _is_mathematical(char: str) -> bool:
    return "\U0001d400" <= char <= "\U0001d7ff"


def _foreign(word: str) -> list[str]:
    return [char for char in word if script_of(char) != "latin" and not _is_mark(char)]


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


def _has_twin(char: str) -> bool:
    return char in LOOKALIKES or _is_mathematical(char)


def _is_mixed(word: str) -> bool:
    """Tell whether a word of Latin letters holds look-alikes, and nothing else that is foreign."""
    foreign = _foreign(word)
    if not foreign or len(word) < SHORTEST_MIXED or len(foreign) == len(word):
        return False
    return all(map(_has_twin, foreign)) and any(char not in NEARLY for char in foreign)


def _imitates(word: str) -> bool:
    """Tell whether a word has no Latin letter at all, but could be read as one that has nothing else."""
    foreign = _foreign(word)
    if len(word) < SHORTEST_WHOLE or len(foreign) != len(word):
        return False
    return all(_has_twin(char) and char not in NEARLY for char in foreign)


def _is_foreign_word(word: str) -> bool:
    """Tell whether a word is plainly of another alphabet: letters without a twin in it."""
    return bool(word) and any(
        script_of(c) in ("cyrillic", "greek", "armenian") and not _has_twin(c) for c in word
    )
