"""A reader's report about a comment, and what became of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.comments.models.comment import DIGEST_CHARS, Comment
from blog.comments.models.decision import Decision

FLAG_WORDS_MAX_CHARS = 300


class Flag(models.Model):
    """One network's report about one comment; a network speaks once about each."""

    class Reason(models.TextChoices):
        SPAM = "spam", _("Spam or advertising")
        ABUSE = "abuse", _("Abusive or hateful")
        TOPIC = "topic", _("Off topic")
        PRIVATE = "private", _("Somebody’s private data")
        OTHER = "other", _("Something else")

    class Outcome(models.TextChoices):
        OPEN = "open", _("open")
        UPHELD = "upheld", _("agreed with")
        OVERRULED = "overruled", _("not agreed with")
        # It came after a moderator had decided about the same reason.
        SETTLED = "settled", _("decided before")

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="flags")
    reason = models.CharField(_("reason"), max_length=7, choices=Reason)
    words = models.CharField(_("in their words"), max_length=FLAG_WORDS_MAX_CHARS, blank=True)
    # Keyed digest instead of an address; "" stands for all whose network is not known, together.
    network = models.CharField(max_length=DIGEST_CHARS, blank=True)
    at = models.DateTimeField(_("at"))
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome, default=Outcome.OPEN)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The decision that settled it, so that undoing opens it again.
    decision = models.ForeignKey(
        Decision, on_delete=models.SET_NULL, null=True, blank=True, related_name="settled_flags"
    )

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["comment", "at", "pk"]
        indexes = [
            models.Index(fields=["network", "at"], name="flag_by_network"),
            # Few are open at a time, however many there have been.
            models.Index(fields=["comment"], name="flag_open", condition=models.Q(outcome="open")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["comment", "network"], name="flag_once_per_network"),
            models.CheckConstraint(
                condition=models.Q(reason__in=["spam", "abuse", "topic", "private", "other"]),
                name="flag_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["open", "upheld", "overruled", "settled"]),
                name="flag_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.reason}"
