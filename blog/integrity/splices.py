"""Find a phrase spliced into a word: "the refresh cheap pills onlinements were cold" hides "refreshments".

Two pieces of a word stand up to nine words apart with no punctuation between them, and cutting what lies
between joins them into a known word. The phrase may touch either piece, both or none. One piece of evidence
is not enough: both places must be torn (unknown as they stand), or one torn and the phrase a money phrase.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .money_terms import MONEY_TERMS, SELLING_TERMS
from .tokens import Token, coverage, paragraphs, runs
from .words import LEAST_COVERAGE, fold

LONGEST_PHRASE = 9  # words between the two pieces
SHORTEST_RESTORED = 4
SHORTEST_UNPROVEN = 5  # restored word where no money term supports the finding
SHORTEST_SOLID = 8  # token that may hide a splice without a single space
LONGEST_TOKEN = 60  # letters; beyond lies data, not words, and cutting it at every place would take long
COMMON_HERE = 3  # a money term used more often is a subject of the article and proves nothing
TERM_EVERY = 3  # a money phrase has at least one money term in so many words
SUFFIXES = frozenset(("s", "es", "d", "ed", "ing", "ly", "er", "ers"))
APOSTROPHES = ("'", "’")


@dataclass(frozen=True, slots=True)
class Splice:
    """A span to cut: text[start:end]. `left` and `right` are the pieces that then form `restores`."""

    start: int
    end: int
    inserted: str
    restores: str
    left: str
    right: str


class Half(NamedTuple):
    """One torn place: the piece of the article's word, and the part of the phrase that touches it."""

    piece: str
    rest: str


class Candidate(NamedTuple):
    """Two places in one run that could belong to one word."""

    tokens: list[Token]
    left: Half
    right: Half

    @property
    def torn(self) -> int:
        """Return how many of the two places are no known word as they stand."""
        return (not self.tokens[0].known) + (not self.tokens[-1].known)

    @property
    def phrase(self) -> list[str]:
        """Return the folded words of the inserted phrase."""
        inner = [token.plain for token in self.tokens[1:-1]]
        return [word for word in (fold(self.left.rest), *inner, fold(self.right.rest)) if word]


class Scored(NamedTuple):
    """A splice and its rank; of overlapping ones the highest rank is kept."""

    rank: tuple[int, ...]
    splice: Splice


class Reading:
    """One text while it is searched: its paragraphs, word counts, and what is known (asked once a word)."""

    def __init__(self, text: str, known: Callable[[str], bool], terms: frozenset[str]) -> None:
        self.text = text
        self.terms = terms
        self.strong_terms = terms - SELLING_TERMS
        self.longest_term = max(map(len, terms), default=0)
        self._ask = known
        self._answers: dict[str, bool] = {}
        self._cuts: dict[tuple[str, bool], list[Half]] = {}
        self.paragraphs = paragraphs(text, self.known)
        self.tokens = [token for tokens in self.paragraphs for token in tokens]
        self.counts = Counter(token.plain for token in self.tokens)

    def known(self, word: str) -> bool:
        """Tell whether the word, in any case, is known."""
        if word not in self._answers:
            self._answers[word] = self._ask(fold(word))
        return self._answers[word]

    def stands_alone(self, rest: str) -> bool:
        """Tell whether what would be cut off a torn word can be a word of the inserted phrase."""
        if rest[0].isdigit():
            return len(rest.lstrip("0123456789")) <= 2
        return fold(rest) in self.terms or (len(rest) >= 2 and self.known(rest))

    def cuts(self, token: Token, *, is_left: bool) -> list[Half]:
        """Return the ways to cut a token into a piece of a word and a word of the phrase; remembered."""
        if (token.text, is_left) not in self._cuts:
            text, places = token.text, range(1, len(token.text) - 1) if is_left else range(2, len(token.text))
            halves = (Half(text[:at], text[at:]) if is_left else Half(text[at:], text[:at]) for at in places)
            self._cuts[token.text, is_left] = [half for half in halves if self._is_cut(half, is_left=is_left)]
        return self._cuts[token.text, is_left]

    def _is_cut(self, half: Half, *, is_left: bool) -> bool:
        after = half.rest if is_left else half.piece
        return after[0] not in APOSTROPHES and self.stands_alone(half.rest)

    def money_terms(self, phrase: list[str]) -> list[str]:
        """Return the money terms of a phrase, without those that are a subject of this text."""
        return [word for word in phrase if word in self.terms and self.counts[word] <= COMMON_HERE]

    def is_unique(self, token: Token) -> bool:
        """Tell whether a token is a known word or stands once only, as torn pieces do and names do not."""
        return token.known or self.counts[token.plain] == 1


def find_splices(
    text: str, *, known: Callable[[str], bool], terms: frozenset[str] = MONEY_TERMS
) -> list[Splice]:
    """Return the splices in a plain text, in order and without overlap.

    `known` tells whether a folded word belongs to the text's language or to the site; `terms` are the folded
    words of money phrases. Nothing is reported in a text or a paragraph of which less than 60 % is known:
    there the dictionary does not fit.
    """
    reading = Reading(text, known, terms)
    if coverage(reading.tokens) < LEAST_COVERAGE:
        return []
    found = [
        scored
        for tokens in reading.paragraphs
        if coverage(tokens) >= LEAST_COVERAGE
        for run in runs(text, tokens)
        for scored in _in_run(reading, run)
    ]
    return _best(found)


