"""Find text and links that HTML, as it came in, would have kept from readers.

The sanitiser drops styles and classes, so what was hidden elsewhere stands there for all to read after an import
or a paste. This tells which text that is.
"""

import re
from dataclasses import dataclass, field

from blog.integrity.colours import TRANSPARENT, cannot_be_read, colour_in
from blog.integrity.tricks import FOR_SCREEN_READERS, TRICKS, Element, declarations
from blog.markup.elements import VOID
from blog.markup.raw import is_marked_up, read_raw, style_sheets
from blog.markup.tokens import End, Start, Text, Token
from blog.site.contrast import PAPER

COLOUR, LIKE_PAPER, STYLE_SHEET = "colour", "like-paper", "style-sheet"
# Class names by which well-known frameworks and themes speak to screen readers only.
_FOR_SCREEN_READERS = re.compile(
    r"\b(?:sr-only|sr|visually-?hidden|screen-?reader(?:-text|-only)?|u-hidden-visually|a11y-hidden|show-for-sr|"
    r"visuallyhidden|assistive-text|element-invisible|vh)\b",
    re.IGNORECASE,
)
LONGEST_FOR_SCREEN_READERS = 120
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE = re.compile(r"[.#][\w-]+")
_EXTERNAL = re.compile(r"\s*(?:https?:)?//", re.IGNORECASE)
_VOID = VOID | {"img", "source", "col"}


@dataclass(frozen=True, slots=True)
class Hidden:
    """Text that was hidden, on one line, the trick (see `tricks.TRICKS`), and the external links in it."""

    text: str
    trick: str
    links: tuple[str, ...] = ()


@dataclass
class _Open:
    """An element that is open while the tokens are read."""

    element: Element
    trick: str = ""
    paper: str = ""
    ink: str = ""
    parts: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


def find_hidden(html: str) -> list[Hidden]:
    """Return what raw HTML hides from readers, in order; of nested tricks the outermost."""
    if not is_marked_up(html):
        return []
    reader = _Reader(_hiding_selectors(style_sheets(html)))
    for token in read_raw(html):
        reader.take(token)
    reader.close()
    return reader.found


def _hiding_selectors(css: str) -> set[str]:
    """Return the classes and ids (with their sign) that a style sheet hides."""
    hiding: set[str] = set()
    for selectors, body in _RULE.findall(css):
        element = Element("", {}, declarations(body))
        if any(trick(element) for trick in TRICKS.values()):
            hiding.update(part.strip() for part in selectors.split(",") if _SIMPLE.fullmatch(part.strip()))
    return hiding


class _Reader:
    """Follows the open elements and collects what stands inside the outermost hidden one."""

    def __init__(self, selectors: set[str]) -> None:
        self.selectors = selectors
        self.open: list[_Open] = []
        self.found: list[Hidden] = []

    def take(self, token: Token) -> None:
        match token:
            case Text(text):
                self._hiding.parts.append(text)
            case Start(name, attributes):
                self._start(Element(name, attributes, declarations(attributes.get("style", ""))))
            case End(name):
                self._end(name)

    def close(self) -> None:
        while self.open:
            self._end(self.open[-1].element.name)

    @property
    def _hiding(self) -> _Open:
        """The outermost open element that hides what is in it; one to throw away where there is none."""
        return next((one for one in self.open if one.trick), _Open(Element("", {})))

    def _start(self, element: Element) -> None:
        href = element.attributes.get("href", "")
        outer = self.open[-1] if self.open else _Open(element)
        own = _Open(element, paper=_paper(element) or outer.paper, ink=_ink(element) or outer.ink)
        own.trick = self._trick(own) or ""
        if element.name not in _VOID:
            self.open.append(own)
        if element.name == "a" and _EXTERNAL.match(href):
            self._hiding.links.append(href)

    def _trick(self, own: _Open) -> str | None:
        element = own.element
        if element.style or element.name in ("noscript", "marquee") or "hidden" in element.attributes:
            for name, trick in TRICKS.items():
                if trick(element):
                    return name
        if self.selectors & _names_of(element):
            return STYLE_SHEET
        return COLOUR if _vanishes(own) else LIKE_PAPER if _is_like_paper(own) else None

    def _end(self, name: str) -> None:
        while self.open:
            one = self.open.pop()
            if one.trick and not any(outer.trick for outer in self.open):
                self._note(one)
            if one.element.name == name:
                return

    def _note(self, one: _Open) -> None:
        text = " ".join("".join(one.parts).split())
        # White text may stand on a dark ground that is not told here; white links to elsewhere do not.
        if one.trick in (LIKE_PAPER, "noscript") and not one.links:
            return
        if any(char.isalnum() for char in text) and not _is_for_screen_readers(one, text):
            self.found.append(Hidden(text, one.trick, tuple(one.links)))


def _names_of(element: Element) -> set[str]:
    classes = {f".{name}" for name in element.attributes.get("class", "").split()}
    return classes | {f"#{element.attributes['id']}"} if "id" in element.attributes else classes


def _is_for_screen_readers(one: _Open, text: str) -> bool:
    """Tell whether this is help for those who listen: short, without a link elsewhere, hidden as such help is."""
    if one.links or len(text) > LONGEST_FOR_SCREEN_READERS:
        return False
    named = _FOR_SCREEN_READERS.search(one.element.attributes.get("class", ""))
    return bool(named) or one.trick in FOR_SCREEN_READERS


def _paper(element: Element) -> str:
    return colour_in(element.get("background-color", "background")) or colour_in(
        _attribute(element, "bgcolor")
    )


def _ink(element: Element) -> str:
    return colour_in(element.get("-webkit-text-fill-color", "color")) or colour_in(
        _attribute(element, "color")
    )


def _attribute(element: Element, name: str) -> str:
    value = element.attributes.get(name, "").lower()
    return f"#{value}" if re.fullmatch(r"[0-9a-f]{6}|[0-9a-f]{3}", value) else value


def _vanishes(own: _Open) -> bool:
    """Tell whether the element's own ink or paper makes its text unreadable."""
    if not (_ink(own.element) or _paper(own.element)):
        return False
    if own.ink == TRANSPARENT:
        return (
            "background-clip" not in own.element.style and "-webkit-background-clip" not in own.element.style
        )
    paper = own.paper if own.paper not in ("", TRANSPARENT) else ""
    return bool(own.ink and paper and cannot_be_read(own.ink, paper))


def _is_like_paper(own: _Open) -> bool:
    """Tell whether the element's own ink is that of an ordinary page, and no other ground is known."""
    ink = _ink(own.element)
    return bool(ink) and ink != TRANSPARENT and not own.paper and cannot_be_read(ink, PAPER)
