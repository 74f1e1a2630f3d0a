"""The law of this room: what leaves it is unchanged when sanitised again."""

from collections.abc import Callable

from blog.markup.nesting import MAX_DEPTH, is_costly

# Ordinary input settles in one pass, known oddities of tree builders (links pulled out of tables) in three.
MAX_PASSES = 6


class CleanHtml(str):
    """Mark HTML that a sanitiser of this room has just returned."""

    __slots__ = ()


def scrub(text: str) -> str:
    """Return text without what no parser, encoder or database agrees on.

    Lone surrogates become U+FFFD (they cannot be encoded), NUL goes (PostgreSQL refuses it, HTML parsers drop
    it), CR LF and CR become LF (as every HTML parser reads them). All other code points stay.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def escape_text(text: str) -> str:
    """Return text as HTML text content, escaped exactly as the sanitiser serialises it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\xa0", "&nbsp;")


def as_plain_text(text: str) -> CleanHtml:
    """Return any input as one escaped paragraph: what is shown when markup cannot be trusted to settle."""
    shown = escape_text(scrub(text).strip())
    return CleanHtml(f"<p>{shown}</p>" if shown else "")


def settle(html: str, *, sanitise: Callable[[str], str]) -> CleanHtml:
    """Sanitise until nothing changes any more.

    Markup that costs too much to parse (see `nesting.is_costly`) or does not settle within MAX_PASSES is
    shown as escaped plain text, so the result always satisfies settle(result) == result.
    """
    source = scrub(html)
    if is_costly(source):
        return as_plain_text(source)
    current = source
    for _ in range(MAX_PASSES):
        following = sanitise(current)
        if following == current:
            return as_plain_text(source) if is_costly(current, max_depth=MAX_DEPTH) else CleanHtml(current)
        current = following
    return as_plain_text(source)
