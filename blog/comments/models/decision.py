"""The decisions people took about comments, and how many comments have each status."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.comments.models.comment import Comment, Status


class Decision(models.Model):
    """One logged act of moderation, about one comment or many; the unit of undo."""

    class Verb(models.TextChoices):
        APPROVE = "approve", _("approved")
        SPAM = "spam", _("marked as spam")
        TRASH = "trash", _("moved to the trash")
        RESTORE = "restore", _("restored")
        UNDO = "undo", _("undone")
        WITHDRAW = "withdraw", _("withdrawn by the writer")
        FLAG = "flag", _("returned to the queue by readers’ reports")
        PASS = "pass", _("passed by trust")

    verb = models.CharField(_("decision"), max_length=8, choices=Verb)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))
    # One to one: of two moderators who undo the same decision, the second changes nothing.
    undoes = models.OneToOneField(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="undone_by",
        verbose_name=_("undoes"),
    )

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["by", "-at", "-id"], name="decision_by_person"),
            models.Index(fields=["-at", "-id"], name="decision_by_time"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    verb__in=["approve", "spam", "trash", "restore", "undo", "withdraw", "flag", "pass"]
                ),
                name="decision_verb",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} · {self.at:%Y-%m-%d %H:%M}"


class DecisionItem(models.Model):
    """One comment of a decision: from which status to which."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="items")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="decision_items")
    from_status = models.CharField(max_length=8, choices=Status)
    to_status = models.CharField(max_length=8, choices=Status)

    class Meta:
        verbose_name = _("decided comment")
        verbose_name_plural = _("decided comments")
        ordering = ["decision", "pk"]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.from_status} → {self.to_status}"


class StatusTally(models.Model):
    """How many comments have each status; changed in the transaction that changes a status."""

    status = models.CharField(max_length=8, choices=Status, primary_key=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("comments by status")
        verbose_name_plural = _("comments by status")

    def __str__(self) -> str:
        return f"{self.status}: {self.count}"
