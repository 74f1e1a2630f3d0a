"""What may stop a publication: rooms above register gates, `publishing.publish` asks them all in one place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from blog.articles.manifest import Entry
from blog.articles.models import Article
from blog.articles.revisions import Details


class CannotPublish(ValidationError):
    """There is a plain reason why this cannot go live."""


@dataclass(frozen=True)
class Proposal:
    """What is about to go live: `fresh` are the uids whose text readers do not have yet."""

    article: Article
    details: Details
    details_are_fresh: bool
    entries: Sequence[Entry]
    fresh: frozenset[str]
    by: User


@dataclass(frozen=True)
class Objection:
    """One reason against a publication; `uid` empty: the article as a whole."""

    uid: str
    sentence: str


class HeldBack(CannotPublish):
    """Gates object: `objections` says to what, tied to the sections."""

    def __init__(self, objections: Sequence[Objection], proposal: Proposal) -> None:
        """Say each objection with the heading of its section."""
        self.objections = list(objections)
        headings = {entry.uid: entry.content.heading for entry in proposal.entries}
        super().__init__([_said(one, headings.get(one.uid)) for one in objections], code="held-back")


def _said(objection: Objection, heading: str | None) -> str:
    if not objection.uid:
        return objection.sentence
    where = _("In “%(heading)s”:") % {"heading": heading} if heading else _("In a section without heading:")
    return f"{where} {objection.sentence}"


Gate = Callable[[Proposal], Sequence[Objection]]

_gates: list[Gate] = []


def register(gate: Gate) -> None:
    """Let `gate` object to publications; registering twice counts once."""
    if gate not in _gates:
        _gates.append(gate)


def pass_or_refuse(proposal: Proposal) -> None:
    """Ask every gate. Raises HeldBack with all objections."""
    objections = [objection for gate in _gates for objection in gate(proposal)]
    if objections:
        raise HeldBack(objections, proposal)
