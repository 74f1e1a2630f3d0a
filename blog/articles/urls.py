"""Public addresses of articles and their lists."""

from django.urls import path

from blog.articles import paths, views

paths.register()

urlpatterns = [
    path("", views.home, name="home"),
    path("articles/<unicode-slug:slug>/", views.article_page, name="article-page"),
    path("articles/<unicode-slug:slug>/s/<unicode-slug:uid>/", views.section_link, name="section-link"),
    path("tags/<unicode-slug:slug>/", views.tag_page, name="tag-page"),
    path("categories/<unicode-slug:slug>/", views.category_page, name="category-page"),
    path("authors/<unicode-slug:slug>/", views.author_page, name="author-page"),
    path("archive/", views.archive, name="archive"),
    path("archive/<year:year>/", views.archive_year, name="archive-year"),
    path("archive/<year:year>/<month:month>/", views.archive_month, name="archive-month"),
]
