"""D4: invisible and direction-changing characters inside words."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy, ngettext

from blog.articles.content import SectionContent
from blog.integrity.correcting import changed, text_of
from blog.integrity.invisible import find_invisible
from blog.integrity.registry import Fix, Found, Kind, Rule, quoted
from blog.integrity.subject import Part, Subject

SHOWN_CHARS = 80


def find(part: Part, subject: Subject) -> Iterator[Found]:
    fields = [("body", part.text), *(field for field in part.fields if field[0] != "body")]
    for name, text in fields:
        for one in find_invisible(text):
            facts = {"number": len(one.offsets), "shown": one.shown[:SHOWN_CHARS]}
            yield quoted(RULE.name, part.uid, name, text, one.start, one.end, **facts)


def whole(subject: Subject) -> Iterator[Found]:
    for name, text in subject.details:
        for one in find_invisible(text):
            facts = {"number": len(one.offsets), "shown": one.shown[:SHOWN_CHARS]}
            yield quoted(RULE.name, "", name, text, one.start, one.end, **facts)


def remove(content: SectionContent, found: Found) -> SectionContent:
    text = text_of(content, found.field)
    here = (one for one in find_invisible(text) if (one.start, one.end) == (found.start, found.end))
    offsets = next((one.offsets for one in here), ())
    if not offsets:
        raise ValueError("no invisible character here")
    return changed(content, found.field, [(at, at + 1, "") for at in offsets])


RULE = Rule(
    name="invisible-characters",
    label=gettext_lazy("Invisible characters inside words"),
    kind=Kind.FOREIGN,
    say=lambda facts: (
        ngettext(
            "%(number)d invisible character inside “%(shown)s”.",
            "%(number)d invisible characters inside “%(shown)s”.",
            facts["number"],
        )
        % facts
    ),
    part=find,
    whole=whole,
    fixes=(
        Fix(
            "remove",
            gettext_lazy("Remove them"),
            gettext_lazy("The invisible characters are gone. The page changes when you publish the section."),
            remove,
        ),
    ),
    order=40,
)
