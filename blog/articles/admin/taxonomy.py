"""Tags and categories in the admin; an address that changes keeps its promise."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from blog.articles.models import Article, Category, Tag
from blog.lib.slugs import free_slug, slug_from
from blog.lib.text import one_line
from blog.permalinks import redirects


class TopicForm(forms.ModelForm):
    """A name, an address made from it where none was typed, and a sentence."""

    class Meta:
        fields = ["name", "slug", "description"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Empty: made from the name. The old address keeps working.")

    def clean_name(self) -> str:
        """Keep the name on one line."""
        return one_line(self.cleaned_data["name"])

    def clean_slug(self) -> str:
        """Make an address from the name where none was typed."""
        if typed := self.cleaned_data["slug"]:
            return str(typed)
        topics = self._meta.model._default_manager.exclude(pk=self.instance.pk)
        wanted = slug_from(self.cleaned_data.get("name", ""), fallback="topic")
        return self.instance.slug or free_slug(
            wanted, is_taken=lambda slug: topics.filter(slug=slug).exists()
        )


class TopicAdmin(admin.ModelAdmin):
    """What tags and categories share."""

    form = TopicForm
    list_display = ("name", "slug", "article_count")
    search_fields = ("name", "slug")
    ordering = ("name",)
    show_full_result_count = False
    relation: str

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        articles = Article.objects.filter(**{self.relation: OuterRef("pk")}).order_by()
        counted = articles.values(self.relation).annotate(number=Count("pk")).values("number")
        number = Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
        rows: QuerySet[Any] = super().get_queryset(request)
        filed: QuerySet[Any] = rows.annotate(articles_filed=number)
        return filed

    @admin.display(description=_("articles"), ordering="articles_filed")
    def article_count(self, topic: Tag | Category) -> int:
        return int(topic.articles_filed)  # type: ignore[union-attr]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        """Store it; an address that was public leads to the new one."""
        with transaction.atomic():
            before = type(obj).objects.filter(pk=obj.pk).first() if change else None
            super().save_model(request, obj, form, change)
            if before and before.slug != obj.slug:
                redirects.move(before.get_absolute_url(), obj.get_absolute_url())


@admin.register(Tag)
class TagAdmin(TopicAdmin):
    """Tags."""

    relation = "tags"


@admin.register(Category)
class CategoryAdmin(TopicAdmin):
    """Categories."""

    relation = "category"
