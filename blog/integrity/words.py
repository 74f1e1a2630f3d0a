"""Which words a text may use: the dictionary of its language and the vocabulary of the site.

The dictionaries are the frequency lists that pyspellchecker ships. A word of one to three letters counts
only when it is common, because those lists also hold abbreviations ("ag", "th") that look like torn words.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from spellchecker import SpellChecker

LANGUAGES = ("en", "es", "fr", "de", "it", "pt", "nl")
LEAST_COVERAGE = 0.6  # share of known words below which a dictionary does not fit a text
SAMPLE = 10_000  # characters enough to judge a language by
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")

# Occurrences in the package's subtitle corpora that a short word needs to count as a word in its own right.
SHORT_WORD_COUNTS = {1: 100_000, 2: 20_000, 3: 600}
SINGLE_LETTERS = {"en": "ai", "es": "aeouy", "fr": "aày", "de": "", "it": "aeioè", "pt": "aeoàéó", "nl": "u"}

# The commonest function words, enough to tell these languages apart in a few sentences.
FUNCTION_WORDS = {
    "en": "the of and to in is that for it with as was on are this be have not you from",
    "es": "el los las del que y en un una por con para es se su como más pero al lo",
    "fr": "le les des du et est une dans que qui pour pas sur avec ce sont au nous vous il",
    "de": "der die das und ist nicht den mit von zu ein eine für auf dem des sich auch wir es",
    "it": "il di che è per un una non con del della gli sono le più anche nel alla dei si",
    "pt": "o os as do da que e em um uma não para com por mais dos das como ao se",
    "nl": "de het een van en is dat niet op te voor met zijn aan er ook bij wordt om naar",
}
FUNCTION_SETS = {language: frozenset(line.split()) for language, line in FUNCTION_WORDS.items()}

# Endings the lists hold unevenly: (ending, what must stand before it, what takes its place in a listed form).
PLURAL = ("s", r"(?:[^hsxzy]|[^cs]h|[aeo]y)", "")
SIBILANT_PLURAL = ("es", r"(?:s|x|z|ch|sh)", "")
ENGLISH = (
    PLURAL, SIBILANT_PLURAL, ("ise", "", "ize"), ("ised", "", "ized"), ("ising", "", "izing"),
    ("isation", "", "ization"), ("isations", "", "izations"), ("our", "", "or"), ("ours", "", "ors"),
    ("tre", "", "ter"), ("tres", "", "ters"), ("able", "", ""), ("ness", "", ""),
)  # fmt: skip
ROMANCE = (PLURAL, ("es", r"[^aeiou]", ""))
ENDINGS = {"en": ENGLISH, "es": ROMANCE, "fr": ROMANCE, "pt": ROMANCE, "nl": (PLURAL,), "de": (), "it": ()}
SHORTEST_STEM = 4


def fold(word: str) -> str:
    """Return the word as dictionaries list it: NFC, lower case, straight apostrophe, no possessive ending."""
    plain = unicodedata.normalize("NFC", word).casefold().replace("’", "'")
    return plain.removesuffix("'s").removesuffix("'")


def words(text: str) -> Iterator[str]:
    """Yield the folded words of a text in order."""
    return (fold(match.group()) for match in WORD.finditer(text))


def vocabulary(texts: Iterable[str], *, at_least: int = 2) -> frozenset[str]:
    """Return the folded words that stand in at least so many of the texts."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(words(text)))
    return frozenset(word for word, count in counts.items() if count >= at_least)


def guess_language(text: str) -> str | None:
    """Return the language whose function words the text uses most, or None where none of ours fits."""
    counts = Counter(words(text[:SAMPLE]))
    total = sum(counts.values())
    scores = {language: sum(counts[word] for word in listed) for language, listed in FUNCTION_SETS.items()}
    best = max(scores, key=lambda language: scores[language])
    return best if total and scores[best] >= 0.08 * total else None


@lru_cache(maxsize=3)
def dictionary(language: str) -> frozenset[str]:
    """Load the listed words of a language; kept for the three languages used last.

    Raises ValueError for a language without a dictionary.
    """
    if language not in LANGUAGES:
        raise ValueError(f"no dictionary for {language!r}")
    counts = SpellChecker(language=language).word_frequency.dictionary
    folded = ((fold(word), count) for word, count in counts.items())
    listed = {word for word, count in folded if count >= SHORT_WORD_COUNTS.get(len(word), 0)}
    letters = set(SINGLE_LETTERS[language])
    return frozenset({word for word in listed if len(word) > 1} | letters)


class Lexicon:
    """The words known for one language and one site."""

    def __init__(self, language: str = "en", *, site_words: Iterable[str] = ()) -> None:
        """Name the language (one of LANGUAGES) and the folded words the site uses; load nothing yet."""
        if language not in LANGUAGES:
            raise ValueError(f"no dictionary for {language!r}")
        self.language = language
        self.site_words = frozenset(site_words)

    @classmethod
    def for_text(cls, text: str, *, site_words: Iterable[str] = (), default: str = "en") -> "Lexicon":
        """Return the lexicon of the language the text seems to be in, else of the default language."""
        plain = cls(guess_language(text) or default)
        fits = plain.coverage(text[:SAMPLE]) >= LEAST_COVERAGE
        return cls(plain.language, site_words=site_words) if fits else plain

    def known(self, word: str) -> bool:
        """Tell whether a word, in any case and with either apostrophe, is listed here or used by the site."""
        plain = fold(word)
        if plain in self.site_words or plain in dictionary(self.language):
            return True
        return self._known_part(plain) or self._known_inflection(plain)

    def _known_part(self, plain: str) -> bool:
        """Tell whether an elision (l'homme, dell'arte) leaves a listed word behind the apostrophe."""
        before, apostrophe, after = plain.partition("'")
        return bool(apostrophe) and len(before) <= 5 and len(after) > 2 and after in dictionary(self.language)

    def _known_inflection(self, plain: str) -> bool:
        listed = dictionary(self.language)
        for ending, before, instead in ENDINGS[self.language]:
            stem = plain.removesuffix(ending)
            if stem == plain or len(stem + instead) < SHORTEST_STEM:
                continue
            if stem + instead in listed and re.search(before + r"\Z", stem):
                return True
        return False

    def coverage(self, text: str) -> float:
        """Return the share (0-1) of the text's words that are known; 0 for a text without words."""
        known = [self.known(word) for word in words(text)]
        return sum(known) / len(known) if known else 0.0
