"""Sitemap and robots.txt."""

from collections.abc import Iterator

from django.contrib.sitemaps import views as sitemap_views
from django.contrib.sitemaps.views import SitemapIndexItem
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from blog.lib import shown
from blog.syndication.addresses import absolute
from blog.syndication.sitemaps import SITEMAPS


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Show every address, or where there are too many for one file, the index of the parts."""
    shown.only(shown.SHELVES)
    if any(part().paginator.num_pages > 1 for part in SITEMAPS.values()):
        facts = {"sitemaps": list(_parts())}
        return render(request, "sitemap_index.xml", facts, content_type="application/xml")
    return _without_date(sitemap_views.sitemap(request, {**SITEMAPS}))


@require_safe
def sitemap_part(request: HttpRequest, section: str) -> HttpResponse:
    """Show one part of a large sitemap."""
    shown.only(shown.SHELVES)
    return _without_date(sitemap_views.sitemap(request, {**SITEMAPS}, section=section))


def _parts() -> Iterator[SitemapIndexItem]:
    for section, part in SITEMAPS.items():
        address = absolute(reverse("sitemap-part", args=[section]))
        for page in part().paginator.page_range:
            yield SitemapIndexItem(address if page == 1 else f"{address}?p={page}")


def _without_date(response: HttpResponse) -> HttpResponse:
    """Drop Last-Modified: it goes back when an article is taken down, and only the ETag tells that."""
    response.headers.pop("Last-Modified", None)
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers what is not for them."""
    shown.only(shown.SITE)
    return render(request, "blog/syndication/robots.txt", content_type="text/plain; charset=utf-8")
