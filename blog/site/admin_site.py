"""The frame of the admin: name, navigation, and a landing page other rooms put panels on."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from blog.site import desk
from blog.site.chart import weekly_chart

# The first permission a user has names their role; read from permissions, as groups cost a query.
_ROLES = [
    ("auth.change_user", _("administrator")),
    ("blog.publish_article", _("editor")),
    ("blog.moderate_comment", _("moderator")),
    ("blog.add_article", _("author")),
]


class Frame:
    """What the top of every admin page says; read when the template first asks."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def facts(self) -> desk.Facts:
        """The site's title and the registered numbers: one query."""
        return desk.read_facts()

    @cached_property
    def navigation(self) -> list[dict[str, Any]]:
        """The places this user may go."""
        return desk.navigation_for(self._request.user, self.facts, path=self._request.path)

    @cached_property
    def role(self) -> str:
        """What this user is here, in a word."""
        return str(next((name for permission, name in _ROLES if self._request.user.has_perm(permission)), ""))

    @property
    def has_profile(self) -> bool:
        """Tell whether this user writes, and so has a public profile to look after."""
        return self._request.user.has_perm("blog.add_article")


class OctavoAdminSite(AdminSite):
    """The admin as editors and moderators meet it."""

    site_header = _("Octavo")
    site_title = _("Octavo")
    index_title = _("Desk")
    enable_nav_sidebar = False

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Add `frame` to what every admin page knows."""
        return {**super().each_context(request), "frame": Frame(request)}

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Show what needs this user now."""
        context = self.each_context(request)
        frame: Frame = context["frame"]
        extra = {
            "frame": frame,
            "panels": desk.panels_for(request.user, frame.facts),
            "chart": weekly_chart(),
            **(extra_context or {}),
        }
        return super().index(request, extra)
