"""A mail that is to leave, is leaving, or has left."""

from django.db import models
from django.utils.translation import gettext_lazy as _

SUBJECT_MAX_CHARS = 200
KEY_MAX_CHARS = 120


class OutgoingMail(models.Model):
    """One mail to one address; its key says what it is for, so that the same cause never sends two."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    to = models.EmailField(_("to"), max_length=254)
    subject = models.CharField(_("subject"), max_length=SUBJECT_MAX_CHARS)
    # Both are emptied once the mail has left: the log needs no signed links and nobody's words.
    text = models.TextField(blank=True, editable=False)
    html = models.TextField(blank=True, editable=False)
    headers = models.JSONField(default=dict, blank=True, editable=False)
    purpose = models.CharField(_("purpose"), max_length=20)
    # What must stay true for it to be sent, such as "comment:7"; `outbox.cancel` asks by it.
    about = models.CharField(max_length=40, blank=True, editable=False)
    key = models.CharField(max_length=KEY_MAX_CHARS, unique=True, editable=False)
    message_id = models.CharField(_("Message-ID"), max_length=200, editable=False)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.WAITING)
    not_before = models.DateTimeField(_("held until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    # While a worker is sending, it lies ahead: a claim and a date of retry in one.
    next_try_at = models.DateTimeField(_("next attempt"))
    last_error = models.CharField(_("last error"), max_length=300, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    created_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mail")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="mail_due"),
            models.Index(fields=["to", "purpose", "created_at"], name="mail_to_address"),
            models.Index(fields=["about"], name="mail_about"),
            models.Index(fields=["-created_at", "-id"], name="mail_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "sent", "failed", "cancelled"]), name="mail_state"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"
