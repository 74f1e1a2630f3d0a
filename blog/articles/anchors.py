"""Anchors of sections: made from the heading, distinct in an article, never changed once public."""

import re
from collections.abc import Iterable

from blog.articles.models import Article, RevisionSection, Section
from blog.articles.models.section import ANCHOR_MAX_CHARS
from blog.lib.slugs import free_slug, slug_from

# Ids the article page itself uses, those of the reply form included.
_PAGE_IDS = {"main", "text", "contents-title", "notes", "comments", "comments-title", "reply"}
_FORM_IDS = {"title", "body", "author_name", "author_email", "author_url", "subject"}
RESERVED = _PAGE_IDS | {f"reply-{name}" for name in _FORM_IDS} | {"mistakes-title"}
# Each comment's own id.
_COMMENT_ID = re.compile(r"c[0-9]+")


class Anchors:
    """The anchors of one article while its sections are written: two queries, then none."""

    def __init__(self, article: Article, sections: Iterable[Section]) -> None:
        self._taken = {section.anchor for section in sections} | RESERVED
        published = RevisionSection.objects.filter(revision__article=article, revision__kind="published")
        self._promised = set(published.values_list("section_id", flat=True))

    def of(self, section: Section) -> str:
        """Return the anchor a section is to have: what was public stays, the rest follows the heading.

        Two sections of the same heading are told apart by a number; without a heading it is "s-" and the uid.
        """
        if section.pk in self._promised:
            return section.anchor
        wanted = _wanted(section)
        if re.fullmatch(re.escape(wanted) + r"(-[0-9]+)?", section.anchor):
            return section.anchor
        self._taken.discard(section.anchor)
        anchor = free_slug(wanted, is_taken=self._is_taken)
        self._taken.add(anchor)
        return anchor

    def _is_taken(self, anchor: str) -> bool:
        return anchor in self._taken or bool(_COMMENT_ID.fullmatch(anchor))


def _wanted(section: Section) -> str:
    unnamed = f"s-{section.uid}"
    if not section.heading:
        return unnamed
    return slug_from(section.heading, fallback=unnamed)[: ANCHOR_MAX_CHARS - 8].strip("-")
