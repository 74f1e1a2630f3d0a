"""Public addresses of the site itself."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
