"""Storing section texts once, under their digest."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from blog.articles.content import SectionContent
from blog.articles.models import SectionText
from blog.markup import section_html
from blog.markup.text import plain, word_count


def store_texts(contents: Sequence[SectionContent]) -> dict[str, SectionText]:
    """Return the section texts of `contents` by digest, storing those not seen before (2 queries however many)."""
    by_digest = {content.digest: content for content in contents}
    known = SectionText.objects.in_bulk(list(by_digest))
    new = [_text_of(content, digest) for digest, content in by_digest.items() if digest not in known]
    # Another writer may store the same text at the same moment: the digest says it is the same.
    SectionText.objects.bulk_create(new, ignore_conflicts=True)
    return known | {text.digest: text for text in new}


def _text_of(content: SectionContent, digest: str) -> SectionText:
    shown = section_html.render(content.body, table_label=_("Table"))
    return SectionText(
        digest=digest,
        heading=content.heading,
        body=content.body,
        figure_id=content.figure_id,
        figure_alt=content.figure_alt,
        figure_caption=content.figure_caption,
        html="" if shown.notes else shown.html,
        note_count=len(shown.notes),
        word_count=word_count(f"{content.heading} {plain(content.body)}"),
    )
