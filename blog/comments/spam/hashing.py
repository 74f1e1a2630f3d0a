"""Text into hashed features: words, pairs of words, and runs of three and five characters."""

import re
from collections.abc import Iterator
from zlib import crc32

# 2^18 buckets: one owner's decisions fill a fraction, and three number columns stay at a few megabytes.
BITS = 18
BUCKETS = 1 << BITS
# The start of a comment shows its kind; a longer one costs no more than this.
READ_CHARS = 3_000
GRAM_LENGTHS = (3, 5)
_WORD_SEED, _PAIR_SEED, _HOST_SEED = 77, 78, 79
# A word (with an apostrophe inside), or a run of marks: "!!!" and ":-)" speak as loud as words.
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[!?.,;:()@#$%&*\-=+/\"]+")

Span = tuple[int, int]


def grams(text: str) -> set[int]:
    """Return the buckets of all runs of characters in folded `text` (case does not count)."""
    return {bucket for bucket, _ in located_grams(text)}


def words(text: str) -> set[int]:
    """Return the buckets of all words and pairs of neighbouring words in `text`."""
    return {bucket for bucket, _ in located_words(text)}


def host(name: str) -> int:
    """Return the bucket of a link's host."""
    return _bucket(name.lower(), _HOST_SEED)


def tokens(text: str) -> list[str]:
    """Return the words and runs of marks at the start of `text`, folded."""
    return [match.group().casefold() for match in _TOKEN.finditer(text[:READ_CHARS])]


def located_grams(text: str) -> Iterator[tuple[int, Span]]:
    """Yield (bucket, span in `text`) of every run of characters, the ends padded with a space."""
    padded = f" {text[:READ_CHARS].lower()} "
    if len(padded) != min(len(text), READ_CHARS) + 2:
        # A few capitals grow when they are lowered; spans would point beside their characters.
        padded = f" {''.join(c.lower()[:1] or c for c in text[:READ_CHARS])} "
    for length in GRAM_LENGTHS:
        for start in range(len(padded) - length + 1):
            yield _bucket(padded[start : start + length], length), (max(start - 1, 0), start + length - 1)


def located_words(text: str) -> Iterator[tuple[int, Span]]:
    """Yield (bucket, span in `text`) of every word and of every pair of neighbours."""
    before, before_start = "", 0
    for match in _TOKEN.finditer(text[:READ_CHARS]):
        word = match.group().casefold()
        yield _bucket(word, _WORD_SEED), match.span()
        if before:
            yield _bucket(f"{before} {word}", _PAIR_SEED), (before_start, match.end())
        before, before_start = word, match.start()


def _bucket(piece: str, seed: int) -> int:
    # crc32 is stable across runs and machines, as a stored state needs; built-in hash() is not.
    return crc32(piece.encode("utf-8", "surrogatepass"), seed) & (BUCKETS - 1)
