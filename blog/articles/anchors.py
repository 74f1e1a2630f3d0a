"""Anchors of sections: made from the heading, distinct in an article, never changed once public."""

import re

from blog.articles.models import Article, RevisionSection, Section
from blog.articles.models.section import ANCHOR_MAX_CHARS
from blog.lib.slugs import free_slug, slug_from

# Ids the article page itself uses, those of the reply form included.
_PAGE_IDS = {"main", "text", "contents-title", "notes", "comments", "comments-title", "reply"}
_FORM_IDS = {"title", "body", "author_name", "author_email", "author_url", "subject"}
RESERVED = _PAGE_IDS | {f"reply-{name}" for name in _FORM_IDS} | {"mistakes-title"}
# Each comment's own id.
_COMMENT_ID = re.compile(r"c[0-9]+")


def anchor_for(article: Article, uid: str, heading: str) -> str:
    """Return a free anchor for a section: its heading's slug, or "s-" and the uid where it has no heading."""
    if not heading:
        return f"s-{uid}"
    wanted = slug_from(heading, fallback=f"s-{uid}")[: ANCHOR_MAX_CHARS - 8].strip("-")
    taken = set(article.sections.exclude(uid=uid).values_list("anchor", flat=True)) | RESERVED
    return free_slug(wanted, is_taken=lambda anchor: anchor in taken or bool(_COMMENT_ID.fullmatch(anchor)))


def rename_anchors_never_public(article: Article) -> None:
    """Let the anchors of sections that were never published follow their headings."""
    published = RevisionSection.objects.filter(revision__article=article, revision__kind="published")
    promised = set(published.values_list("section_id", flat=True))
    for section in article.sections.exclude(pk__in=promised):
        anchor = anchor_for(article, section.uid, section.heading)
        if _stem(anchor) != _stem(section.anchor):
            Section.objects.filter(pk=section.pk).update(anchor=anchor)


def _stem(anchor: str) -> str:
    head, _, tail = anchor.rpartition("-")
    return head if tail.isdigit() and head else anchor
