"""What a comment said before somebody changed it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.comments.models.comment import BODY_MAX_CHARS, Comment

REASON_MAX_CHARS = 200


class Wording(models.Model):
    """Former words of a comment: until when they stood, and who changed them. For moderators only."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="wordings")
    body = models.TextField(_("former words"), max_length=BODY_MAX_CHARS)
    # Whether these were the writer's own words, and not a moderator's.
    was_writers = models.BooleanField(default=True)
    # The moderator who changed them; nobody where the writer did.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by_writer = models.BooleanField(default=False)
    reason = models.CharField(_("reason"), max_length=REASON_MAX_CHARS, blank=True)
    at = models.DateTimeField(_("changed"), db_index=True)

    class Meta:
        verbose_name = _("former wording")
        verbose_name_plural = _("former wordings")
        ordering = ["comment", "-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.body[:60]}"
