"""Forms of the site itself."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from blog.site.contrast import ENOUGH, PAPER, PAPER_DARK, contrast
from blog.site.models import SiteSettings


class SiteSettingsForm(forms.ModelForm):
    """The settings, with accents that can be read on the page they colour."""

    class Meta:
        model = SiteSettings
        fields = "__all__"  # noqa: DJ007 - every field of the one row is the owner's to set
        widgets = {
            "about": forms.Textarea(attrs={"rows": 2}),
            "comment_policy_note": forms.Textarea(attrs={"rows": 2}),
        }

    def clean_accent(self) -> str:
        """Refuse an accent that is too pale for the paper by day."""
        return _readable(self.cleaned_data["accent"], PAPER, _("by day; choose a darker one"))

    def clean_accent_dark(self) -> str:
        """Refuse an accent that is too dark for the paper by night."""
        return _readable(self.cleaned_data["accent_dark"], PAPER_DARK, _("by night; choose a lighter one"))


def _readable(colour: str, paper: str, advice: str) -> str:
    if colour:
        ratio = contrast(colour, paper)
        if ratio < ENOUGH:
            facts: dict[str, Any] = {"ratio": f"{ratio:.1f}", "enough": ENOUGH, "advice": advice}
            raise ValidationError(
                _(
                    "Its contrast with the paper is %(ratio)s, and %(enough)s is needed to read links %(advice)s."
                ),
                params=facts,
                code="contrast",
            )
    return colour
