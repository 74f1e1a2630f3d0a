"""What the desk keeps: what comments share with others, and decisions about a whole filter result."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.comments.models.comment import Comment
from blog.comments.models.decision import Decision

TRACE_MAX_CHARS = 100


class Trace(models.Model):
    """What a comment may share with others: the domain of a link, or a part of its text's fingerprint."""

    class Kind(models.TextChoices):
        LINK = "link", _("link")
        # A domain above the one a link leads to: shop.cheap.example lies below cheap.example.
        ABOVE = "site", _("domain above")
        TEXT = "text", _("text")

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="traces")
    kind = models.CharField(max_length=4, choices=Kind)
    value = models.CharField(max_length=TRACE_MAX_CHARS)

    class Meta:
        verbose_name = _("trace")
        verbose_name_plural = _("traces")
        indexes = [models.Index(fields=["kind", "value", "comment"], name="trace_by_value")]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=["link", "site", "text"]), name="trace_kind")
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"


class BulkAct(models.Model):
    """One verb for a whole filter result, carried out in chunks as one decision."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to begin")
        RUNNING = "running", _("under way")
        DONE = "done", _("done")

    verb = models.CharField(_("decision"), max_length=8, choices=Decision.Verb)
    # What the list was filtered by; the same words as in its address.
    filters = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    # Keys, not offsets: rows leave the filter while it is worked through, and new ones were not confirmed.
    reached = models.PositiveBigIntegerField(default=0)
    last = models.PositiveBigIntegerField(default=0)
    decision = models.OneToOneField(
        Decision, on_delete=models.CASCADE, related_name="bulk_act", null=True, blank=True
    )

    class Meta:
        verbose_name = _("bulk decision")
        verbose_name_plural = _("bulk decisions")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verb__in=["approve", "spam", "trash", "restore", "undo"]), name="bulk_verb"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "running", "done"]), name="bulk_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb}: {self.done} / {self.total}"
