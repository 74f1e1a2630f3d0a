"""A long section without a heading beside sections that have one."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.integrity.registry import Found, Kind, Rule
from blog.integrity.subject import Subject

LONG = 150
FEWEST_HEADED = 2


def whole(subject: Subject) -> Iterator[Found]:
    """Yield sections (the introduction apart) that the contents list cannot name."""
    headed = [part for part in subject.parts if part.content.heading]
    if len(headed) < FEWEST_HEADED:
        return
    for part in subject.parts[1:]:
        if not part.content.heading and part.words >= LONG:
            opening = part.text.strip()[:40]
            facts = {"words": part.words}
            yield Found(RULE.name, part.uid, field="heading", facts=facts, bound=opening)


RULE = Rule(
    name="no-heading",
    label=gettext_lazy("A long section without heading"),
    kind=Kind.EDITORIAL,
    say=lambda facts: (
        _("This section has %(words)d words and no heading: the contents list leads past it.") % facts
    ),
    whole=whole,
    order=74,
)
