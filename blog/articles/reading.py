"""An article as its page shows it: numbered sections, contents, cover, footnotes, dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from blog.articles.models import Article, Revision, RevisionSection
from blog.markup.text import reading_minutes
from blog.media.models import Image


@dataclass(frozen=True)
class Part:
    """One section on the page. `number` counts sections with a heading from 1; None where there is none."""

    row: RevisionSection
    number: int | None
    figure: Image | None
    # How many approved comments answer it, where `for_page` was asked to count them.
    replies: int = 0


@dataclass(frozen=True)
class Cover:
    """The picture above the text, with the words that belong to it."""

    image: Image
    alt: str
    caption: str


@dataclass(frozen=True)
class Reading:
    """Everything the article's page says about its text."""

    parts: Sequence[Part]
    cover: Cover | None
    minutes: int
    updated_on: datetime | None

    @property
    def contents(self) -> list[Part]:
        """The sections that have a heading; a contents list of one entry would lead nowhere."""
        headed = [part for part in self.parts if part.number]
        return headed if len(headed) > 1 else []

    @property
    def has_notes(self) -> bool:
        """Tell whether any section has footnotes."""
        return any(part.row.notes_html for part in self.parts)


def reading_of(article: Article) -> Reading:
    """Compose the page of an article read with `for_page()`; no query of its own.

    Raises ValueError for an article that is not live.
    """
    live = article.live
    if live is None:
        raise ValueError("Only an article with a live revision can be read.")
    rows = list(live.manifest.all())
    cover = _cover(live, rows)
    return Reading(
        parts=_parts(rows, cover),
        cover=cover,
        minutes=reading_minutes(live.word_count),
        updated_on=updated_on(article),
    )


def _parts(rows: Sequence[RevisionSection], cover: Cover | None) -> list[Part]:
    parts, number = [], 0
    for index, row in enumerate(rows):
        number += bool(row.text.heading)
        figure = row.text.figure
        if index == 0 and cover and figure == cover.image:
            figure = None
        shown_number = number if row.text.heading else None
        parts.append(Part(row, shown_number, figure, getattr(row, "replies", 0)))
    return parts


def _cover(live: Revision, rows: Sequence[RevisionSection]) -> Cover | None:
    """Return the cover unless a later section shows the same picture: none stands twice on a page."""
    image = live.cover
    if image is None or image.is_gone or any(row.text.figure_id == image.pk for row in rows[1:]):
        return None
    if rows and rows[0].text.figure_id == image.pk:
        return Cover(image, rows[0].alt, rows[0].caption)
    return Cover(image, image.alt_text, image.caption)


def updated_on(article: Article) -> datetime | None:
    """Return when the text last changed, if that was on a later day (in the site's zone) than publication."""
    if article.updated_at is None or article.publish_at is None:
        return None
    changed, published = timezone.localdate(article.updated_at), timezone.localdate(article.publish_at)
    return article.updated_at if changed > published else None
