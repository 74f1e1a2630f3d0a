"""The filter's reasons and people's decisions, in words for moderators."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.comments.models import Decision, Reason


@dataclass(frozen=True)
class Line:
    """One reason as moderators read it; a positive weight speaks for spam."""

    text: str
    weight: float


_SENTENCES: dict[str, Callable[[str], str]] = {
    "honeypot-filled": lambda seen: _("Filled in the field that people do not see"),
    "honeypot-missing": lambda seen: _("Did not send back a field of the form"),
    "form-too-fast": lambda seen: _("Written in %(seen)s") % {"seen": seen},
    "many-links": lambda seen: _("%(seen)s links in the text") % {"seen": seen},
    "links": lambda seen: _("Links in the text: %(seen)s") % {"seen": seen},
    "website": lambda seen: _("Gives a website"),
    "repeated-text": lambda seen: _("The same text came before: %(seen)s times") % {"seen": seen},
    "busy-network": lambda seen: _("Comments from this network within the hour: %(seen)s") % {"seen": seen},
}


def lines(reasons: Iterable[Reason]) -> list[Line]:
    """Return all reasons in words; one from a layer unknown here shows its own name."""
    return [Line(_sentence(reason), reason.weight) for reason in reasons]


def _sentence(reason: Reason) -> str:
    sentence = _SENTENCES.get(reason.check_name)
    return sentence(reason.evidence) if sentence else f"{reason.check_name} {reason.evidence}".strip()


def summary(verb: str, count: int) -> str:
    """Return one sentence about a decision."""
    sentences = {
        Decision.Verb.APPROVE: ngettext("%(count)d comment approved.", "%(count)d comments approved.", count),
        Decision.Verb.SPAM: ngettext(
            "%(count)d comment marked as spam.", "%(count)d comments marked as spam.", count
        ),
        Decision.Verb.TRASH: ngettext(
            "%(count)d comment moved to the trash.", "%(count)d comments moved to the trash.", count
        ),
        Decision.Verb.RESTORE: ngettext("%(count)d comment restored.", "%(count)d comments restored.", count),
        Decision.Verb.WITHDRAW: ngettext(
            "%(count)d comment withdrawn by its writer.",
            "%(count)d comments withdrawn by their writer.",
            count,
        ),
        Decision.Verb.UNDO: ngettext(
            "Undone for %(count)d comment.", "Undone for %(count)d comments.", count
        ),
    }
    return sentences[Decision.Verb(verb)] % {"count": count}
