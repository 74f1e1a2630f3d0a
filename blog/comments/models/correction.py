"""What a reader found wrong in an article, followed until it is put right."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.articles.models import Article, Revision, Section
from blog.comments.models.comment import NAME_MAX_CHARS, Comment

CORRECTION_MAX_CHARS = 400


class Correction(models.Model):
    """A correction of an article; readers see its note from the revision on that put it right."""

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        FIXED = "fixed", _("fixed")
        DECLINED = "declined", _("declined")

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="corrections", verbose_name=_("article")
    )
    section = models.ForeignKey(
        Section,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("section"),
    )
    # A correction outlives the comment it came from.
    comment = models.ForeignKey(
        Comment,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("comment"),
    )
    note = models.CharField(_("what was corrected"), max_length=CORRECTION_MAX_CHARS)
    # Empty: nobody is named.
    credit = models.CharField(_("thanks to"), max_length=NAME_MAX_CHARS, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.OPEN)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    opened_at = models.DateTimeField(_("opened"))
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    # Since when it waits to be fixed by whatever is published next; null: it waits for somebody to say.
    awaits_since = models.DateTimeField(null=True, blank=True)
    # Restricted, not protected: an article that goes takes its corrections along.
    fixed_in = models.ForeignKey(
        Revision, on_delete=models.RESTRICT, null=True, blank=True, related_name="corrections"
    )

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-opened_at", "-pk"]
        indexes = [models.Index(fields=["article", "status"], name="correction_by_article")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=["open", "fixed", "declined"]), name="correction_status"
            ),
            models.CheckConstraint(
                condition=models.Q(status="fixed", fixed_in__isnull=False)
                | ~models.Q(status="fixed") & models.Q(fixed_in__isnull=True),
                name="correction_fixed_in_revision",
            ),
            models.CheckConstraint(
                condition=models.Q(status="open") | models.Q(awaits_since__isnull=True),
                name="correction_only_open_waits",
            ),
        ]

    def __str__(self) -> str:
        return self.note
