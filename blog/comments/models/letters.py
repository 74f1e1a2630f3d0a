"""How moderators hear of waiting comments, and answers gathered for one mail a day."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.comments.models.comment import EMAIL_MAX_CHARS, Comment
from blog.comments.models.mail import Subscription

MORNING = 8
TOLD_MAX_CHARS = 40


class DeskMail(models.Model):
    """A moderator's wish to be mailed about waiting comments, and when the next letter is due."""

    class Pace(models.TextChoices):
        OFF = "off", _("never")
        ONCE = "once", _("at once")
        HOURLY = "hourly", _("once an hour at most")
        DAILY = "daily", _("once a day")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="desk_mail"
    )
    pace = models.CharField(_("mail about waiting comments"), max_length=6, choices=Pace, default=Pace.OFF)
    # Of the site's time zone.
    hour = models.PositiveSmallIntegerField(
        _("hour of the daily mail"), default=MORNING, validators=[MaxValueValidator(23)]
    )
    # Empty while there is nothing to tell; emptied by whoever writes the letter, so that nobody writes a second.
    next_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The newest comment there was when the last letter was written.
    told_up_to = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("notifications")
        verbose_name_plural = _("notifications")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pace__in=["off", "once", "hourly", "daily"]), name="desk_mail_pace"
            ),
            models.CheckConstraint(condition=models.Q(hour__lte=23), name="desk_mail_hour"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.get_pace_display()}"


class GatheredAnswer(models.Model):
    """An answer that somebody asked about and hears of in the next gathered mail."""

    # Always in small letters.
    email = models.EmailField(max_length=EMAIL_MAX_CHARS)
    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="gathered")
    answer = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")
    due_at = models.DateTimeField()
    # What the mail that told it is about, in the outbox's words; empty while it waits.
    told_as = models.CharField(max_length=TOLD_MAX_CHARS, blank=True)

    class Meta:
        verbose_name = _("gathered answer")
        verbose_name_plural = _("gathered answers")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(told_as=""), name="gathered_due"),
            models.Index(fields=["told_as"], name="gathered_told_as"),
        ]
        # Nobody hears of an answer twice.
        constraints = [models.UniqueConstraint(fields=["email", "answer"], name="gathered_once")]

    def __str__(self) -> str:
        return f"{self.email}: {self.answer_id}"
