"""An independent judge of HTML: reads it with the standard library and names what may not be there."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

BARE = [
    "p",
    "br",
    "h3",
    "h4",
    "strong",
    "em",
    "s",
    "sub",
    "sup",
    "pre",
    "ul",
    "li",
    "hr",
    "figure",
    "figcaption",
]
BARE_TABLE = ["table", "caption", "thead", "tbody", "tr"]
BARE_COMMENT = ["p", "br", "strong", "em", "s", "pre", "code", "blockquote", "ul", "ol", "li"]
SECTION = {name: set() for name in BARE + BARE_TABLE} | {
    "blockquote": {"cite"},
    "code": {"class"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"scope", "colspan", "rowspan"},
    "a": {"href", "title", "rel"},
    "span": {"class"},
}
PAGE = {name: allowed for name, allowed in SECTION.items() if name != "span"} | {
    "a": {"href", "title", "rel", "id", "role"},
    "sup": {"class"},
    "div": {"class", "role", "tabindex", "aria-label"},
}
COMMENT = {name: set() for name in BARE_COMMENT} | {"a": {"href", "rel"}}
VOID = {"br", "hr"}
COMMENT_REL = "nofollow ugc noopener"


@dataclass
class Judge(HTMLParser):
    """Collects what offends (`offences`), the text (`words`) and the links (`links`)."""

    allowed: dict[str, set[str]]
    offences: list[str] = field(default_factory=list)
    links: list[dict[str, str | None]] = field(default_factory=list)
    text: str = ""
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.allowed:
            self.offences.append(f"element {tag}")
        self.offences += [
            f"{tag} {name}={value}" for name, value in attrs if not self._may_stand(tag, name, value)
        ]
        if tag == "a":
            self.links.append(dict(attrs))
            if "a" in self.open:
                self.offences.append("link in a link")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.offences.append(f"stray </{tag}>")

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.offences.append(f"comment {data}")

    def handle_decl(self, decl: str) -> None:
        self.offences.append(f"declaration {decl}")

    def handle_pi(self, data: str) -> None:
        self.offences.append(f"instruction {data}")

    def _may_stand(self, tag: str, name: str, value: str | None) -> bool:
        if value is None or name not in self.allowed.get(tag, set()):
            return False
        if name in ("href", "cite"):
            return scheme_as_browsers_read(value) in {
                "http",
                "https",
                "mailto",
                "tel",
                "",
            } and not other_host(value)
        if name == "class":
            fixed = {"span": "footnote", "sup": "note-ref", "div": "scroll"}
            return value == fixed.get(tag) or (tag == "code" and value.startswith("language-"))
        return True


def scheme_as_browsers_read(address: str) -> str:
    """Return the scheme after the URL standard's clean-up: controls trimmed, tabs and line breaks gone."""
    address = re.sub(r"[\t\n\r]", "", re.sub(r"^[\x00-\x20]+", "", address))
    found = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", address)
    return found[1].lower() if found else ""


def other_host(address: str) -> bool:
    """Return whether a browser would read an address without scheme as one of another host."""
    return bool(re.match(r"[\x00-\x20]*[/\\][\t\n\r]*[/\\]", address))


def judge(html: str, allowed: dict[str, set[str]]) -> Judge:
    """Return the judge after reading html."""
    reader = Judge(allowed)
    reader.feed(html)
    reader.close()
    reader.offences += [f"unclosed {name}" for name in reader.open]
    return reader


def offences(html: str, allowed: dict[str, set[str]]) -> list[str]:
    """Return everything in html that the allow-list does not hold; empty if all is well."""
    return judge(html, allowed).offences


def comment_offences(html: str) -> list[str]:
    """Return the offences of a comment, links included: each must be absolute http(s) with the full rel."""
    seen = judge(html, COMMENT)
    bad = [
        f"link {link}"
        for link in seen.links
        if link.get("rel") != COMMENT_REL
        or not re.match(r"https?://[^/]", link.get("href") or "", re.IGNORECASE)
    ]
    return seen.offences + bad
