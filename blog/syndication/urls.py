"""Public addresses of feeds and sitemaps."""

from django.urls import path

from blog.syndication import comment_feeds, feeds, views

urlpatterns = [
    path("feed/", feeds.RssFeed(), name="feed-rss"),
    path("feed/atom/", feeds.AtomFeed(), name="feed-atom"),
    path("tags/<unicode-slug:slug>/feed/", feeds.TagFeed(), name="tag-feed"),
    path("categories/<unicode-slug:slug>/feed/", feeds.CategoryFeed(), name="category-feed"),
    path("comments/feed/", comment_feeds.CommentRssFeed(), name="comments-rss"),
    path("comments/feed/atom/", comment_feeds.CommentAtomFeed(), name="comments-atom"),
    path("articles/<str:slug>/comments/feed/", comment_feeds.CommentRssFeed(), name="article-comments-rss"),
    path(
        "articles/<str:slug>/comments/feed/atom/",
        comment_feeds.CommentAtomFeed(),
        name="article-comments-atom",
    ),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", views.sitemap_part, name="sitemap-part"),
    path("robots.txt", views.robots, name="robots"),
]
