"""RSS and Atom of what readers say: on the whole blog, or on one article."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import get_tag_uri
from django.utils.translation import gettext as _

from blog.articles.models import Article
from blog.comments.models import Comment
from blog.site.models import SiteSettings
from blog.syndication.addresses import absolute
from blog.syndication.feeds import PublicFeed
from blog.syndication.full_text import outward, xml_text
from blog.syndication.generators import FullAtom

FEED_SIZE = 50


class CommentChannel:
    """What a feed of comments is about: the site, or one article."""

    def __init__(self, path: str, article: Article | None = None) -> None:
        self.path, self.article = path, article
        self.site = SiteSettings.current()

    @property
    def title(self) -> str:
        """Whose replies these are."""
        about = self.article.live.title if self.article and self.article.live else self.site.title
        return _("Replies to “%(title)s”") % {"title": about}

    @property
    def url(self) -> str:
        """The page that shows them."""
        return f"{self.article.get_absolute_url()}#comments" if self.article else reverse("home")

    def comments(self) -> list[Comment]:
        """Return the newest that visitors may read: one query."""
        comments = Comment.objects.approved().filter(article__in=Article.objects.public())
        if self.article:
            comments = comments.filter(article=self.article)
        rows = comments.select_related("article__live").order_by("-submitted_at", "-pk")
        return list(rows.defer("body")[:FEED_SIZE])


class CommentRssFeed(PublicFeed):
    """RSS 2.0 of comments; on one article where the address has a slug."""

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> CommentChannel:
        slug = kwargs.get("slug")
        articles = Article.objects.public().select_related("live")
        return CommentChannel(request.path, get_object_or_404(articles, slug=slug) if slug else None)

    def title(self, channel: CommentChannel) -> str:
        return self.as_words(channel.title)

    def link(self, channel: CommentChannel) -> str:
        return absolute(channel.url)

    def feed_url(self, channel: CommentChannel) -> str:
        return absolute(channel.path)

    def description(self, channel: CommentChannel) -> str:
        return self.as_words(channel.site.title)

    def items(self, channel: CommentChannel) -> list[Comment]:
        return channel.comments()

    def item_title(self, item: Comment) -> str:
        title = item.article.live.title if item.article.live else ""
        words = _("%(name)s on “%(title)s”") % {"name": item.author_name, "title": title}
        return self.as_words(words)

    def item_description(self, item: Comment) -> str:
        return ""

    def item_link(self, item: Comment) -> str:
        return absolute(item.get_absolute_url())

    def item_guid(self, item: Comment) -> str:
        """Return a tag URI (RFC 4151) that no decision and no edit alters."""
        return get_tag_uri(absolute(f"/comments/{item.pk}"), item.submitted_at)

    def item_author_name(self, item: Comment) -> str:
        return xml_text(item.author_name)

    def item_pubdate(self, item: Comment) -> datetime:
        return item.submitted_at

    def item_updateddate(self, item: Comment) -> datetime:
        return item.edited_at or item.submitted_at

    def item_categories(self, item: Comment) -> list[str]:
        return []

    def item_extra_kwargs(self, item: Comment) -> dict[str, Any]:
        return {"content": xml_text(outward(item.rendered, absolute(item.article.get_absolute_url())))}


class CommentAtomFeed(CommentRssFeed):
    """Atom of comments; on one article where the address has a slug."""

    feed_type = FullAtom
    subtitle = CommentRssFeed.description
    is_html = False
