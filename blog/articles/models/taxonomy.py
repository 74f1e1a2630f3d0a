"""Tags and categories."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from blog.lib.slugs import SLUG_MAX_CHARS


class Topic(models.Model):
    """What tags and categories share."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("address"), max_length=SLUG_MAX_CHARS, unique=True, allow_unicode=True)
    description = models.CharField(_("description"), max_length=300, blank=True)

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Category(Topic):
    """The one shelf an article stands on."""

    class Meta(Topic.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def get_absolute_url(self) -> str:
        return reverse("category-page", args=[self.slug])


class Tag(Topic):
    """One of the words an article is filed under."""

    class Meta(Topic.Meta):
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def get_absolute_url(self) -> str:
        return reverse("tag-page", args=[self.slug])
