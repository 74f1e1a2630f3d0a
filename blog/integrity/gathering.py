"""Reading from the database what the rules look at."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from blog.articles.content import SectionContent
from blog.articles.manifest import Entry
from blog.articles.models import Article, Section
from blog.articles.revisions import Details
from blog.integrity.internal_links import addresses_in, targets_of
from blog.integrity.subject import Part, Picture, Subject, Target
from blog.integrity.vocabulary import site_words
from blog.media.models import Image


def picture_of(image: Image | None) -> Picture | None:
    """Return what the rules ask of an image."""
    if image is None:
        return None
    return Picture(image.title, image.alt_text, image.is_decorative, _weight(image))


def _weight(image: Image) -> int:
    """Return the bytes readers fetch: 0 where sizes made for their screens are ready, or nothing can be asked."""
    if image.rendered_version:
        return 0
    try:
        return int(image.file.size) if image.file else 0
    except (OSError, ValueError):
        return 0


def part_of(row: Section, *, arrived: str = "") -> Part:
    """Return a stored section (its figure read along) as the rules see it."""
    return Part(row.uid, row.content, row.anchor, picture_of(row.figure), arrived)


def subject_of(
    article: Article, sections: Sequence[Section] | None = None, *, arrived: Mapping[str, str] | None = None
) -> Subject:
    """Return the working copy as the rules see it. `arrived`: raw HTML by section uid."""
    if sections is None:
        rows = article.sections.filter(position__isnull=False).select_related("figure")
        sections = list(rows.order_by("position"))
    parts = [part_of(row, arrived=(arrived or {}).get(row.uid, "")) for row in sections]
    return Subject(
        parts,
        title=article.title,
        excerpt=article.excerpt,
        search_description=article.search_description,
        cover=picture_of(article.cover),
        path=article.get_absolute_url(),
        anchors=frozenset(part.anchor for part in parts),
        targets=_targets(parts),
        site_words=partial(site_words, apart_from=article),
    )


def subject_to_publish(article: Article, entries: Sequence[Entry], details: Details) -> Subject:
    """Return what a publication is about to show readers, as the rules see it."""
    wanted = {entry.content.figure_id for entry in entries} | {details.cover_id}
    images = Image.objects.in_bulk({pk for pk in wanted if pk}) if wanted - {None} else {}
    parts = [
        Part(entry.uid, entry.content, entry.anchor, picture_of(images.get(entry.content.figure_id or 0)))
        for entry in entries
    ]
    return Subject(
        parts,
        title=details.title,
        excerpt=details.excerpt,
        search_description=details.search_description,
        cover=picture_of(images.get(details.cover_id or 0)),
        path=article.get_absolute_url(),
        anchors=frozenset(part.anchor for part in parts),
        targets=_targets(parts),
        site_words=partial(site_words, apart_from=article),
    )


def subject_typed(article: Article, content: SectionContent, *, uid: str, arrived: str) -> Subject:
    """Return one section as it is being typed; `article` may be unsaved."""
    image = Image.objects.filter(pk=content.figure_id).first() if content.figure_id else None
    part = Part(uid, content, figure=picture_of(image), arrived=arrived)
    anchors = set(article.sections.values_list("anchor", flat=True)) if article.pk else set()
    return Subject(
        [part],
        title=article.title,
        path=article.get_absolute_url() if article.pk else "",
        anchors=frozenset(anchors),
        targets=_targets([part]),
        site_words=partial(site_words, apart_from=article),
        is_whole=False,
    )


def _targets(parts: Iterable[Part]) -> dict[str, Target]:
    addresses = [
        address for part in parts if "<a " in part.content.body for address, _, _ in addresses_in(part.tokens)
    ]
    return targets_of(addresses) if addresses else {}
