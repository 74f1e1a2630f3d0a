"""The site itself in the admin: its settings, and the public profiles of authors."""

from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from blog.site import profiles
from blog.site.forms import SiteSettingsForm
from blog.site.models import AuthorProfile, SiteSettings


@admin.register(SiteSettings)
class SiteSettingsAdmin(admin.ModelAdmin):
    """One row, always there, never deleted: the list leads straight to it."""

    form = SiteSettingsForm
    fieldsets = (
        (_("Who this is"), {"fields": ("title", "tagline", "about")}),
        (
            _("How it looks"),
            {"fields": ("typeface", "measure", ("accent", "accent_dark"), "articles_per_page")},
        ),
        (
            _("Comments"),
            {
                "fields": (
                    "comment_policy_note",
                    "comments_close_after_days",
                    "flags_return_after",
                    "comment_mode",
                    "comments_wait_after_days",
                    "trusted_after_comments",
                    "filter_hide_one_in",
                )
            },
        ),
        (_("Floods, and what is forgotten"), {"fields": ("queue_cap", "network_days", "spam_text_days")}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect(reverse("admin:blog_sitesettings_change", args=[SiteSettings.THE_ONE]))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Return the settings in force, also while nobody has saved any."""
        return SiteSettings.current() if object_id == str(SiteSettings.THE_ONE) else None


@admin.register(AuthorProfile)
class AuthorProfileAdmin(admin.ModelAdmin):
    """Profiles: administrators look after all, everybody who writes after their own."""

    list_display = ("display_name", "slug", "user")
    list_select_related = ("user",)
    search_fields = ("display_name", "slug")
    show_full_result_count = False
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def get_urls(self) -> list[URLPattern]:
        own = path("own/", self.admin_site.admin_view(self.own), name="blog_authorprofile_own")
        return [own, *super().get_urls()]

    def own(self, request: HttpRequest) -> HttpResponse:
        """Lead to the user's own profile, made where there is none."""
        if not _writes(request):
            return redirect("admin:index")
        profile = profiles.profile_of(cast(User, request.user))
        return redirect(reverse("admin:blog_authorprofile_change", args=[profile.pk]))

    def has_view_permission(self, request: HttpRequest, obj: AuthorProfile | None = None) -> bool:
        return super().has_view_permission(request, obj) or self._is_own(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: AuthorProfile | None = None) -> bool:
        return super().has_change_permission(request, obj) or self._is_own(request, obj)

    def _is_own(self, request: HttpRequest, obj: AuthorProfile | None) -> bool:
        return _writes(request) and (obj is None or obj.user_id == request.user.pk)

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuthorProfile]:
        rows = super().get_queryset(request)
        return rows if _looks_after_all(request) else rows.filter(user=request.user.pk)

    def get_readonly_fields(self, request: HttpRequest, obj: AuthorProfile | None = None) -> tuple[str, ...]:
        """Keep user and address to administrators: an address that was public is a promise."""
        return () if _looks_after_all(request) else ("user", "slug")


def _writes(request: HttpRequest) -> bool:
    return request.user.is_active and request.user.has_perm("blog.add_article")


def _looks_after_all(request: HttpRequest) -> bool:
    return request.user.has_perm("blog.change_authorprofile")
