"""The one place where a string is declared safe for a template."""

from django.utils.safestring import SafeString, mark_safe

from blog.markup.section_html import clean_output
from blog.markup.settling import CleanHtml


def safe(html: str) -> SafeString:
    """Mark stored HTML as safe to show.

    Only for columns whose stored HTML came from this room (`clean`, `render`, `from_plain`), unchanged
    since: it is a fixed point of the sanitiser. Model properties call this; nothing else should.
    """
    return mark_safe(html)  # noqa: S308 - the caller's column holds sanitised HTML only


def as_safe(html: str) -> SafeString:
    """Return HTML safe to show: what this room just returned as it is, any other string sanitised first."""
    return safe(html if isinstance(html, CleanHtml) else clean_output(html))
