"""Public addresses of articles and their lists."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
