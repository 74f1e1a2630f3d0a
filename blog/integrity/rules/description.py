"""A search description that is missing, or not of a length that search results show."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.articles.models.revision import DESCRIPTION_SHOWN_CHARS
from blog.integrity.registry import Found, Kind, Rule
from blog.integrity.subject import Subject

LEAST = 50


def whole(subject: Subject) -> Iterator[Found]:
    said = subject.search_description or subject.excerpt
    length = len(said)
    is_long = len(subject.search_description) > DESCRIPTION_SHOWN_CHARS
    why = "missing" if not length else "long" if is_long else "short" if length < LEAST else ""
    if why:
        facts = {"why": why, "length": length}
        yield Found(RULE.name, "", field="search_description", facts=facts, bound=said)


def say(facts: Mapping[str, Any]) -> str:
    known = {"most": DESCRIPTION_SHOWN_CHARS, **facts}
    sentences = {
        "missing": _("Neither description nor excerpt: search engines will pick some words of the text."),
        "short": _("The description has %(length)d characters: there is room to say more."),
        "long": _("The description has %(length)d characters; search results cut it after about %(most)d."),
    }
    return sentences[known["why"]] % known


RULE = Rule(
    name="description",
    label=gettext_lazy("Description missing, very short or too long"),
    kind=Kind.EDITORIAL,
    say=say,
    whole=whole,
    order=71,
)
