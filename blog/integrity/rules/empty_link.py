"""D3: a link that shows nothing to press."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.articles.content import SectionContent
from blog.integrity.correcting import canonical
from blog.integrity.empty_links import find_empty_links, without_link
from blog.integrity.registry import CONTEXT_CHARS, Fix, Found, Kind, Rule
from blog.integrity.subject import Part, Subject
from blog.markup.tokens import read, write


def find(part: Part, subject: Subject) -> Iterator[Found]:
    for count, link in enumerate(find_empty_links(part.tokens)):
        yield Found(
            RULE.name,
            part.uid,
            start=link.at,
            end=link.at,
            before=part.text[max(0, link.at - CONTEXT_CHARS) : link.at].replace("\n", " "),
            after=part.text[link.at : link.at + CONTEXT_CHARS].replace("\n", " "),
            facts={"address": link.address, "place": count},
            bound=link.address,
        )


def take_out(content: SectionContent, found: Found) -> SectionContent:
    """Take the link out; a dot or space that stands in it stays."""
    tokens = read(content.body)
    links = [
        link
        for link in find_empty_links(tokens)
        if (link.at, link.address) == (found.start, found.facts["address"])
    ]
    if not links:
        raise ValueError("no such link")
    return canonical(replace(content, body=write(without_link(tokens, links[0].token))))


RULE = Rule(
    name="empty-link",
    label=gettext_lazy("A link with nothing to see"),
    kind=Kind.FOREIGN,
    say=lambda facts: _("A link to %(address)s shows nothing to press.") % facts,
    part=find,
    fixes=(
        Fix(
            "take-out",
            gettext_lazy("Take the link out"),
            gettext_lazy("The empty link is gone. The page changes when you publish the section."),
            take_out,
        ),
    ),
    order=30,
)
