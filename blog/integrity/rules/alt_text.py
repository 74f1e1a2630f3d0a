"""A picture that says nothing to those who cannot see it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.integrity.registry import Found, Kind, Rule
from blog.integrity.subject import Part, Picture, Subject
from blog.markup.tokens import Start


def find(part: Part, subject: Subject) -> Iterator[Found]:
    if part.figure and not part.content.figure_alt and _is_silent(part.figure):
        yield _found(part.uid, part.figure.title, f"figure:{part.content.figure_id}")
    for token in part.tokens:
        if isinstance(token, Start) and token.name == "img" and "alt" not in token.attributes:
            source = token.attributes.get("src", "")
            yield _found(part.uid, source.rpartition("/")[2], f"src:{source}")


def whole(subject: Subject) -> Iterator[Found]:
    if subject.cover and _is_silent(subject.cover):
        yield _found("", subject.cover.title, f"cover:{subject.cover.title}")


def _is_silent(picture: Picture) -> bool:
    return not picture.alt and not picture.is_decorative


def _found(uid: str, title: str, bound: str) -> Found:
    return Found(RULE.name, uid, field="figure", facts={"title": title}, bound=bound)


RULE = Rule(
    name="alt-text",
    label=gettext_lazy("A picture without alt text"),
    kind=Kind.EDITORIAL,
    say=lambda facts: _("The picture “%(title)s” has no alt text for those who cannot see it.") % facts,
    part=find,
    whole=whole,
    order=60,
)
