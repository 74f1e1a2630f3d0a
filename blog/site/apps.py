"""The admin, with this product's own frame."""

from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class AdminConfig(DjangoAdminConfig):
    """Use the frame of `admin_site.py` wherever Django says `admin.site`."""

    default_site = "blog.site.admin_site.OctavoAdminSite"
