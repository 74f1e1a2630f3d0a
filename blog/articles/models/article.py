"""The work: identity, slug, settings, and the text that belongs to it as a whole."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.articles.models.revision import (
    DESCRIPTION_MAX_CHARS,
    EXCERPT_MAX_CHARS,
    TITLE_MAX_CHARS,
    Revision,
)
from blog.articles.models.section import DIGEST_CHARS
from blog.articles.models.taxonomy import Category, Tag
from blog.articles.querysets import ArticleQuerySet
from blog.lib.slugs import SLUG_MAX_CHARS
from blog.media.models import Image
from blog.site.models import CommentMode


class State(models.TextChoices):
    """What an editor is told; derived from the stored status, the clock, and what changed."""

    DRAFT = "draft", _("Draft")
    LIVE = "live", _("Live")
    CHANGED = "changed", _("Live, with unpublished changes")
    SCHEDULED = "scheduled", _("Scheduled")
    EXPIRED = "expired", _("Expired")
    UNPUBLISHED = "unpublished", _("Unpublished")
    TRASHED = "trashed", _("In the trash")


class Article(models.Model):
    """An article; what visitors read of it is its live revision."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        UNPUBLISHED = "unpublished", _("unpublished")
        TRASHED = "trashed", _("trashed")

    class CommentPolicy(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    slug = models.SlugField(_("address"), max_length=SLUG_MAX_CHARS, unique=True, allow_unicode=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="articles", verbose_name=_("author")
    )
    title = models.CharField(_("title"), max_length=TITLE_MAX_CHARS)
    excerpt = models.CharField(_("excerpt"), max_length=EXCERPT_MAX_CHARS, blank=True)
    search_description = models.CharField(
        _("search description"), max_length=DESCRIPTION_MAX_CHARS, blank=True
    )
    cover = models.ForeignKey(
        Image, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cover")
    )
    category = models.ForeignKey(
        Category,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("category"),
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="+", verbose_name=_("tags"))

    status = models.CharField(
        _("status"), max_length=12, choices=Status, default=Status.DRAFT, editable=False
    )
    status_before_trash = models.CharField(max_length=12, blank=True, editable=False)
    live = models.ForeignKey(
        Revision, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    expire_at = models.DateTimeField(_("expire at"), null=True, blank=True)
    first_published_at = models.DateTimeField(null=True, editable=False)
    updated_at = models.DateTimeField(_("text last changed for readers"), null=True, editable=False)
    created_at = models.DateTimeField(editable=False, default=timezone.now)
    saved_at = models.DateTimeField(_("saved"), editable=False, default=timezone.now)
    working_digest = models.CharField(max_length=DIGEST_CHARS, editable=False, blank=True)

    comment_policy = models.CharField(
        _("comments"), max_length=8, choices=CommentPolicy, default=CommentPolicy.OPEN
    )
    comments_close_after_days = models.PositiveSmallIntegerField(
        _("close comments after (days)"), null=True, blank=True, help_text=_("Empty: as the site does.")
    )
    # Empty: as the site does.
    comment_mode = models.CharField(
        _("unread comments"),
        max_length=7,
        choices=[("", _("As the site does")), *CommentMode.choices],
        blank=True,
        default="",
    )
    comments_wait_after_days = models.PositiveSmallIntegerField(
        _("every comment waits after (days)"), null=True, blank=True, help_text=_("Empty: as the site does.")
    )
    approved_comment_count = models.PositiveIntegerField(default=0, editable=False)
    import_ref = models.CharField(max_length=200, blank=True, editable=False, db_index=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-saved_at", "-pk"]
        permissions = [
            ("publish_article", _("Can publish articles")),
            ("change_any_article", _("Can change articles of other authors")),
        ]
        indexes = [
            models.Index(fields=["status", "-publish_at", "-id"], name="article_newest"),
            models.Index(fields=["author", "status", "-publish_at", "-id"], name="article_by_author"),
            models.Index(fields=["-saved_at", "-id"], name="article_last_saved"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=["draft", "published", "unpublished", "trashed"]),
                name="article_status",
            ),
            models.CheckConstraint(
                condition=models.Q(comment_policy__in=["open", "closed"]), name="article_comment_policy"
            ),
            models.CheckConstraint(
                condition=models.Q(comment_mode__in=["", "all", "first", "trusted"]),
                name="article_comment_mode",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="published")
                | models.Q(live__isnull=False, publish_at__isnull=False),
                name="article_published_has_text_and_date",
            ),
            models.CheckConstraint(
                condition=models.Q(expire_at__isnull=True)
                | models.Q(publish_at__isnull=True)
                | models.Q(expire_at__gt=models.F("publish_at")),
                name="article_expires_after_publication",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("article-page", args=[self.slug])

    @property
    def has_unpublished_changes(self) -> bool:
        """Tell whether the working copy differs from the live revision (reads the live revision: one query)."""
        return self.live is not None and self.live.digest != self.working_digest

    def is_public(self, *, now: datetime | None = None) -> bool:
        """Tell whether visitors may read it at `now`; the one-row twin of `Article.objects.public()`."""
        now = now or timezone.now()
        if self.status != self.Status.PUBLISHED or self.live_id is None or self.publish_at is None:
            return False
        return self.publish_at <= now and (self.expire_at is None or self.expire_at > now)

    def state(self, *, now: datetime | None = None) -> State:
        """Return what an editor is told about the article at `now`."""
        now = now or timezone.now()
        if self.status != self.Status.PUBLISHED:
            return State(self.status)
        if self.publish_at and self.publish_at > now:
            return State.SCHEDULED
        if self.expire_at and self.expire_at <= now:
            return State.EXPIRED
        return State.CHANGED if self.has_unpublished_changes else State.LIVE

    def comments_close_at(self, *, site_days: int | None = None) -> datetime | None:
        """Return when comments close, or None while no limit is set. `site_days`: the site's default, in days."""
        return self._days_after(self.comments_close_after_days, site_days)

    def comments_wait_from(self, *, site_days: int | None = None) -> datetime | None:
        """Return from when every comment waits, or None where age does not matter; `site_days` as above."""
        return self._days_after(self.comments_wait_after_days, site_days)

    def _days_after(self, own_days: int | None, site_days: int | None) -> datetime | None:
        days = own_days if own_days is not None else site_days
        return self.publish_at + timedelta(days=days) if days is not None and self.publish_at else None
