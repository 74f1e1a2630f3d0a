"""Rules of the owner: what is always spam, and what is never hidden."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.comments.spam import lists

VALUE_MAX_CHARS = 120
# One character would hit nearly everything.
VALUE_MIN_CHARS = 3


class ListRule(models.Model):
    """One entry of the block list or the allow list: plain text, a link domain or an email address."""

    class Kind(models.TextChoices):
        BLOCK = "block", _("block: hide as spam")
        ALLOW = "allow", _("allow: never hide")

    class Field(models.TextChoices):
        TEXT = "text", _("text or name contains")
        DOMAIN = "domain", _("links to domain")
        EMAIL = "email", _("email is, or ends with @…")

    kind = models.CharField(_("what happens"), max_length=5, choices=Kind, default=Kind.BLOCK)
    field = models.CharField(_("where"), max_length=6, choices=Field, default=Field.TEXT)
    value = models.CharField(_("what is looked for"), max_length=VALUE_MAX_CHARS)
    is_active = models.BooleanField(_("in force"), default=True)
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("made by"),
    )

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ["kind", "field", "value"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "field", "value"], name="list_rule_once"),
            models.CheckConstraint(condition=models.Q(kind__in=["block", "allow"]), name="list_rule_kind"),
            models.CheckConstraint(
                condition=models.Q(field__in=["text", "domain", "email"]), name="list_rule_field"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_field_display()} “{self.value}”"

    def clean_fields(self, exclude: Any = None) -> None:
        """Bring the value into the form it is looked for in, and refuse what would hit by accident."""
        self.value = normal(self.field, self.value)
        super().clean_fields(exclude=exclude)
        problem = _problem(self.field, self.value)
        if problem:
            raise ValidationError({"value": ValidationError(problem, code="value")})


def normal(field: str, value: str) -> str:
    """Return a value as rules hold it: folded text, a bare domain, a small address."""
    value = " ".join(value.split())
    if field == ListRule.Field.TEXT:
        return lists.fold(value)
    if field == ListRule.Field.DOMAIN:
        hosts = lists.listed(body=value).hosts
        value = next(iter(hosts), value.strip("./"))
    return value.lower()


def _problem(field: str, value: str) -> Any:
    if len(value) < VALUE_MIN_CHARS:
        return _("Give at least three characters: fewer would hit nearly everything.")
    if field == ListRule.Field.DOMAIN and ("." not in value or not set(value).isdisjoint(" /@:")):
        return _("Give a domain such as shop.example.")
    if field == ListRule.Field.EMAIL and ("@" not in value or " " in value or "." not in value):
        return _("Give an address, or all of a domain as @shop.example.")
    return None
