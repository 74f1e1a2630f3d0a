"""The page on which each moderator chooses how they hear of waiting comments."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.comments import desk_mail, moderation
from blog.comments.models import DeskMail


class DeskMailForm(forms.Form):
    """How often, and at which hour."""

    pace = forms.ChoiceField(
        label=gettext_lazy("Mail me about waiting comments"), choices=DeskMail.Pace, widget=forms.RadioSelect
    )
    hour = forms.TypedChoiceField(
        label=gettext_lazy("Hour of the daily mail"),
        choices=[(hour, f"{hour}:00") for hour in range(24)],
        coerce=int,
    )


@admin.register(DeskMail)
class DeskMailAdmin(admin.ModelAdmin):
    """One page, everybody's own; nobody sees what others chose."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        return [path("own/", self.admin_site.admin_view(self.own), name="blog_deskmail_own")]

    def own(self, request: HttpRequest) -> HttpResponse:
        """Show the user's own choice, and change it."""
        if not moderation.may_decide(request.user):
            raise PermissionDenied
        wish = desk_mail.wish_of(request.user)  # type: ignore[arg-type]
        form = DeskMailForm(request.POST or None, initial={"pace": wish.pace, "hour": wish.hour})
        if request.method == "POST" and form.is_valid():
            desk_mail.choose(request.user, **form.cleaned_data)  # type: ignore[arg-type]
            messages.success(request, _("Your choice is saved."))
            return HttpResponseRedirect(request.path)
        return TemplateResponse(request, "admin/blog/deskmail/own.html", self._facts(request, form))

    def _facts(self, request: HttpRequest, form: DeskMailForm) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("My notifications"),
            "form": form,
            "zone": timezone.get_default_timezone_name(),
        }
