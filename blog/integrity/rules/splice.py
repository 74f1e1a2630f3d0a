"""D1: a phrase spliced into a word."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.articles.content import SectionContent
from blog.integrity.correcting import changed
from blog.integrity.registry import Fix, Found, Kind, Rule, quoted
from blog.integrity.splices import find_splices
from blog.integrity.subject import Part, Subject


def find(part: Part, subject: Subject) -> Iterator[Found]:
    for name, text in part.fields:
        if name != "body" and len(text.split()) < 4:
            continue
        for splice in find_splices(text, known=subject.lexicon.known):
            yield quoted(RULE.name, part.uid, name, text, splice.start, splice.end, restores=splice.restores)


def cut(content: SectionContent, found: Found) -> SectionContent:
    return changed(content, found.field, [(found.start, found.end, "")])


RULE = Rule(
    name="splice",
    label=gettext_lazy("A phrase spliced into a word"),
    kind=Kind.FOREIGN,
    say=lambda facts: _("Cutting “%(marked)s” restores “%(restores)s”.") % facts,
    part=find,
    fixes=(
        Fix(
            "cut",
            gettext_lazy("Cut"),
            gettext_lazy("Cut. The page changes when you publish the section."),
            cut,
        ),
    ),
    order=10,
)
