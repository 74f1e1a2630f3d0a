"""Facade: the public URLs of every room."""

from django.urls import include, path

urlpatterns = [
    path("", include("blog.articles.urls")),
    path("", include("blog.comments.urls")),
    path("", include("blog.syndication.urls")),
    path("", include("blog.media.urls")),
    path("", include("blog.site.urls")),
]
