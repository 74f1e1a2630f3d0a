"""What the upkeep swept, for the owner to see."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from blog.site import upkeep
from blog.site.models import UpkeepRun


@admin.register(UpkeepRun)
class UpkeepRunAdmin(admin.ModelAdmin):
    """The last runs, the newest first; nothing to change here."""

    list_display = ("began_at", "ended_at", "swept", "problem")
    list_display_links = None
    list_per_page = 50
    show_full_result_count = False
    sortable_by = ()

    @admin.display(description=_("swept"))
    def swept(self, run: UpkeepRun) -> str:
        """Name what was swept, and how many of it."""
        parts = [f"{upkeep.label_of(name)}: {count}" for name, count in run.done.items() if count]
        return ", ".join(parts) or str(_("nothing"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
