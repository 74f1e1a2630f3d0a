"""Redirects in the admin."""

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from blog.permalinks import redirects
from blog.permalinks.models import Redirect

# A path of this site, without query or fragment: "//" would lead to another host, and so would a backslash.
_PATH = re.compile(r"/(?![/\\])[^\s?#\\\x00-\x1f]*")


class RedirectForm(forms.ModelForm):
    """Two paths of this site."""

    class Meta:
        model = Redirect
        fields = ["old_path", "new_path"]

    def clean_old_path(self) -> str:
        """Refuse what is not a path of this site."""
        return _path(self.cleaned_data["old_path"])

    def clean_new_path(self) -> str:
        """Refuse what is not a path of this site."""
        return _path(self.cleaned_data["new_path"])

    def clean(self) -> dict[str, Any]:
        """Refuse a path that leads to itself."""
        cleaned = super().clean() or self.cleaned_data
        old = cleaned.get("old_path") or self.instance.old_path
        if old and old == cleaned.get("new_path"):
            self.add_error("new_path", _("It would lead to itself."))
        return cleaned


def _path(typed: str) -> str:
    if not _PATH.fullmatch(typed):
        raise ValidationError(
            _("A path of this site begins with a single “/”, such as /articles/low-water/.")
        )
    return typed


@admin.register(Redirect)
class RedirectAdmin(admin.ModelAdmin):
    """Old path to new path; written through `redirects.move`, so chains stay flat and loops cannot arise."""

    form = RedirectForm
    list_display = ("old_path", "new_path", "created_at")
    search_fields = ("old_path", "new_path")
    show_full_result_count = False

    def get_readonly_fields(self, request: HttpRequest, obj: Redirect | None = None) -> tuple[str, ...]:
        return ("old_path",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Redirect, form: Any, change: bool) -> None:  # noqa: FBT001
        redirects.move(obj.old_path, obj.new_path)
        obj.pk = Redirect.objects.get(old_path=obj.old_path).pk
