"""What may stand in a section: the attributes and their values, and the sanitisers made of the lists."""

import re
from collections.abc import Callable

import nh3

from blog.markup.elements import FOREIGN_BLOCKS, RENAMED, SECTION
from blog.markup.links import is_linkable

_LANGUAGE = re.compile(r"language-[A-Za-z0-9+#._-]{1,40}")
_SPAN = re.compile(r"[1-9][0-9]{0,2}")
_START = re.compile(r"-?[0-9]{1,6}")
_IDENTIFIER = re.compile(r"[nr](?:-[A-Za-z0-9_]+)+")

# The sanitiser's own default for every element would be lang and title.
EVERY_ELEMENT: dict[str, set[str]] = {"*": set()}
_SECTION_ATTRIBUTES = EVERY_ELEMENT | {
    "a": {"href", "title"},
    "blockquote": {"cite"},
    "code": {"class"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_SECTION_VALUES = {
    "a": {"rel": {"noopener"}},
    "ol": {"type": {"1", "a", "A", "i", "I"}},
    "span": {"class": {"footnote"}},
    "th": {"scope": {"col", "row", "colgroup", "rowgroup"}},
}
_PAGE_ATTRIBUTES = _SECTION_ATTRIBUTES | {
    "a": {"href", "title", "id", "aria-label"},
    "div": {"aria-label"},
    "li": {"id", "value"},
}
_PAGE_VALUES = _SECTION_VALUES | {
    "a": {"rel": {"noopener"}, "role": {"doc-noteref"}, "class": {"back"}},
    "div": {"class": {"scroll"}, "role": {"region"}, "tabindex": {"0"}},
    "sup": {"class": {"note-ref"}},
}


def _address(value: str) -> str | None:
    address = value.strip(" \t\n\f\r").replace(" ", "%20")
    return address if is_linkable(address) else None


def _citation(value: str) -> str | None:
    address = _address(value)
    return address if address and address.lower().startswith("http") else None


def _matching(pattern: re.Pattern[str]) -> Callable[[str], str | None]:
    return lambda value: value if pattern.fullmatch(value) else None


_CHECKS: dict[tuple[str, str], Callable[[str], str | None]] = {
    ("a", "href"): _address,
    ("a", "id"): _matching(_IDENTIFIER),
    ("blockquote", "cite"): _citation,
    ("code", "class"): _matching(_LANGUAGE),
    ("li", "id"): _matching(_IDENTIFIER),
    ("li", "value"): _matching(_START),
    ("ol", "start"): _matching(_START),
} | {(cell, span): _matching(_SPAN) for cell in ("td", "th") for span in ("colspan", "rowspan")}


def _checked(element: str, attribute: str, value: str) -> str | None:
    check = _CHECKS.get((element, attribute))
    return check(value) if check else value


def _cleaner(
    elements: frozenset[str], attributes: dict[str, set[str]], values: dict[str, dict[str, set[str]]]
) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=elements,
        attributes=attributes,
        tag_attribute_values=values,
        attribute_filter=_checked,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


as_typed = _cleaner(SECTION | RENAMED.keys() | FOREIGN_BLOCKS, _SECTION_ATTRIBUTES, _SECTION_VALUES)
as_section = _cleaner(SECTION, _SECTION_ATTRIBUTES, _SECTION_VALUES)
as_page = _cleaner(SECTION | {"div"}, _PAGE_ATTRIBUTES, _PAGE_VALUES)
