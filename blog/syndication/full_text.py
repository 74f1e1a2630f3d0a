"""An article's text for readers outside the site: every address absolute, sanitised last, fit for XML."""

import re
from collections.abc import Iterator
from dataclasses import replace

from django.template.loader import render_to_string

from blog.articles.models import Article
from blog.markup.safe import as_safe
from blog.markup.tokens import Start, Token, read, write
from blog.syndication.addresses import absolute

# What XML 1.0 has no way to write (section 2.2, Char).
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Return text without the characters XML cannot carry."""
    return _NOT_XML.sub("", text)


def full_text(article: Article) -> str:
    """Return all sections of the live revision as HTML, with figures and notes. Needs the manifest read."""
    if article.live is None:
        return ""
    page = absolute(article.get_absolute_url())
    rows = [
        {"row": row, "html": as_safe(outward(row.html, page)), "notes": as_safe(outward(row.notes, page))}
        for row in article.live.manifest.all()
    ]
    facts = {"rows": rows, "has_notes": any(part["notes"] for part in rows)}
    return xml_text(render_to_string("blog/syndication/full_text.html", facts).strip())


def outward(html: str, page: str) -> str:
    """Return clean HTML with every address absolute; `page` is where it stands."""
    return write(_absolute_links(read(html), page))


def _absolute_links(tokens: list[Token], page: str) -> Iterator[Token]:
    for token in tokens:
        if isinstance(token, Start) and token.attributes.get("href", "")[:1] in ("/", "#"):
            href = token.attributes["href"]
            target = page + href if href.startswith("#") else absolute(href)
            yield replace(token, attributes={**token.attributes, "href": target})
        else:
            yield token
