"""What is kept of times under attack, and of proofs of work that were used."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

NONCE_CHARS = 32


class AttackPeriod(models.Model):
    """A time under stricter rules; it is on until `ends_at`, so that nothing has to run to lift it."""

    class Cause(models.TextChoices):
        MANY = "many", _("far more comments than usual")
        SPAM = "spam", _("many comments, most of them likely spam")
        FULL = "full", _("as many waiting comments within an hour as the queue may take")
        OWNER = "owner", _("switched on by hand")

    cause = models.CharField(_("why"), max_length=5, choices=Cause)
    began_at = models.DateTimeField(_("since"))
    ends_at = models.DateTimeField(_("until"))
    # What was seen when it began: so many comments within so many minutes, and what is usual for as long.
    seen = models.PositiveIntegerField(default=0)
    minutes = models.PositiveIntegerField(default=0)
    usual = models.FloatField(default=0.0)
    # Counted in the memory of each process and added up every few seconds: refusing must not cost a write.
    refused = models.PositiveIntegerField(_("refused"), default=0)
    # Lifted by hand; the owner's word holds for a while against what the counters say.
    lifted_at = models.DateTimeField(_("lifted"), null=True)
    # Who switched it on or lifted it.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("time under attack")
        verbose_name_plural = _("times under attack")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(cause__in=["many", "spam", "full", "owner"]), name="attack_cause"
            )
        ]

    def __str__(self) -> str:
        return f"{self.began_at:%Y-%m-%d %H:%M} – {self.ends_at:%H:%M}"


class SpentProof(models.Model):
    """A proof of work that came with a stored comment; kept until it would have expired anyway."""

    nonce = models.CharField(max_length=NONCE_CHARS, primary_key=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("used proof of work")
        verbose_name_plural = _("used proofs of work")

    def __str__(self) -> str:
        return self.nonce
