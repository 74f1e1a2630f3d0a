"""What a content check found in a section of a working copy."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blog.articles.models import Article, Section


class Rule(models.TextChoices):
    """The checks there are."""

    SPLICE = "splice", _("A phrase spliced into a word")


class Finding(models.Model):
    """One finding: where, what, and what became of it. `start` and `end` count in the body's running text."""

    class Status(models.TextChoices):
        OPEN = "open", _("to look at")
        FINE = "fine", _("fine here")
        CUT = "cut", _("cut")

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="findings")
    section = models.ForeignKey(
        Section, on_delete=models.CASCADE, related_name="findings", verbose_name=_("section")
    )
    rule = models.CharField(_("rule"), max_length=16, choices=Rule)
    status = models.CharField(_("status"), max_length=6, choices=Status, default=Status.OPEN)
    # The digest of the section content it was found in: a cut is refused on any other.
    digest = models.CharField(max_length=64)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    before = models.CharField(max_length=120, blank=True)
    marked = models.CharField(_("marked text"), max_length=400)
    after = models.CharField(max_length=120, blank=True)
    restores = models.CharField(_("restores"), max_length=80, blank=True)
    found_at = models.DateTimeField(_("found"))
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["-found_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(rule__in=["splice"]), name="finding_rule"),
            models.CheckConstraint(
                condition=models.Q(status__in=["open", "fine", "cut"]), name="finding_status"
            ),
        ]
        indexes = [models.Index(fields=["status", "-found_at", "-id"], name="finding_to_look_at")]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """The finding as an editor reads it."""
        return gettext("Cutting “%(marked)s” restores “%(word)s”.") % {
            "marked": self.marked.strip(),
            "word": self.restores,
        }
