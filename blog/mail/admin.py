"""The delivery log: every mail, how it stands, and a way to try again."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy, ngettext

from blog.mail import outbox
from blog.mail.models import OutgoingMail


@admin.register(OutgoingMail)
class OutgoingMailAdmin(admin.ModelAdmin):
    """Read-only; what a mail says is not shown, because its links act for the person it is for."""

    list_display = ("created_at", "to", "subject", "purpose", "state", "attempts", "sent_at", "last_error")
    list_filter = ("state", "purpose")
    search_fields = ("to", "subject", "message_id")
    list_per_page = 50
    show_full_result_count = False
    sortable_by = ()
    actions = ("retry",)
    fields = (
        "to",
        "subject",
        "purpose",
        "state",
        "created_at",
        "not_before",
        "attempts",
        "next_try_at",
        "sent_at",
        "last_error",
        "message_id",
    )
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: OutgoingMail | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: OutgoingMail | None = None) -> bool:
        return False

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return super().get_actions(request) if outbox.may_retry(request.user) else {}

    @admin.action(description=gettext_lazy("Try again now"))
    def retry(self, request: HttpRequest, queryset: QuerySet[OutgoingMail]) -> None:
        """Send failed mails again."""
        count = outbox.retry(queryset, by=request.user)
        said = ngettext("%d mail is tried again.", "%d mails are tried again.", count) % count
        messages.info(request, said)
