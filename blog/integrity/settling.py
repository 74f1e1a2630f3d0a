"""What people do about a finding: correct it with a click, call it fine, take that back."""

from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.articles import access, working_copy
from blog.articles.drafts import SectionDraft
from blog.articles.models import Article
from blog.integrity.models import Finding
from blog.integrity.policy import Policy
from blog.integrity.registry import Action, Fix, rules
from blog.lib.text import one_line


class TextChanged(ValidationError):
    """The section says something else than when the finding was made."""


@transaction.atomic
def correct(finding: Finding, *, by: User, fix: str = "", now: datetime | None = None) -> str:
    """Apply a fix of the finding's rule (the first unless named) to the working copy; return what was done.

    The page changes only when the section is published. Raises PermissionDenied, TextChanged where the section was
    edited since, ValidationError where the rule has no such fix.
    """
    finding = _in_state(finding, Finding.Status.OPEN, by=by)
    chosen = _fix(finding, fix)
    section = finding.section
    if section is None or section.digest != finding.digest:
        raise TextChanged(_("This section was changed since it was checked: look at it again."))
    try:
        content = chosen.apply(section.content, finding.found)
    except ValueError as error:
        raise TextChanged(_("This section was changed since it was checked: look at it again.")) from error
    _settle(finding, Finding.Status.CUT, by=by, now=now)
    draft = SectionDraft(content, uid=section.uid, base=section.digest)
    saved = working_copy.save(finding.article, by=by, sections=[draft], now=now)
    if saved.conflicts:
        raise TextChanged(_("This section was changed since it was checked: look at it again."))
    return str(chosen.done)


def _fix(finding: Finding, name: str) -> Fix:
    rule = rules().get(finding.rule)
    fixes = [fix for fix in (rule.fixes if rule and finding.section_id else ()) if name in ("", fix.name)]
    if not fixes:
        raise ValidationError(_("There is no correction in one click for this."))
    return fixes[0]


@transaction.atomic
def call_fine(finding: Finding, *, by: User, why: str = "", now: datetime | None = None) -> None:
    """Remember that what was found may stay, until its words change.

    Raises PermissionDenied, also where the rule blocks this person and only somebody else may lift that;
    TextChanged where it is settled already.
    """
    finding = _in_state(finding, Finding.Status.OPEN, by=by)
    if not may_call_fine(finding.rule, Policy().for_user(by).get(finding.rule, Action.WARN)):
        raise PermissionDenied
    finding.why = one_line(why)[:300]
    _settle(finding, Finding.Status.FINE, by=by, now=now)


def may_call_fine(rule: str, action: Action) -> bool:
    """Tell whether somebody for whom the rule has this action may call its findings fine."""
    known = rules().get(rule)
    return known is not None and (action != Action.BLOCK or known.may_confirm)


@transaction.atomic
def take_back(finding: Finding, *, by: User) -> Article:
    """Forget that the finding was called fine; it stands open again. Raises PermissionDenied, TextChanged."""
    finding = _in_state(finding, Finding.Status.FINE, by=by)
    finding.why = ""
    finding.status, finding.settled_by, finding.settled_at = Finding.Status.OPEN, None, None
    finding.save(update_fields=["why", "status", "settled_by", "settled_at"])
    return finding.article


def _in_state(finding: Finding, status: Finding.Status, *, by: User) -> Finding:
    access.require(access.may_edit(by, finding.article))
    found = (
        Finding.objects.select_for_update(of=("self",))
        .select_related("section", "article")
        .filter(pk=finding.pk)
    )
    current = found.first()
    if current is None or current.status != status:
        raise TextChanged(_("This finding has been settled already."))
    return current


def _settle(finding: Finding, status: Finding.Status, *, by: User, now: datetime | None) -> None:
    finding.status, finding.settled_by, finding.settled_at = status, by, now or timezone.now()
    finding.save(update_fields=["status", "settled_by", "settled_at", "why"])
