"""A title that is missing, or not of a length that lists and search results show."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.integrity.registry import Found, Kind, Rule
from blog.integrity.subject import Subject

# Search results cut titles at about 600 pixels, some 60 to 70 letters; below 10 a title rarely names a subject.
LEAST, MOST = 10, 70


def whole(subject: Subject) -> Iterator[Found]:
    length = len(subject.title)
    why = "missing" if not length else "short" if length < LEAST else "long" if length > MOST else ""
    # Scripts without spaces say in five characters what takes others ten.
    if why == "short" and not subject.title.isascii() and length * 2 >= LEAST:
        return
    if why:
        facts = {"why": why, "length": length}
        yield Found(RULE.name, "", field="title", end=length, facts=facts, bound=subject.title)


def say(facts: Mapping[str, Any]) -> str:
    known = {"most": MOST, **facts}
    sentences = {
        "missing": _("The article has no title."),
        "short": _("The title has %(length)d characters: a reader of a list may not know what it is about."),
        "long": _("The title has %(length)d characters; search results cut it after about %(most)d."),
    }
    return sentences[known["why"]] % known


RULE = Rule(
    name="title",
    label=gettext_lazy("Title missing, very short or very long"),
    kind=Kind.EDITORIAL,
    say=say,
    whole=whole,
    order=70,
)
