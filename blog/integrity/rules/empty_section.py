"""A section that says nothing under its heading."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.integrity.registry import Found, Kind, Rule
from blog.integrity.subject import Part, Subject


def find(part: Part, subject: Subject) -> Iterator[Found]:
    own = part.content
    if own.heading and not part.text.strip() and not own.figure_id and "<img" not in own.body:
        yield Found(RULE.name, part.uid, field="heading", facts={"heading": own.heading}, bound=own.heading)


RULE = Rule(
    name="empty-section",
    label=gettext_lazy("An empty section"),
    kind=Kind.EDITORIAL,
    say=lambda facts: _("Nothing stands under “%(heading)s”.") % facts,
    part=find,
    order=61,
)