def _best(found: list[Scored]) -> list[Splice]:
    kept: list[Splice] = []
    for _, splice in sorted(found, key=lambda scored: scored.rank, reverse=True):
        if all(splice.end <= other.start or splice.start >= other.end for other in kept):
            kept.append(splice)
    return sorted(kept, key=lambda splice: splice.start)


def _in_run(reading: Reading, run: list[Token]) -> Iterator[Scored]:
    for first, left in enumerate(run):
        if len(left.text) > LONGEST_TOKEN:
            continue
        if not left.known and left.is_word and SHORTEST_SOLID <= len(left.text) <= LONGEST_TOKEN:
            yield from _in_token(reading, left)
        for last in range(first + 1, min(first + LONGEST_PHRASE + 2, len(run))):
            if not (left.known and run[last].known) and len(run[last].text) <= LONGEST_TOKEN:
                yield from _between(reading, run[first : last + 1])


def _between(reading: Reading, tokens: list[Token]) -> Iterator[Scored]:
    rights = _right_halves(reading, tokens)
    for left in _left_halves(reading, tokens):
        for right in rights:
            candidate = Candidate(tokens, left, right)
            restored = _restored(left.piece, right.piece)
            if len(restored) < SHORTEST_RESTORED or not reading.known(restored):
                continue
            strength = _strength(reading, candidate, restored)
            if strength:
                yield _scored(reading, candidate, restored, strength)


def _left_halves(reading: Reading, tokens: list[Token]) -> list[Half]:
    token = tokens[0]
    stands_free = token.is_word and reading.text[token.end : tokens[1].start].isspace()
    return [Half(token.text, "")] * stands_free + reading.cuts(token, is_left=True)


def _right_halves(reading: Reading, tokens: list[Token]) -> list[Half]:
    token = tokens[-1]
    stands_free = token.is_word and reading.text[tokens[-2].end : token.start].isspace()
    return [Half(token.text, "")] * stands_free + reading.cuts(token, is_left=False)


def _restored(left: str, right: str) -> str:
    """Return the word two pieces form, without an elided article before it; empty if they cannot form one."""
    for apostrophe in APOSTROPHES:
        elided, found, bare = left.rpartition(apostrophe)
        if found and (len(elided) > 4 or len(bare) < 2):
            return ""
        left = bare
    word = left + right
    one_case = word.islower() or word.isupper() or (word[0].isupper() and word[1:].islower())
    return word if one_case and word[0].isalpha() and not any(map(str.isdigit, word)) else ""


def _strength(reading: Reading, candidate: Candidate, restored: str) -> int:
    """Return 3 for two torn places and a money phrase, 2 for two torn places, 1 for one and money, else 0."""
    phrase = candidate.phrase
    if not 1 <= len(phrase) <= LONGEST_PHRASE:
        return 0
    terms = reading.money_terms(phrase)
    is_money = bool(terms) and len(terms) * TERM_EVERY >= len(phrase)
    if candidate.torn == 2:
        return 3 if is_money else 2 * _is_plain(reading, candidate, restored)
    proven = is_money and (len(terms) > 1 or terms[0] not in SELLING_TERMS)
    return int(proven and _is_torn_once(reading, candidate, terms))


def _is_plain(reading: Reading, candidate: Candidate, restored: str) -> bool:
    """Tell whether two torn places without a money phrase are torn words, not names or rare terms."""
    first, *inner, last = candidate.tokens
    rests = [half.rest for half in (candidate.left, candidate.right) if half.rest]
    return (
        len(restored) >= SHORTEST_UNPROVEN
        and len(candidate.phrase) >= 2
        and (first.text[1:].islower() or len(first.text) == 1)
        and last.text.islower()
        and reading.is_unique(first)
        and reading.is_unique(last)
        and all(len(rest) >= 3 for rest in rests)
        and all(token.known for token in inner)
    )


def _is_torn_once(reading: Reading, candidate: Candidate, terms: list[str]) -> bool:
    """Tell whether one torn place beside a known word is a torn word, not an inflected or compound one."""
    first, last = candidate.tokens[0], candidate.tokens[-1]
    left, right = candidate.left, candidate.right
    if first.known and right.rest and right.piece in SUFFIXES:
        return False
    cuts_known = bool(first.known and left.rest) or bool(last.known and right.rest)
    if cuts_known and (len(terms) < 2 or not (left.rest and right.rest)):
        return False
    return not left.rest[:1].isupper() and reading.is_unique(first) and reading.is_unique(last)


def _scored(reading: Reading, candidate: Candidate, restored: str, strength: int) -> Scored:
    first, *inner, last = candidate.tokens
    start, end = first.start + len(candidate.left.piece), last.end - len(candidate.right.piece)
    readable = all(token.known or token.plain in reading.terms for token in inner)
    splice = Splice(
        start, end, reading.text[start:end].strip(), restored, candidate.left.piece, candidate.right.piece
    )
    return Scored((strength, readable, len(restored), start - end), splice)


def _in_token(reading: Reading, token: Token) -> Iterator[Scored]:
    """Yield splices of a single money word without any space: "mascasinosage"."""
    for start in range(1, len(token.text) - 4):
        for end in range(start + 4, min(start + reading.longest_term + 1, len(token.text))):
            term = token.text[start:end]
            left, right = token.text[:start], token.text[end:]
            if term.casefold() not in reading.strong_terms or right in SUFFIXES or term[0].isupper():
                continue
            restored = _restored(left, right)
            if len(restored) >= SHORTEST_RESTORED and reading.known(restored):
                at = token.start + start
                splice = Splice(at, at + len(term), term, restored, left, right)
                yield Scored((1, 1, len(restored), -len(term)), splice)
