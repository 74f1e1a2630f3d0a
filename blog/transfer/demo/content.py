"""Reads the demo magazine's files into plain objects: no model, no database, no clock."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

HERE = Path(__file__).parent
IMAGES = HERE / "images"

State = Literal["published", "draft", "scheduled", "expired"]
Status = Literal["approved", "pending", "spam", "trash"]


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody who writes for the magazine."""

    slug: str
    name: str
    email: str
    bio: str


@dataclass(frozen=True, slots=True)
class Term:
    """A category (with its one line) or a tag (without)."""

    slug: str
    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image file with what belongs to it; sizes in pixels."""

    file: str
    title: str
    width: int
    height: int
    alt: str
    credit: str

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return IMAGES / self.file


@dataclass(frozen=True, slots=True)
class SectionText:
    """A section as published; `changed_body` is a later text that is not published yet."""

    heading: str
    body: str
    figure: str = ""
    figure_caption: str = ""
    changed_body: str = ""


@dataclass(frozen=True, slots=True)
class ArticleText:
    """An article; days count back from the moment of loading, `publish_in_days` counts forward."""

    title: str
    slug: str
    excerpt: str
    search_description: str
    category: str
    tags: tuple[str, ...]
    author: str
    state: State
    sections: tuple[SectionText, ...]
    cover: str = ""
    published_days_ago: float = 0
    publish_in_days: float = 0
    expired_days_ago: float = 0

    def section_at(self, heading: str) -> SectionText:
        """Return the section with that heading ("" is the introduction); raises LookupError."""
        for section in self.sections:
            if section.heading == heading:
                return section
        raise LookupError(f"{self.slug} has no section headed {heading!r}")


@dataclass(frozen=True, slots=True)
class CommentText:
    """A comment. Either `minutes_after` (publication of its article) or `minutes_ago` (from loading) is set.

    `section` is a heading; `by_author` is the slug of a writer of the magazine (no name or e-mail needed).
    """

    id: str
    article: str
    body: str
    status: Status = "approved"
    name: str = ""
    email: str = ""
    url: str = ""
    by_author: str = ""
    section: str = ""
    parent: str = ""
    minutes_after: int | None = None
    minutes_ago: int | None = None


@dataclass(frozen=True, slots=True)
class Magazine:
    """Everything a fresh installation opens with; comments stand after what they answer."""

    name: str
    tagline: str
    about: str
    authors: tuple[Author, ...]
    categories: tuple[Term, ...]
    tags: tuple[Term, ...]
    pictures: Mapping[str, Picture]
    articles: tuple[ArticleText, ...]
    comments: tuple[CommentText, ...]


def read() -> Magazine:
    """Read the whole magazine; raises TypeError for a key that no field has, or a field without its key."""
    site = _toml("site.toml")
    pictures = [Picture(**row) for row in _toml("images.toml")["images"]]
    comments = [*_toml("comments.toml")["comments"], *_toml("queue.toml")["comments"]]
    return Magazine(
        name=site["name"],
        tagline=site["tagline"],
        about=site["about"],
        authors=tuple(Author(**row) for row in site["authors"]),
        categories=tuple(Term(**row) for row in site["categories"]),
        tags=tuple(Term(**row) for row in site["tags"]),
        pictures={picture.file: picture for picture in pictures},
        articles=tuple(_article(path) for path in sorted((HERE / "articles").glob("*.toml"))),
        comments=tuple(_comment(row) for row in comments),
    )


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def _article(path: Path) -> ArticleText:
    fields = tomllib.loads(path.read_text(encoding="utf-8"))
    sections = tuple(_section(row) for row in fields.pop("sections"))
    return ArticleText(**fields | {"tags": tuple(fields["tags"])}, sections=sections)


def _comment(row: dict[str, Any]) -> CommentText:
    return CommentText(**row | {"body": row["body"].strip()})


def _section(row: dict[str, Any]) -> SectionText:
    bodies = {key: row[key].strip() for key in ("body", "changed_body") if key in row}
    return SectionText(**row | bodies)
