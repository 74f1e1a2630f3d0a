"""A comment as the learner sees it: named measures and hashed pieces of its text."""

from dataclasses import dataclass, field
from enum import Enum
from math import log2

from blog.comments.spam import hashing, plain_text, style, vocabulary

MANY_LINKS = 3
LONG_NAME_CHARS = 17
HOSTS_READ = 5


class Layer(Enum):
    """One kind of evidence; each can be left out, so that its worth can be measured."""

    TEXT = "text"
    STYLE = "style"
    VOCABULARY = "vocabulary"
    LINKS = "links"
    NAME = "name"
    WEBSITE = "website"
    REPETITION = "repetition"
    RELEVANCE = "relevance"


ALL_LAYERS = frozenset(Layer)


@dataclass(frozen=True, kw_only=True)
class Submitted:
    """What was sent. None means "not known", which counts neither way; an empty text is known to be empty."""

    text: str
    author: str | None = None
    # Where the name itself is not kept: how many words and characters it had.
    author_words: int | None = None
    author_chars: int | None = None
    url: str | None = None
    # Where the markup is not kept: how many links there were.
    links: int | None = None
    # Share of the words that the article has too, see relevance.py.
    relevance: float | None = None


@dataclass(slots=True)
class Sample:
    """Features of one comment: measures by name, and buckets of runs of characters, of words and of hosts."""

    text: str
    measures: dict[str, float]
    grams: frozenset[int] = frozenset()
    words: frozenset[int] = frozenset()
    hosts: tuple[str, ...] = ()
    sketch: tuple[int, ...] = field(default=())
    # Value of each bucket at the time of judging; rare pieces weigh more.
    values: list[tuple[int, float]] = field(default_factory=list)


def sample(submitted: Submitted, *, layers: frozenset[Layer] = ALL_LAYERS) -> Sample:
    """Return the features of a comment, those of the given layers only; never raises on any text."""
    plain = plain_text.read(submitted.text)
    measures = {"constant": 1.0}
    if Layer.STYLE in layers:
        measures |= style.measures(plain.text)
    if Layer.VOCABULARY in layers:
        measures |= vocabulary.measures(hashing.tokens(plain.text))
    if Layer.LINKS in layers:
        measures |= _links(submitted, plain)
    if Layer.NAME in layers:
        measures |= _name(submitted)
    if Layer.WEBSITE in layers and submitted.url is not None:
        measures["website: given"] = float(bool(submitted.url.strip()))
    if Layer.RELEVANCE in layers and submitted.relevance is not None:
        measures["relevance: words of the article"] = submitted.relevance * 2
    return _with_text(Sample(plain.text, measures), plain, layers)


def _with_text(made: Sample, plain: plain_text.Plain, layers: frozenset[Layer]) -> Sample:
    if Layer.TEXT in layers:
        made.grams = frozenset(hashing.grams(plain.text))
    if layers & {Layer.TEXT, Layer.REPETITION}:
        made.words = frozenset(hashing.words(plain.text))
    if Layer.LINKS in layers:
        made.hosts = tuple(dict.fromkeys(plain.hosts))[:HOSTS_READ]
    return made


def _links(submitted: Submitted, plain: plain_text.Plain) -> dict[str, float]:
    count = max(submitted.links or 0, len(plain.hosts))
    return {
        "links: how many": min(log2(1 + count), 3),
        "links: many": float(count >= MANY_LINKS),
        "links: forum markup": float(plain.has_forum_markup),
    }


def _name(submitted: Submitted) -> dict[str, float]:
    words, chars = submitted.author_words, submitted.author_chars
    if submitted.author and words is None:
        words, chars = len(submitted.author.split()), len(submitted.author)
    if not words:
        return {}
    return {
        "name: two words": float(words == 2),
        "name: three words or more": float(words >= 3),
        "name: four words or more": float(words >= 4),
        "name: long": float((chars or 0) > LONG_NAME_CHARS),
    }
