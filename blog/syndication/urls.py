"""Public addresses of feeds and sitemaps."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
