"""Addresses of uploaded files."""

from django.urls import path

from blog.media import views

urlpatterns = [path("media/<path:path>", views.media_file, name="media-file")]
