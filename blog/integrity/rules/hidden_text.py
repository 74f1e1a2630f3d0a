"""D2: text or links that were hidden where they came from."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.articles.content import SectionContent
from blog.integrity.correcting import changed, text_of
from blog.integrity.hidden import Hidden, find_hidden
from blog.integrity.registry import Fix, Found, Kind, Rule, quoted
from blog.integrity.subject import Part, Subject

WHOLE = "length"


def find(part: Part, subject: Subject) -> Iterator[Found]:
    """Yield what was hidden in the HTML as it came in and stands in the text now, for all to read."""
    at = 0
    for one in find_hidden(part.arrived):
        start, end = _place(part.text, one, at)
        if start < end:
            link = next(iter(one.links), "")
            yield quoted(RULE.name, part.uid, "body", part.text, start, end, link=link, length=end - start)
            at = end


def _place(text: str, hidden: Hidden, after: int) -> tuple[int, int]:
    """Return where the hidden words stand in the running text, whatever white space is between them."""
    words = hidden.text.split()
    start = text.find(words[0], after)
    while start >= 0:
        end = _end(text, words, start)
        if end:
            return start, end
        start = text.find(words[0], start + 1)
    return 0, 0


def _end(text: str, words: list[str], start: int) -> int:
    """Return where the words end if they stand at `start`, else 0."""
    at = start
    for word in words:
        while at < len(text) and text[at].isspace():
            at += 1
        if not text.startswith(word, at):
            return 0
        at += len(word)
    return at


def cut(content: SectionContent, found: Found) -> SectionContent:
    """Cut the words; line breaks between blocks stay."""
    text = text_of(content, "body")
    pieces, at = [], found.start
    for line in text[found.start : found.end].splitlines(keepends=True):
        if line.strip():
            pieces.append((at, at + len(line.rstrip("\n")), ""))
        at += len(line)
    return changed(content, "body", pieces)


def still_there(content: SectionContent, found: Found) -> Found | None:
    """Return an earlier finding at its place in today's text, or None where the words are gone."""
    text = text_of(content, "body")
    start = text.find(found.marked) if found.marked else -1
    if start < 0:
        return None
    end = min(start + int(found.facts.get(WHOLE, len(found.marked))), len(text))
    return quoted(RULE.name, found.uid, "body", text, start, end, **found.facts)


def say(facts: Mapping[str, Any]) -> str:
    known = dict(facts)
    known["marked"] = known["marked"][:80]
    if known.get("link"):
        return _("“%(marked)s” was hidden from readers where it came from, with a link to %(link)s.") % known
    return _("“%(marked)s” was hidden from readers where it came from.") % known


RULE = Rule(
    name="hidden-text",
    label=gettext_lazy("Text or links that were hidden"),
    kind=Kind.FOREIGN,
    say=say,
    part=find,
    fixes=(
        Fix(
            "cut",
            gettext_lazy("Cut"),
            gettext_lazy("Cut. The page changes when you publish the section."),
            cut,
        ),
    ),
    order=20,
    lasts=still_there,
)
