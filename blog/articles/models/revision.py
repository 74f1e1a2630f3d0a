"""An immutable, numbered manifest of an article."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from blog.articles.models.section import ANCHOR_MAX_CHARS, DIGEST_CHARS, Section, SectionText, shown
from blog.articles.models.taxonomy import Category, Tag
from blog.markup.safe import safe
from blog.media.models import Image

TITLE_MAX_CHARS = 200
EXCERPT_MAX_CHARS = 400
DESCRIPTION_MAX_CHARS = 200
# Search engines cut longer descriptions at about this many characters; a hint, not a limit.
DESCRIPTION_SHOWN_CHARS = 160


class Revision(models.Model):
    """Everything public about an article at one moment; never updated but for its label."""

    class Kind(models.TextChoices):
        SAVED = "saved", _("saved")
        PUBLISHED = "published", _("published")
        IMPORTED = "imported", _("imported")
        REVERTED = "reverted", _("reverted")

    article = models.ForeignKey("blog.Article", on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    label = models.CharField(_("label"), max_length=120, blank=True)
    created_at = models.DateTimeField(_("made at"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    title = models.CharField(_("title"), max_length=TITLE_MAX_CHARS)
    excerpt = models.CharField(_("excerpt"), max_length=EXCERPT_MAX_CHARS, blank=True)
    search_description = models.CharField(
        _("search description"), max_length=DESCRIPTION_MAX_CHARS, blank=True
    )
    cover = models.ForeignKey(Image, on_delete=models.PROTECT, null=True, related_name="+")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, related_name="+")
    tags = models.ManyToManyField(Tag, related_name="+")
    digest = models.CharField(max_length=DIGEST_CHARS)
    word_count = models.PositiveIntegerField(default=0)
    # Since when visitors could read it; null: they never could. Kept by `publishing`, beside the revision's text.
    public_from = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["article", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="revision_number_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["saved", "published", "imported", "reverted"]),
                name="revision_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding and set(kwargs.get("update_fields") or ()) != {"label"}:
            raise TypeError("A revision is never updated but for its label.")
        super().save(*args, **kwargs)

    def was_public(self, *, now: datetime | None = None) -> bool:
        """Tell whether visitors could ever read it until `now`."""
        return self.public_from is not None and self.public_from <= (now or timezone.now())


class RevisionSection(models.Model):
    """One row of the manifest: which text a section had, where it stood, under which anchor."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="manifest")
    position = models.PositiveIntegerField()
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="manifest_rows")
    text = models.ForeignKey(SectionText, on_delete=models.PROTECT, related_name="manifest_rows")
    anchor = models.CharField(max_length=ANCHOR_MAX_CHARS)
    first_note = models.PositiveSmallIntegerField(default=1)
    # Only for texts with footnotes, whose numbers run through the article.
    numbered_html = models.TextField(blank=True)
    notes_html = models.TextField(blank=True)

    class Meta:
        verbose_name = _("section of a revision")
        verbose_name_plural = _("sections of a revision")
        ordering = ["revision", "position"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "position"], name="manifest_position_once"),
            models.UniqueConstraint(fields=["revision", "section"], name="manifest_section_once"),
        ]

    def __str__(self) -> str:
        return f"{self.revision_id}/{self.position}"

    @property
    def html(self) -> SafeString:
        """The section's body, ready to show."""
        return shown(self.text, self.numbered_html)

    @property
    def notes(self) -> SafeString:
        """List items of the section's footnotes, ready to show."""
        return safe(self.notes_html)

    @property
    def alt(self) -> str:
        """Alt text of the figure: what was said here, else what the image says of itself."""
        return self.text.figure_alt or (self.text.figure.alt_text if self.text.figure else "")

    @property
    def caption(self) -> str:
        """Caption of the figure: what was said here, else the image's own."""
        return self.text.figure_caption or (self.text.figure.caption if self.text.figure else "")
