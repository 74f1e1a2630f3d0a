"""Small corrections of a section's content, for the fixes of the rules."""

from collections.abc import Sequence
from dataclasses import replace

from blog.articles.content import SectionContent
from blog.markup.cutting import rewrite, running_text


def text_of(content: SectionContent, field: str) -> str:
    """Return the text in which the offsets of a finding about this field count."""
    return running_text(content.body) if field == "body" else str(getattr(content, field))


def changed(content: SectionContent, field: str, changes: Sequence[tuple[int, int, str]]) -> SectionContent:
    """Return the content with stretches (start, end, new text) of a field replaced.

    Raises ValueError for a stretch outside the text.
    """
    if field == "body":
        return canonical(replace(content, body=rewrite(content.body, changes)))
    text = text_of(content, field)
    for start, end, new in sorted(changes, reverse=True):
        if not 0 <= start < end <= len(text):
            raise ValueError(f"{start}-{end} is no stretch of this text")
        text = text[:start] + new + text[end:]
    return canonical(replace(content, **{field: text}))  # type: ignore[arg-type]


def canonical(content: SectionContent) -> SectionContent:
    """Return the canonical form of changed content."""
    return SectionContent.canonical(
        heading=content.heading,
        body=content.body,
        figure_id=content.figure_id,
        figure_alt=content.figure_alt,
        figure_caption=content.figure_caption,
    )
