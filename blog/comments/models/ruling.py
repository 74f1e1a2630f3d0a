"""What moderators decided about commenters, kept like the decisions about comments."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.comments.models.mail import Commenter

NOTE_MAX_CHARS = 300


class Ruling(models.Model):
    """One act about a commenter: who, when, why, from which state to which. Another ruling undoes it."""

    class Verb(models.TextChoices):
        TRUST = "trust", _("trusted")
        MUTE = "mute", _("muted")
        BAN = "ban", _("banned")
        FORGIVE = "forgive", _("set back to normal")

    commenter = models.ForeignKey(
        Commenter, on_delete=models.CASCADE, related_name="rulings", verbose_name=_("commenter")
    )
    verb = models.CharField(_("decision"), max_length=7, choices=Verb)
    from_state = models.CharField(max_length=7, choices=Commenter.State)
    to_state = models.CharField(max_length=7, choices=Commenter.State)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))
    note = models.CharField(_("why"), max_length=NOTE_MAX_CHARS, blank=True)

    class Meta:
        verbose_name = _("decision about a commenter")
        verbose_name_plural = _("decisions about commenters")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verb__in=["trust", "mute", "ban", "forgive"]), name="ruling_verb"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} · {self.at:%Y-%m-%d %H:%M}"
