"""Public addresses of the site itself."""

from django.urls import path

from blog.site import views

urlpatterns = [path("look.css", views.site_look, name="site-look")]
