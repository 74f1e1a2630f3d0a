"""How much of a comment speaks of what the article speaks of; needs no decision."""

from blog.comments.spam import hashing

# Shorter words hold languages together and say nothing about the subject.
MIN_LETTERS = 5
# Enough of a word to meet its other forms without a grammar of every language.
STEM_LETTERS = 6
# A thank-you has too few words to be about anything.
MIN_WORDS = 4


def stems(text: str) -> frozenset[str]:
    """Return the beginnings of the telling words at the start of a text."""
    return frozenset(
        word[:STEM_LETTERS] for word in hashing.tokens(text) if len(word) >= MIN_LETTERS and word[0].isalpha()
    )


def share(comment: str, article_stems: frozenset[str]) -> float | None:
    """Return which share (0 to 1) of a comment's telling words the article has; None if too few to tell."""
    own = stems(comment)
    if len(own) < MIN_WORDS or not article_stems:
        return None
    return len(own & article_stems) / len(own)
