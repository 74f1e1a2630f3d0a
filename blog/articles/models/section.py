"""A section as editors see it now, and the immutable texts that revisions use."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from blog.articles.content import SectionContent
from blog.lib.slugs import UID_CHARS, new_uid
from blog.markup.safe import safe
from blog.media.models import Image

HEADING_MAX_CHARS = 500
ANCHOR_MAX_CHARS = 140
DIGEST_CHARS = 64


class SectionText(models.Model):
    """One section's content under the digest of its canonical form; stored once, never updated.

    `body` is what the editor wrote (sanitised); `html` is ready to show, a fixed point of the sanitiser.
    Where `note_count` > 0 the numbers depend on the article, and the manifest row carries the html instead.
    """

    digest = models.CharField(max_length=DIGEST_CHARS, primary_key=True)
    heading = models.CharField(max_length=HEADING_MAX_CHARS, blank=True)
    body = models.TextField(blank=True)
    figure = models.ForeignKey(Image, on_delete=models.PROTECT, null=True, related_name="+")
    figure_alt = models.CharField(max_length=300, blank=True)
    figure_caption = models.CharField(max_length=400, blank=True)
    html = models.TextField(blank=True)
    note_count = models.PositiveSmallIntegerField(default=0)
    word_count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("section text")
        verbose_name_plural = _("section texts")

    def __str__(self) -> str:
        return self.heading or self.digest[:12]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A section text is never updated: store a new one.")
        super().save(*args, **kwargs)

    @property
    def content(self) -> SectionContent:
        """The content this digest stands for."""
        return SectionContent(self.heading, self.body, self.figure_id, self.figure_alt, self.figure_caption)


class Section(models.Model):
    """An ordered part of an article's working copy; its uid is permanent.

    A section taken out of the working copy keeps its row with `position` null: revisions, links and comments
    still point to it, and it can come back.
    """

    uid = models.CharField(max_length=UID_CHARS, unique=True, default=new_uid, editable=False)
    article = models.ForeignKey("blog.Article", on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveIntegerField(null=True, blank=True)
    anchor = models.SlugField(max_length=ANCHOR_MAX_CHARS, allow_unicode=True, db_index=False)
    heading = models.CharField(_("heading"), max_length=HEADING_MAX_CHARS, blank=True)
    body = models.TextField(_("text"), blank=True)
    figure = models.ForeignKey(
        Image, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("figure")
    )
    figure_alt = models.CharField(
        _("alt text here"), max_length=300, blank=True, help_text=_("Empty: the image's own alt text.")
    )
    figure_caption = models.CharField(
        _("caption here"), max_length=400, blank=True, help_text=_("Empty: the image's own caption.")
    )
    digest = models.CharField(max_length=DIGEST_CHARS, editable=False)
    updated_at = models.DateTimeField(editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["article", "position", "pk"]
        constraints = [
            # Not deferrable, because SQLite has no such constraint: order is written in two steps.
            models.UniqueConstraint(fields=["article", "position"], name="section_position_once"),
            models.UniqueConstraint(fields=["article", "anchor"], name="section_anchor_once"),
        ]

    def __str__(self) -> str:
        return self.heading or self.uid

    @property
    def content(self) -> SectionContent:
        """The content as it stands now."""
        return SectionContent(self.heading, self.body, self.figure_id, self.figure_alt, self.figure_caption)

    @content.setter
    def content(self, content: SectionContent) -> None:
        self.heading, self.body = content.heading, content.body
        self.figure_id, self.figure_alt = content.figure_id, content.figure_alt
        self.figure_caption, self.digest = content.figure_caption, content.digest


def shown(text: SectionText, numbered_html: str) -> SafeString:
    """Return the stored html of a section as it stands in a revision."""
    return safe(numbered_html if text.note_count else text.html)
