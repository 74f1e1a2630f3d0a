"""Filters of the list of articles; the choices of three of them are read in one query."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import CharField, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf, Trim
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.articles.models import Article, Category, State, Tag


class StateFilter(admin.SimpleListFilter):
    """By what an editor is told; without a choice everything but the trash."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(state.value, state.label) for state in State]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        condition = _conditions().get(self.value() or "")
        return queryset.exclude(status="trashed") if condition is None else queryset.filter(condition)


def _conditions() -> dict[str, Q]:
    """Return each state as a condition: the twin of `Article.state` for many rows."""
    now = timezone.now()
    published = Q(status="published")
    expired = Q(expire_at__isnull=False, expire_at__lte=now)
    public = published & Q(publish_at__lte=now) & ~expired
    return {
        State.DRAFT: Q(status="draft"),
        State.LIVE: public & Q(live__digest=F("working_digest")),
        State.CHANGED: public & ~Q(live__digest=F("working_digest")),
        State.SCHEDULED: published & Q(publish_at__gt=now),
        State.EXPIRED: published & Q(publish_at__lte=now) & expired,
        State.UNPUBLISHED: Q(status="unpublished"),
        State.TRASHED: Q(status="trashed"),
    }


class _Choices(admin.SimpleListFilter):
    """A filter whose choices come with those of its neighbours."""

    field: str

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return _choices(request)[self.field]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        value = self.value()
        known = {key for key, _name in self.lookup_choices}
        return queryset.filter(**{self.field: int(value)}) if value in known else queryset


class AuthorFilter(_Choices):
    """By author."""

    title, parameter_name, field = _("author"), "author", "author"


class CategoryFilter(_Choices):
    """By category of the working copy."""

    title, parameter_name, field = _("category"), "category", "category"


class TagFilter(_Choices):
    """By tag of the working copy."""

    title, parameter_name, field = _("tag"), "tag", "tags"


def _choices(request: HttpRequest) -> dict[str, list[tuple[str, str]]]:
    """Return (key, name) of authors, categories and tags in use, read once for a request."""
    found: dict[str, list[tuple[str, str]]] | None = getattr(request, "_article_choices", None)
    if found is None:
        found = {"author": [], "category": [], "tags": []}
        for kind, key, name in _authors(request).union(
            _named(Category, "category"), _named(Tag, "tags"), all=True
        ):
            found[kind].append((str(key), name))
        for choices in found.values():
            choices.sort(key=lambda choice: choice[1].casefold())
        request._article_choices = found  # type: ignore[attr-defined]
    return found


def _authors(request: HttpRequest) -> QuerySet[Any, Any]:
    """Return everybody who has an article; only for those who see the articles of others."""
    full_name = NullIf(Trim(Concat("first_name", Value(" "), "last_name")), Value(""))
    people = User.objects.filter(pk__in=Article.objects.order_by().values("author"))
    if not request.user.has_perm("blog.change_any_article"):
        people = people.none()
    return _row(people, "author", Coalesce(full_name, "username", output_field=CharField()))


def _named(model: type[Category] | type[Tag], kind: str) -> QuerySet[Any, Any]:
    return _row(model._default_manager.all(), kind, F("name"))


def _row(queryset: QuerySet[Any], kind: str, name: Any) -> QuerySet[Any, Any]:
    return queryset.order_by().values_list(
        Value(kind, output_field=CharField()),
        Cast("pk", IntegerField()),
        Cast(name, CharField(max_length=200)),
    )
