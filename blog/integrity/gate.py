"""What the checks say to a publication; registered with the articles room when the app is ready."""

from collections.abc import Iterator

from blog.articles.gates import Objection, Proposal
from blog.articles.models import Section
from blog.integrity.audit import bound_of
from blog.integrity.gathering import subject_to_publish
from blog.integrity.models import Finding
from blog.integrity.policy import Policy
from blog.integrity.registry import Action, Found, look, rules

# More are not told apart by anybody who reads a message.
MOST_TOLD = 10


def objections(proposal: Proposal) -> list[Objection]:
    """Return the findings that block this person, in what readers do not have yet; what was called fine passes."""
    actions = Policy().for_user(proposal.by)
    blocking = [rule for rule, action in actions.items() if action == Action.BLOCK]
    if not blocking:
        return []
    subject = subject_to_publish(proposal.article, proposal.entries, proposal.details)
    found = [*look(subject, only=blocking), *_hidden_where_it_came_from(proposal, blocking)]
    concerned = [one for one in found if _is_fresh(one, proposal)]
    fine = _called_fine(proposal) if concerned else set()
    told = (Objection(one.uid, rules()[one.rule].sentence(one)) for one in concerned if _key(one) not in fine)
    return list(dict.fromkeys(told))[:MOST_TOLD]


def _is_fresh(found: Found, proposal: Proposal) -> bool:
    return found.uid in proposal.fresh if found.uid else proposal.details_are_fresh


def _key(found: Found) -> tuple[str, str, str, str]:
    return found.rule, found.uid, found.field, bound_of(found)


def _called_fine(proposal: Proposal) -> set[tuple[str, str, str, str]]:
    rows = proposal.article.findings.filter(status=Finding.Status.FINE)
    return {
        (rule, uid or "", field, bound)
        for rule, uid, field, bound in rows.values_list("rule", "section__uid", "field", "bound")
    }


def _hidden_where_it_came_from(proposal: Proposal, blocking: list[str]) -> Iterator[Found]:
    """Yield open findings of rules that see text only as it comes in, where that text would go live."""
    lasting = [name for name in blocking if rules()[name].lasts]
    rows = proposal.article.findings.filter(status=Finding.Status.OPEN, rule__in=lasting)
    contents = {entry.uid: entry.content for entry in proposal.entries}
    for row in rows.select_related("section"):
        content = contents.get(row.section.uid) if isinstance(row.section, Section) else None
        lasts = rules()[row.rule].lasts
        found = lasts(content, row.found) if content and lasts else None
        if found:
            yield found
