"""Typing tags: names separated by commas, known ones found, new ones made by those who may."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from blog.articles.models import Tag
from blog.lib.slugs import free_slug, slug_from
from blog.lib.text import one_line

MAX_TAGS = 20


class TagNames(forms.CharField):
    """A field of tag names; cleans to tags, of which those without a key are new."""

    user: User

    def prepare_value(self, value: Any) -> Any:
        """Write tags as their names."""
        if value is None or isinstance(value, str):
            return value
        return ", ".join(tag.name for tag in value)

    def clean(self, value: Any) -> list[Tag]:
        """Return the tags; raise ValidationError for too many, too long, or new by an author."""
        names = _names(super().clean(value))
        if len(names) > MAX_TAGS:
            raise ValidationError(_("At most %(max)d tags."), params={"max": MAX_TAGS}, code="many")
        known = {tag.name.casefold(): tag for tag in Tag.objects.all()} if names else {}
        tags = [known.get(name.casefold()) or Tag(name=name) for name in names]
        new = [tag for tag in tags if tag.pk is None]
        if new and not self.user.has_perm("blog.add_tag"):
            raise ValidationError(
                _("There is no tag “%(name)s” yet; an editor can add it."),
                params={"name": new[0].name},
                code="unknown",
            )
        for tag in new:
            tag.slug = slug_from(tag.name, fallback="tag")
            tag.clean_fields()
        return tags


def _names(value: str) -> list[str]:
    names = (one_line(name) for name in value.split(","))
    return list({name.casefold(): name for name in names if name}.values())


def store_new(tags: list[Tag]) -> list[Tag]:
    """Store the tags that are new, each under a free address; call inside a transaction."""
    for tag in tags:
        if tag.pk is None:
            tag.slug = free_slug(tag.slug, is_taken=lambda slug: Tag.objects.filter(slug=slug).exists())
            tag.save()
    return tags
