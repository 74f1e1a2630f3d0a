"""A picture whose file is heavy for readers on slow connections."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.integrity.registry import Found, Kind, Rule
from blog.integrity.subject import Part, Picture, Subject

# A tenth of what the median page of the web weighs; two seconds at 2 Mbit/s.
MOST_BYTES = 500_000


def find(part: Part, subject: Subject) -> Iterator[Found]:
    if part.figure and part.figure.weight > MOST_BYTES:
        yield _found(part.uid, part.figure)


def whole(subject: Subject) -> Iterator[Found]:
    if subject.cover and subject.cover.weight > MOST_BYTES:
        yield _found("", subject.cover)


def _found(uid: str, picture: Picture) -> Found:
    facts = {"title": picture.title, "weight": round(picture.weight / 1000)}
    return Found(RULE.name, uid, field="figure", facts=facts, bound=f"{picture.title}:{picture.weight}")


RULE = Rule(
    name="image-weight",
    label=gettext_lazy("A heavy picture"),
    kind=Kind.EDITORIAL,
    say=lambda facts: (
        _("The picture “%(title)s” weighs %(weight)d kB: slow connections wait for it.") % facts
    ),
    part=find,
    whole=whole,
    order=72,
)
