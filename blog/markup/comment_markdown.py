"""The limited Markdown of comments: emphasis, code, quotes, lists and links; everything else stays text."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

import nh3
from markdown_it import MarkdownIt

from blog.markup.allowed import EVERY_ELEMENT
from blog.markup.elements import BLOCKS, COMMENT, RENAMED
from blog.markup.links import is_external
from blog.markup.section_html import from_plain
from blog.markup.settling import CleanHtml, scrub, settle
from blog.markup.tidying import tidy
from blog.markup.tokens import Start, Text, Token, read, write

REL = "nofollow ugc noopener"
# The comment form takes no more; longer text (an import) is shown as plain paragraphs, with nothing lost.
MAX_CHARS = 10_000
# Quotes and lists inside each other. The parser leaves out what lies deeper, so such text is shown plain.
MAX_LEVEL = 20

_OFF = ("heading", "lheading", "html_block", "html_inline", "image", "reference", "hr")

_ATTRIBUTES = EVERY_ELEMENT | {"a": {"href"}}
_SCHEMES = {"http", "https"}

_as_typed = nh3.Cleaner(
    tags=COMMENT | BLOCKS | RENAMED.keys(), attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None
)
_as_comment = nh3.Cleaner(
    tags=COMMENT, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, url_relative="deny", link_rel=REL
)


def render(text: str) -> CleanHtml:
    """Return a comment as typed as safe HTML, a fixed point of `clean_html`.

    Single line breaks stay. Links are absolute http(s) addresses, written out or in Markdown, all with
    rel="nofollow ugc noopener"; other addresses stay as typed. Text over MAX_CHARS or nested deeper than
    MAX_LEVEL comes back as plain paragraphs.
    """
    source = scrub(text)
    if len(source) > MAX_CHARS:
        return clean_html(from_plain(source))
    parser = _parser()
    environment: dict[str, object] = {}
    parsed = parser.parse(source, environment)
    if any(token.level >= MAX_LEVEL - 1 for token in parsed):
        return clean_html(from_plain(source))
    return clean_html(parser.renderer.render(parsed, parser.options, environment))


def clean_html(html: str) -> CleanHtml:
    """Return foreign HTML (an imported comment) reduced to the allow-list of comments; a fixed point."""
    return settle(html, sanitise=_sanitise)


def _sanitise(html: str) -> str:
    return _as_comment.clean(write(_narrow(tidy(read(_as_typed.clean(html))))))


def _narrow(tokens: Iterable[Token]) -> Iterator[Token]:
    """Yield the tokens with elements of comments only; a link that does not lead outside keeps its text."""
    links_kept: list[bool] = []
    for token in tokens:
        if isinstance(token, Text) or (token.name in COMMENT and token.name != "a"):
            yield token
        elif isinstance(token, Start) and token.name == "a":
            links_kept.append(is_external(token.attributes["href"]))
            if links_kept[-1]:
                yield token
        elif token.name == "a":
            if links_kept.pop():
                yield token
        elif token.name in ("h3", "h4"):
            yield replace(token, name="p")
        elif token.name in BLOCKS:
            yield Text("\n")


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt(
        "commonmark", {"html": False, "linkify": True, "breaks": True, "maxNesting": MAX_LEVEL}
    )
    parser.disable(_OFF, ignoreInvalid=True).enable(["linkify", "strikethrough"])
    parser.validateLink = is_external  # type: ignore[method-assign, assignment]
    if parser.linkify:
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    return parser
