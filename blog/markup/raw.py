"""Read foreign HTML as it came in, before anything was taken out of it: what was hidden can still be told there."""

import re

import nh3

from blog.markup.elements import FOREIGN_BLOCKS, OTHER_RULES, SECTION, names
from blog.markup.nesting import is_costly
from blog.markup.settling import scrub
from blog.markup.tokens import Text, Token, read

_MORE = names(
    "b i u big small font center strike del ins tt mark h1 h2 h5 h6 img marquee blink noscript button label "
    "tfoot col colgroup abbr cite q kbd samp var time picture source video audio object embed"
)
_KEPT = SECTION | FOREIGN_BLOCKS | _MORE
_ATTRIBUTES = names(
    "style class id hidden color bgcolor width height scrollamount aria-hidden aria-label title alt src href"
)
_STYLE = re.compile(r"<style\b[^>]*>(.*?)(?:</style\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_reader = nh3.Cleaner(
    tags=_KEPT | {"svg"},
    clean_content_tags={"script", "style"},
    attributes={"*": set(_ATTRIBUTES)},
    link_rel=None,
    strip_comments=True,
)


def read_raw(html: str) -> list[Token]:
    """Return the tokens of any HTML as a browser would build its tree; one text where that would cost too much.

    Nothing made of these tokens is safe to show.
    """
    source = scrub(html)
    return [Text(source)] if is_costly(source) else read(_reader.clean(source))


def style_sheets(html: str) -> str:
    """Return the text of all style elements."""
    return "\n".join(_STYLE.findall(html)) if "<style" in html.lower() else ""


def is_marked_up(html: str) -> bool:
    """Tell whether there is anything that could hide text: an attribute or an element that only some show."""
    low = html.lower()
    return any(sign in low for sign in ("style", "hidden", "noscript", "marquee", "color", *OTHER_RULES))
