"""The sitemap: every public page once, with the day its text last changed."""

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet
from django.urls import reverse

from blog.articles.models import Article, Category, Tag
from blog.site.models import AuthorProfile
from blog.syndication.addresses import site_domain, site_scheme


class PublicSitemap(Sitemap):
    """Addresses on SITE_URL, whatever host was asked for."""

    # Half the protocol's limit (sitemaps.org: 50,000 addresses), so that one part stays quick to make.
    limit = 25_000

    def get_domain(self, site: Any = None) -> str:
        return site_domain()

    def get_protocol(self, protocol: str | None = None) -> str:
        return site_scheme()


class ArticleSitemap(PublicSitemap):
    """Every article."""

    def items(self) -> QuerySet[Article]:
        return Article.objects.public().newest_first()

    def lastmod(self, item: Article) -> datetime | None:
        return item.updated_at


class ListSitemap(PublicSitemap):
    """Home, archive, and the pages of categories, tags and authors that have something public."""

    def items(self) -> list[tuple[str, datetime | None]]:
        newest = Article.objects.public().aggregate(at=Max("updated_at"))["at"]
        fixed = [(reverse("home"), newest), (reverse("archive"), newest)]
        return fixed + _topics(Category, "live__category") + _topics(Tag, "live__tags") + _authors()

    def location(self, item: tuple[str, datetime | None]) -> str:
        return item[0]

    def lastmod(self, item: tuple[str, datetime | None]) -> datetime | None:
        return item[1]


def _topics(model: type[Category] | type[Tag], path: str) -> list[tuple[str, datetime | None]]:
    rows = _newest_by(f"{path}__slug")
    return [(model(slug=slug).get_absolute_url(), at) for slug, at in rows]


def _authors() -> list[tuple[str, datetime | None]]:
    rows = _newest_by("author__author_profile__slug")
    return [(AuthorProfile(slug=slug).get_absolute_url(), at) for slug, at in rows]


def _newest_by(field: str) -> list[tuple[str, datetime]]:
    public = Article.objects.public().filter(**{f"{field}__isnull": False}).order_by()
    return list(public.values_list(field).annotate(at=Max("updated_at")).order_by(field))


SITEMAPS: dict[str, type[PublicSitemap]] = {"articles": ArticleSitemap, "lists": ListSitemap}
