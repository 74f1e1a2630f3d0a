"""Kept promises: paths that were once public."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Redirect(models.Model):
    """One old path and where it lives now; chains are flattened when they are written."""

    old_path = models.CharField(_("old path"), max_length=500, unique=True)
    new_path = models.CharField(_("new path"), max_length=500, db_index=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ["old_path"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(old_path=models.F("new_path")), name="redirect_no_self_loop"
            )
        ]

    def __str__(self) -> str:
        return f"{self.old_path} → {self.new_path}"
