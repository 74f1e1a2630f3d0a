"""The filter's reasons and people's decisions, in words for moderators."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from blog.comments import measure_names
from blog.comments.models import Decision, Reason, Verdict
from blog.comments.spam.features import Layer


@dataclass(frozen=True)
class Line:
    """One reason as moderators read it; a positive weight speaks for spam."""

    text: str
    weight: float
    # The verdict as it would have been had it not been there; empty where that was not kept.
    without: str = ""


_OUTSIDE: dict[str, Any] = {
    "spam": gettext_lazy("spam"),
    "good": gettext_lazy("good"),
    "spam, corrected": gettext_lazy("spam; your decision was sent there"),
    "good, corrected": gettext_lazy("good; your decision was sent there"),
}
_SENTENCES: dict[str, Callable[[str], str]] = {
    "honeypot-filled": lambda seen: _("Filled in the field that people do not see"),
    "honeypot-missing": lambda seen: _("Did not send back a field of the form"),
    "form-too-fast": lambda seen: _("Written in %(seen)s") % {"seen": seen},
    "many-links": lambda seen: _("%(seen)s links in the text") % {"seen": seen},
    "links": lambda seen: _("Links in the text: %(seen)s") % {"seen": seen},
    "website": lambda seen: _("Gives a website"),
    "repeated-text": lambda seen: _("The same text came before: %(seen)s times") % {"seen": seen},
    "blocked": lambda seen: _("On the block list: %(seen)s") % {"seen": seen},
    "allowed": lambda seen: _("On the allow list: %(seen)s") % {"seen": seen},
    "trusted-writer": lambda seen: (
        _("A trusted writer, proven by mail; approved before: %(seen)s") % {"seen": seen}
    ),
    "known-writer": lambda seen: (
        _("A known writer, proven by mail; approved before: %(seen)s") % {"seen": seen}
    ),
    "muted-writer": lambda seen: _("The writer is muted"),
    "audit-sample": lambda seen: _("Would have been hidden; drawn to be shown to you anyway"),
    "learned-word": lambda seen: _("Word learned: %(seen)s") % {"seen": seen},
    "learned-link": lambda seen: _("Links to a domain learned: %(seen)s") % {"seen": seen},
    **dict.fromkeys(
        (f"learned-{layer.value}" for layer in Layer if layer is not Layer.TEXT),
        lambda seen: _("Learned: %(seen)s") % {"seen": measure_names.name_of(seen)},
    ),
    "learned-rest": lambda seen: _("All else that was learned"),
    "campaign": lambda seen: (
        _("Like what you marked as spam within a week: campaign %(seen)s") % {"seen": seen}
    ),
    "akismet": lambda seen: _("Akismet: %(seen)s") % {"seen": _OUTSIDE.get(seen, seen)},
    "busy-network": lambda seen: _("Comments from this network within the hour: %(seen)s") % {"seen": seen},
}


def lines(reasons: Iterable[Reason]) -> list[Line]:
    """Return all reasons in words; one from a layer unknown here shows its own name."""
    return [Line(_sentence(reason), reason.weight, _without(reason)) for reason in reasons]


def name_of(check: str) -> str:
    """Return what a check looks at, without anything it saw."""
    kinds = {
        "learned-links": _("Learned from the number of links"),
        "learned-name": _("Learned from the kind of name"),
        "learned-style": _("Learned from the way of writing"),
        "learned-vocabulary": _("Learned from the subject"),
        "learned-website": _("Learned from the website given"),
        "learned-relevance": _("Learned from what it has in common with the article"),
        "learned-repetition": _("Learned from its likeness to what was decided"),
    }
    return kinds.get(check) or _sentence(Reason(check_name=check, evidence="…")).rstrip(" …:")


def _without(reason: Reason) -> str:
    verdicts = dict(Verdict.choices)
    return str(verdicts[Verdict(reason.without)]) if reason.without in Verdict.values else ""


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
        Decision.Verb.FLAG: ngettext(
            "%(count)d comment returned to the queue by readers’ reports.",
            "%(count)d comments returned to the queue by readers’ reports.",
            count,
        ),
        Decision.Verb.PASS: ngettext(
            "%(count)d comment passed by trust, unread.", "%(count)d comments passed by trust, unread.", count
        ),
        Decision.Verb.UNDO: ngettext(
            "Undone for %(count)d comment.", "Undone for %(count)d comments.", count
        ),
    }
    return sentences[Decision.Verb(verb)] % {"count": count}
