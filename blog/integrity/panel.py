"""What the article form shows of findings, and the place of the checks on the admin's frame."""

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.articles import findings
from blog.articles.models import Article
from blog.integrity.invisible import INVISIBLE
from blog.integrity.models import Finding
from blog.integrity.policy import Policy
from blog.integrity.registry import Action, rules
from blog.integrity.settling import may_call_fine
from blog.site import desk


def register() -> None:
    """Put the checks on the admin's frame."""
    place = desk.Place(gettext_lazy("Checks"), "admin:blog_checkrun_changelist", "blog.change_article")
    desk.register_place("checks", place, order=35)


def open_findings(article: Article, user: User) -> list[findings.Finding]:
    """Return the article's open findings in the shape the article form shows (two queries)."""
    rows = article.findings.filter(status=Finding.Status.OPEN).select_related("section")
    order = list(rules())
    known = sorted(
        (row for row in rows if row.rule in order), key=lambda row: (order.index(row.rule), row.start)
    )
    return shown(known, Policy().for_user(user)) if known else []


def shown(rows: Iterable[Finding], actions: Mapping[str, Action]) -> list[findings.Finding]:
    """Return findings as the form shows them, without those of rules that are off for this person.

    What blocks comes first. A row that is not stored (somebody is typing) has no buttons.
    """
    kept = [_shown(row, actions[row.rule]) for row in rows if actions.get(row.rule) not in (None, Action.OFF)]
    return sorted(kept, key=lambda finding: not finding.blocks)


def _shown(row: Finding, action: Action) -> findings.Finding:
    return findings.Finding(
        uid=row.section.uid if row.section else "",
        sentence=row.sentence,
        excerpt_before=row.before,
        marked=_visible(row.marked),
        excerpt_after=row.after,
        actions=_actions(row, action) if row.pk else [],
        blocks=action == Action.BLOCK,
    )


def _visible(marked: str) -> str:
    """Return marked text with a dot for each character that nobody would see."""
    return INVISIBLE.sub("·", marked)


def _actions(row: Finding, action: Action) -> list[findings.Action]:
    url = reverse("admin:finding-correct", args=[row.pk])
    fixes = rules()[row.rule].fixes if row.section_id else ()
    actions = [findings.Action(str(fix.label), url, fix.name) for fix in fixes]
    if may_call_fine(row.rule, action):
        fine = reverse("admin:finding-fine", args=[row.pk])
        actions.append(findings.Action(_("This is fine here"), fine))
    return actions
