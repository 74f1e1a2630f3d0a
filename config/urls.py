"""The site's URLs: the admin, the blog, and uploaded files where no proxy serves them."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("blog.urls")),
]

handler404 = "blog.site.views.not_found"
handler500 = "blog.site.views.server_error"
