"""RSS and Atom: the newest public articles in full, of the blog, of a tag, of a category."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import SyndicationFeed, get_tag_uri
from django.utils.html import escape
from django.utils.translation import gettext as _

from blog.articles.models import Article, Category, RevisionSection, Tag
from blog.articles.querysets import ArticleQuerySet
from blog.lib import shown
from blog.site.models import SiteSettings
from blog.syndication.addresses import absolute
from blog.syndication.full_text import full_text, xml_text
from blog.syndication.generators import FullAtom, FullRss

FEED_SIZE = 20


def for_feed(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Read the newest articles with everything a feed shows (3 queries)."""
    manifest = RevisionSection.objects.select_related("text__figure").order_by("position")
    rows = articles.newest_first().for_cards()
    return rows.prefetch_related(Prefetch("live__manifest", queryset=manifest))[:FEED_SIZE]


class Channel:
    """What a feed is about: the site as a whole, or one topic of it."""

    def __init__(self, path: str, topic: Tag | Category | None = None) -> None:
        self.path, self.topic = path, topic
        self.site = SiteSettings.current()

    @property
    def title(self) -> str:
        """The site's title, with the topic before it."""
        return f"{self.topic.name} · {self.site.title}" if self.topic else self.site.title

    @property
    def url(self) -> str:
        """The page that lists the same articles."""
        return self.topic.get_absolute_url() if self.topic else reverse("home")

    @property
    def key(self) -> str:
        """What moves when the feed's articles are others."""
        return f"{self.topic._meta.model_name}:{self.topic.pk}" if self.topic else shown.ORDER

    def articles(self) -> ArticleQuerySet:
        """What visitors may read of it."""
        articles = Article.objects.public()
        if isinstance(self.topic, Tag):
            return articles.tagged(self.topic.pk)
        return articles.in_category(self.topic.pk) if self.topic else articles


class PublicFeed(Feed):
    """What every feed here does; RSS 2.0 unless its kind says otherwise."""

    feed_type: type[SyndicationFeed] = FullRss
    item_guid_is_permalink = False
    # Readers take the titles and descriptions of RSS for HTML, those of Atom for text.
    is_html = True

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().__call__(request, *args, **kwargs)
        # The newest date goes back when an article is taken down; only the ETag tells that the feed changed.
        del response.headers["Last-Modified"]
        return response

    def as_words(self, text: str) -> str:
        """Return text as this format's titles and descriptions are read."""
        return escape(xml_text(text)) if self.is_html else xml_text(text)


class RssFeed(PublicFeed):
    """RSS 2.0 of the whole blog."""

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Channel:
        return Channel(request.path)

    def title(self, channel: Channel) -> str:
        return self.as_words(channel.title)

    def description(self, channel: Channel) -> str:
        topic_words = channel.topic.description if channel.topic else ""
        return self.as_words(topic_words or channel.site.tagline)

    def link(self, channel: Channel) -> str:
        return absolute(channel.url)

    def feed_url(self, channel: Channel) -> str:
        return absolute(channel.path)

    def items(self, channel: Channel) -> list[Article]:
        articles = list(for_feed(channel.articles()))
        shown.only(channel.key, *(shown.article(article.pk) for article in articles))
        return articles

    def item_title(self, item: Article) -> str:
        return self.as_words(item.live.title) if item.live else ""

    def item_description(self, item: Article) -> str:
        return self.as_words(item.live.excerpt) if item.live else ""

    def item_link(self, item: Article) -> str:
        return absolute(item.get_absolute_url())

    def item_guid(self, item: Article) -> str:
        """Return a tag URI (RFC 4151) that no change of slug, title or date alters."""
        return get_tag_uri(absolute(f"/articles/{item.pk}"), item.created_at)

    def item_author_name(self, item: Article) -> str:
        profile = getattr(item.author, "author_profile", None)
        return xml_text(profile.display_name) if profile else _("Author")

    def item_pubdate(self, item: Article) -> datetime | None:
        return item.publish_at

    def item_updateddate(self, item: Article) -> datetime | None:
        return item.updated_at or item.publish_at

    def item_categories(self, item: Article) -> list[str]:
        if item.live is None:
            return []
        topics = [item.live.category] if item.live.category else []
        return [xml_text(topic.name) for topic in (*topics, *item.live.tags.all())]

    def item_extra_kwargs(self, item: Article) -> dict[str, Any]:
        return {"content": full_text(item)}


class AtomFeed(RssFeed):
    """Atom of the whole blog."""

    feed_type = FullAtom
    subtitle = RssFeed.description
    is_html = False


class TopicFeed(AtomFeed):
    """Atom of one tag or category; a topic without public articles has none, as it has no page."""

    topics: QuerySet[Tag] | QuerySet[Category]

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Channel:
        topic: Any = get_object_or_404(self.topics.all(), slug=kwargs["slug"])
        channel = Channel(request.path, topic)
        get_object_or_404(channel.articles().order_by("pk")[:1])
        return channel


class TagFeed(TopicFeed):
    """Atom of one tag."""

    topics = Tag.objects.all()


class CategoryFeed(TopicFeed):
    """Atom of one category."""

    topics = Category.objects.all()
