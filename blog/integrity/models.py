"""What the content checks found, what people said about it, and how each rule is to be taken."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.articles.models import Article, Section
from blog.integrity.registry import Action, Found, rules

RULE_CHARS = 32


class Finding(models.Model):
    """One finding: where, what, and what became of it. `start` and `end` count in the text of `field`.

    Without a section it is about the article as a whole.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("to look at")
        FINE = "fine", _("fine here")
        CUT = "cut", _("corrected")

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="findings")
    section = models.ForeignKey(
        Section, on_delete=models.CASCADE, null=True, related_name="findings", verbose_name=_("section")
    )
    rule = models.CharField(_("rule"), max_length=RULE_CHARS)
    status = models.CharField(_("status"), max_length=6, choices=Status, default=Status.OPEN)
    is_foreign = models.BooleanField(default=True)
    # The digest of the section content it was found in: a correction is refused on any other.
    digest = models.CharField(max_length=64, blank=True)
    field = models.CharField(max_length=20, default="body")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    before = models.CharField(max_length=120, blank=True)
    marked = models.CharField(_("marked text"), max_length=400, blank=True)
    after = models.CharField(max_length=120, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    # SHA-256 over what "fine here" holds for: other words have another one, and are asked about again.
    bound = models.CharField(max_length=64, blank=True)
    found_at = models.DateTimeField(_("found"))
    settled_at = models.DateTimeField(_("settled"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("settled by"),
    )
    why = models.CharField(_("why"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["-found_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=["open", "fine", "cut"]), name="finding_status"
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-found_at", "-id"], name="finding_to_look_at"),
            models.Index(fields=["status", "rule", "article"], name="finding_by_rule"),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def found(self) -> Found:
        """The finding as its rule made it."""
        return Found(
            self.rule,
            self.section.uid if self.section else "",
            self.field,
            self.start,
            self.end,
            self.before,
            self.marked,
            self.after,
            self.facts,
        )

    @property
    def sentence(self) -> str:
        """The finding as an editor reads it."""
        rule = rules().get(self.rule)
        return rule.sentence(self.found) if rule else self.rule


class RuleSetting(models.Model):
    """What a rule's findings do to people of one role, where that is not the rule's default."""

    rule = models.CharField(max_length=RULE_CHARS)
    role = models.CharField(max_length=20)
    action = models.CharField(max_length=6, choices=Action)

    class Meta:
        verbose_name = _("rule of the checks")
        verbose_name_plural = _("rules of the checks")
        constraints = [
            models.UniqueConstraint(fields=["rule", "role"], name="rule_setting_once"),
            models.CheckConstraint(
                condition=models.Q(action__in=["off", "warn", "block"]), name="rule_setting_action"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} / {self.role}: {self.action}"


class CheckRun(models.Model):
    """One check of the whole archive: how far it is, and what it counted."""

    started_at = models.DateTimeField(_("started"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    flagged = models.PositiveIntegerField(default=0)
    # The last article looked at and the last to look at, by number: what comes later is checked when it is saved.
    reached = models.PositiveBigIntegerField(default=0)
    last = models.PositiveBigIntegerField(default=0)
    counts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("check of the archive")
        verbose_name_plural = _("checks of the archive")
        ordering = ["-started_at", "-pk"]
        indexes = [models.Index(fields=["-started_at", "-id"], name="check_run_newest")]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"
