"""D5: words spelled with letters of another alphabet that look the same."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.articles.content import SectionContent
from blog.integrity.correcting import changed, text_of
from blog.integrity.homoglyphs import find_homoglyphs, latinised
from blog.integrity.registry import Fix, Found, Kind, Rule, quoted
from blog.integrity.subject import Part, Subject


def find(part: Part, subject: Subject) -> Iterator[Found]:
    for name, text in part.fields:
        yield from _in(part.uid, name, text)


def whole(subject: Subject) -> Iterator[Found]:
    for name, text in subject.details:
        yield from _in("", name, text)


def _in(uid: str, name: str, text: str) -> Iterator[Found]:
    for one in find_homoglyphs(text):
        yield quoted(RULE.name, uid, name, text, one.start, one.end, looks_like=one.looks_like[:80])


def respell(content: SectionContent, found: Found) -> SectionContent:
    text = text_of(content, found.field)
    return changed(content, found.field, [(found.start, found.end, latinised(text[found.start : found.end]))])


def cut(content: SectionContent, found: Found) -> SectionContent:
    return changed(content, found.field, [(found.start, found.end, "")])


RULE = Rule(
    name="mixed-alphabets",
    label=gettext_lazy("Letters of another alphabet that look Latin"),
    kind=Kind.FOREIGN,
    say=lambda facts: _("“%(marked)s” only looks Latin: letters of another alphabet are in it.") % facts,
    part=find,
    whole=whole,
    fixes=(
        Fix(
            "respell",
            gettext_lazy("Write it in Latin letters"),
            gettext_lazy("Written in Latin letters. The page changes when you publish the section."),
            respell,
        ),
        Fix(
            "cut",
            gettext_lazy("Cut"),
            gettext_lazy("Cut. The page changes when you publish the section."),
            cut,
        ),
    ),
    order=50,
)
