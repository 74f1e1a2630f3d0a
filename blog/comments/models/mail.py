"""Who has shown that an address is theirs, and what they asked to be told by mail."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from blog.comments.models.comment import EMAIL_MAX_CHARS, Comment


class Commenter(models.Model):
    """A person known by an address; trust hangs on a confirmed one, never on typed text."""

    class State(models.TextChoices):
        NORMAL = "normal", _("normal")
        TRUSTED = "trusted", _("trusted")
        MUTED = "muted", _("muted")
        BANNED = "banned", _("banned")

    RESTRICTED = (State.MUTED, State.BANNED)

    # Always in small letters.
    email = models.EmailField(_("email"), max_length=EMAIL_MAX_CHARS, unique=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    # What moderators decided; trust can be earned besides, see `trust.py`.
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.NORMAL)
    # They asked to be left alone: not even a request for confirmation is sent.
    no_mail = models.BooleanField(_("wants no mail"), default=False)
    # How often a banned one was refused: a count, because nothing of what they send is stored.
    refused_count = models.PositiveIntegerField(_("refused"), default=0, editable=False)
    refused_at = models.DateTimeField(_("last refused"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("commenter")
        verbose_name_plural = _("commenters")
        ordering = ["email"]
        indexes = [models.Index(fields=["state", "-id"], name="commenter_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["normal", "trusted", "muted", "banned"]), name="commenter_state"
            ),
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="commenter_lower_case"),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_restricted(self) -> bool:
        """Tell whether moderators have muted or banned it."""
        return self.state in self.RESTRICTED


class Subscription(models.Model):
    """The wish to be mailed about answers, made with a comment and void until confirmed."""

    class Scope(models.TextChoices):
        REPLIES = "replies", _("replies to me")
        THREAD = "thread", _("the whole thread")

    class Pace(models.TextChoices):
        ONCE = "once", _("one by one")
        DAILY = "daily", _("gathered once a day")

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("not confirmed")
        ACTIVE = "active", _("active")
        ENDED = "ended", _("ended")

    email = models.EmailField(_("email"), max_length=EMAIL_MAX_CHARS)
    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="subscription")
    scope = models.CharField(_("about"), max_length=7, choices=Scope, default=Scope.REPLIES)
    pace = models.CharField(_("how often"), max_length=5, choices=Pace, default=Pace.ONCE)
    state = models.CharField(_("state"), max_length=11, choices=State, default=State.UNCONFIRMED)
    created_at = models.DateTimeField(_("asked"))

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["email", "state"], name="subscription_by_email")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scope__in=["replies", "thread"]), name="subscription_scope"
            ),
            models.CheckConstraint(condition=models.Q(pace__in=["once", "daily"]), name="subscription_pace"),
            models.CheckConstraint(
                condition=models.Q(state__in=["unconfirmed", "active", "ended"]), name="subscription_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.get_scope_display()}"
