"""What a change of the database moved, so that no kept page outlives it; written by triggers only."""

from django.db import models
from django.utils.translation import gettext_lazy as _

KEY_MAX_CHARS = 40


class PageClock(models.Model):
    """The one row that counts changes of what visitors may see; its order is the order of the commits."""

    seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("page clock")
        verbose_name_plural = _("page clock")

    def __str__(self) -> str:
        return str(self.seq)


class PageVersion(models.Model):
    """When something that pages show was last changed, in counts of the clock."""

    key = models.CharField(max_length=KEY_MAX_CHARS, primary_key=True)
    version = models.PositiveBigIntegerField(db_index=True)

    class Meta:
        verbose_name = _("page version")
        verbose_name_plural = _("page versions")

    def __str__(self) -> str:
        return f"{self.key}: {self.version}"


class PageTouch(models.Model):
    """A change of a transaction that has not been committed yet (PostgreSQL only; empty between transactions)."""

    key = models.CharField(max_length=KEY_MAX_CHARS)
    transaction = models.BigIntegerField()

    class Meta:
        verbose_name = _("page touch")
        verbose_name_plural = _("page touches")
        indexes = [models.Index(fields=["transaction", "key"], name="page_touch")]

    def __str__(self) -> str:
        return self.key
