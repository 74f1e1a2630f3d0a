"""A link within the site that leads nowhere."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.integrity.internal_links import addresses_in, anchor_of, page_of
from blog.integrity.registry import Found, Kind, Rule, quoted
from blog.integrity.subject import Part, Subject


def find(part: Part, subject: Subject) -> Iterator[Found]:
    for address, start, end in addresses_in(part.tokens):
        wrong = _what_is_wrong(address, subject)
        if wrong:
            why, label = wrong
            facts = {"why": why, "label": label, "address": address}
            yield quoted(RULE.name, part.uid, "body", part.text, start, end, **facts)


def _what_is_wrong(address: str, subject: Subject) -> tuple[str, str] | None:
    """Return (why, what in words) for a link that leads nowhere, or None."""
    page, anchor = page_of(address), anchor_of(address)
    if page is None or page in ("", subject.path):
        is_lost = page is not None and anchor and subject.anchors and anchor not in subject.anchors
        return ("anchor", subject.title) if is_lost else None
    target = subject.targets.get(page)
    if target is None:
        return None
    if target.state != "public":
        return target.state, target.label
    is_lost = bool(anchor) and target.anchors is not None and anchor not in target.anchors
    return ("anchor", target.label) if is_lost else None


def say(facts: Mapping[str, Any]) -> str:
    known = dict(facts)
    sentences = {
        "missing": _("The link “%(marked)s” leads to %(address)s, where there is nothing."),
        "anchor": _("The link “%(marked)s” leads to a section that “%(label)s” does not have."),
        "trashed": _("The link “%(marked)s” leads to “%(label)s”, which is in the trash."),
        "unpublished": _("The link “%(marked)s” leads to “%(label)s”, which readers cannot see."),
    }
    return sentences[known["why"]] % known


RULE = Rule(
    name="internal-link",
    label=gettext_lazy("A link within the site that leads nowhere"),
    kind=Kind.EDITORIAL,
    say=say,
    part=find,
    order=63,
)
