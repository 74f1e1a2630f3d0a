"""Two sections under the same heading."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.integrity.registry import Found, Kind, Rule
from blog.integrity.subject import Subject


def whole(subject: Subject) -> Iterator[Found]:
    """Yield each section whose heading an earlier one has already."""
    seen: set[str] = set()
    for part in subject.parts:
        heading = part.content.heading
        plain = " ".join(heading.casefold().split())
        if plain and plain in seen:
            yield Found(
                RULE.name,
                part.uid,
                field="heading",
                end=len(heading),
                facts={"heading": heading},
                bound=plain,
            )
        seen.add(plain)


RULE = Rule(
    name="same-heading",
    label=gettext_lazy("Two sections under one heading"),
    kind=Kind.EDITORIAL,
    say=lambda facts: _("An earlier section is called “%(heading)s” too.") % facts,
    whole=whole,
    order=65,
)
