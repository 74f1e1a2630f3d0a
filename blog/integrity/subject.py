"""What a rule reads: an article or a part of one, without a query. Made by `gathering`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from blog.articles.content import SectionContent
from blog.integrity.words import Lexicon
from blog.markup.cutting import prose, running_text
from blog.markup.text import word_count
from blog.markup.tokens import Token, read


@dataclass(frozen=True)
class Picture:
    """What the rules ask of an image. `weight`: bytes of its file, 0 where unknown."""

    title: str
    alt: str = ""
    is_decorative: bool = False
    weight: int = 0


@dataclass(frozen=True)
class Target:
    """What an internal link leads to; `label` in words. `anchors`: the places its page has (None: not asked)."""

    label: str
    state: str = "public"
    anchors: frozenset[str] | None = None


@dataclass(frozen=True)
class Part:
    """One section. `arrived`: its HTML as it came in, where that was not clean."""

    uid: str
    content: SectionContent
    anchor: str = ""
    figure: Picture | None = None
    arrived: str = ""

    @cached_property
    def tokens(self) -> list[Token]:
        """The body as tokens."""
        return read(self.content.body)

    @cached_property
    def text(self) -> str:
        """The running text of the body: offsets of findings count in it."""
        return running_text(self.content.body)

    @cached_property
    def prose(self) -> str:
        """The running text with code masked."""
        return (
            prose(self.content.body)
            if "<code" in self.content.body or "<pre" in self.content.body
            else self.text
        )

    @cached_property
    def words(self) -> int:
        """How many words the body has."""
        return word_count(self.text)

    @property
    def fields(self) -> list[tuple[str, str]]:
        """Everything of the section that is text, as (name, text); code masked."""
        own = self.content
        lines = [
            ("heading", own.heading),
            ("figure_alt", own.figure_alt),
            ("figure_caption", own.figure_caption),
        ]
        return [("body", self.prose), *((name, text) for name, text in lines if text)]


@dataclass(frozen=True)
class Subject:
    """An article as far as it is looked at. `is_whole` False: one section alone, while somebody types."""

    parts: Sequence[Part]
    title: str = ""
    excerpt: str = ""
    search_description: str = ""
    cover: Picture | None = None
    path: str = ""
    anchors: frozenset[str] = frozenset()
    targets: Mapping[str, Target] = field(default_factory=dict)
    site_words: Callable[[], frozenset[str]] = frozenset
    is_whole: bool = True

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words known for the article's language and the site."""
        return Lexicon.for_text("\n\n".join(part.text for part in self.parts), site_words=self.site_words())

    @property
    def details(self) -> list[tuple[str, str]]:
        """The text of the article as a whole, as (name, text)."""
        lines = [
            ("title", self.title),
            ("excerpt", self.excerpt),
            ("search_description", self.search_description),
        ]
        return [(name, text) for name, text in lines if text]
