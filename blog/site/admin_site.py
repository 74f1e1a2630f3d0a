"""The frame of the admin: name, navigation, and a landing page other rooms put panels on."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class OctavoAdminSite(AdminSite):
    """The admin as editors and moderators meet it."""

    site_header = _("Octavo")
    site_title = _("Octavo")
    index_title = _("Desk")
    enable_nav_sidebar = False
