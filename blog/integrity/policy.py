"""Off, warn or block: how each rule is taken for people of each role."""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from blog.articles.access import Actor, require
from blog.integrity.models import RuleSetting
from blog.integrity.registry import ROLES, Action, Rule, rules
from blog.site.roles import role_of


class Policy:
    """Every rule's action for every role: one query."""

    def __init__(self) -> None:
        self._said = {(row.rule, row.role): Action(row.action) for row in RuleSetting.objects.all()}

    def action(self, rule: str, role: str) -> Action:
        """Return what the findings of a rule do for a role; a rule there is no more is off."""
        known = rules().get(rule)
        if known is None:
            return Action.OFF
        return self._said.get((rule, role), known.default)

    def for_user(self, user: Actor) -> Mapping[str, Action]:
        """Return the action of each rule for a person."""
        role = role_of(user)
        return {name: self.action(name, role) for name in rules()}

    def in_use(self) -> list[str]:
        """Return the rules that are not off for everybody."""
        return [name for name in rules() if any(self.action(name, role) != Action.OFF for role in ROLES)]

    def table(self) -> list[tuple[Rule, list[tuple[str, Action]]]]:
        """Return each rule with (role, action) in the order of ROLES."""
        return [(rule, [(role, self.action(name, role)) for role in ROLES]) for name, rule in rules().items()]


def may_change(user: Actor) -> bool:
    """Tell whether the user may say how rules are taken."""
    return user.is_active and user.has_perm("blog.change_rulesetting")


@transaction.atomic
def change(actions: Mapping[tuple[str, str], str], *, by: User) -> None:
    """Set the actions by (rule, role); what equals the default is not stored, so that it follows the default.

    Raises PermissionDenied, ValidationError for what is no rule, role or action.
    """
    require(may_change(by))
    for (rule, role), action in actions.items():
        if rule not in rules() or role not in ROLES or action not in Action.values:
            raise ValidationError(_("There is no such rule, role or action."))
        if Action(action) == rules()[rule].default:
            RuleSetting.objects.filter(rule=rule, role=role).delete()
        else:
            RuleSetting.objects.update_or_create(rule=rule, role=role, defaults={"action": action})
