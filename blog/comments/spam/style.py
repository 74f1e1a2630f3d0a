"""How a text is written, whatever it says: signs of generators, scrapers and shouting."""

import re
from math import log2

# "end.Next", two full stops before a capital, a capital inside a word: texts glued from pieces.
_GLUE = re.compile(r"[a-z]{2}[.!?,;:]+[A-Z][a-z]|\.\.(?!\.)\s*[A-Z]|[a-z][A-Z][a-z]+ ")
_CLOSED = re.compile(r"[.!?)\"':;…”’]$")
SHORT_CHARS = 60
# Words of any living language rarely pass it; random letters do.
LONG_WORD = 18


def measures(text: str) -> dict[str, float]:
    """Return values near 0 to 2 for the visible text of a comment."""
    words = text.split()
    count = len(words) or 1
    starts_low, is_closed = text[:1].islower(), _CLOSED.search(text) is not None
    return {
        "style: length": log2(len(text) + 1) / 8 - 1,
        "style: almost empty": float(len(text) < 5),
        "style: short": float(len(text) < SHORT_CHARS),
        "style: longest word": min(max(map(len, words), default=0) / 20, 3),
        "style: endless words": min(sum(len(w) > LONG_WORD and w.isalpha() for w in words), 3) / 2,
        "style: exclamations": min(text.count("!"), 3) / 3,
        "style: questions": min(text.count("?"), 3) / 3,
        "style: starts small": float(starts_low),
        "style: ends open": float(not is_closed),
        "style: cut from the middle": float(starts_low and not is_closed),
        "style: glued pieces": min(len(_GLUE.findall(text)), 3) / 2,
        "style: title case": sum(word[:1].isupper() for word in words) / count,
        "style: variety of words": len(set(words)) / count,
        **_characters(text),
    }


def _characters(text: str) -> dict[str, float]:
    size = len(text) or 1
    return {
        "style: capitals": min(sum(map(str.isupper, text)) / size * 5, 2),
        "style: other scripts": min(sum(c > "\x7f" for c in text) / size * 10, 2),
        "style: digits": min(sum(map(str.isdigit, text)) / size * 10, 2),
        "style: marks": min(sum(not c.isalnum() and not c.isspace() for c in text) / size * 8, 2),
    }
