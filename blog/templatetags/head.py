"""The head of a page, as `blog.syndication.head` composes it."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from blog.articles.models import Article
from blog.site import look
from blog.site.models import SiteSettings
from blog.syndication.addresses import absolute
from blog.syndication.head import CURSORS, Head, canonical, head_of

register = template.Library()
register.filter("absolute", absolute)


@register.inclusion_tag("components/head.html", takes_context=True)
def head_of_list(context: dict[str, Any], title: str = "", description: str = "") -> dict[str, Any]:
    """Write the head of a list or other page: its canonical address is its path and the page's cursor."""
    request, page = context["request"], context.get("page")
    query = request.GET.dict() if page and page.newer else {}
    head = Head(title=title, url=canonical(request.path, query), description=description)
    return {"head": head, "page": page, "path": request.path, "site": context["site"]}


@register.inclusion_tag("components/head.html", takes_context=True)
def head_of_article(context: dict[str, Any], article: Article) -> dict[str, Any]:
    """Write the head of an article's page."""
    return {"head": head_of(article), "site": context["site"]}


@register.inclusion_tag("components/head.html", takes_context=True)
def head_of_comments(context: dict[str, Any], title: str) -> dict[str, Any]:
    """Write the head of a page of comments beside an article's own."""
    request = context["request"]
    url = canonical(request.path, request.GET.dict(), keep=("section", *CURSORS))
    return {"head": Head(title=title, url=url), "site": context["site"]}


@register.simple_tag
def look_version(site: SiteSettings) -> str | SafeString:
    """Return the version of the owner's look, empty while the site has none."""
    css = look.stylesheet(site)
    return look.version(css) if css else ""
