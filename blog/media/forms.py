"""Uploading and describing images: errors are tied to their field, and what was typed is kept."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.media import uploads
from blog.media.decoding import Prepared
from blog.media.models import Image

ACCEPT = "image/jpeg,image/png,image/webp,image/gif,image/avif"
_FRACTION = forms.NumberInput(attrs={"step": "0.01", "min": "0", "max": "1"})


class ImageForm(forms.ModelForm):
    """What is said of an image, and its file: required for a new one, a replacement for an old one.

    The file field is a plain one: Django's image field would open any format its library knows.
    """

    prepared: Prepared | None = None
    upload = forms.FileField(
        label=gettext_lazy("Picture"),
        help_text=gettext_lazy(
            "JPEG, PNG, WebP, GIF or AVIF, up to 20 MB; of an animation the first picture is kept. Camera data such "
            "as the place is removed."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )

    class Meta:
        model = Image
        fields = ["title", "alt_text", "is_decorative", "caption", "credit", "focal_x", "focal_y"]
        widgets = {"focal_x": _FRACTION, "focal_y": _FRACTION}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.fields["title"].required = False
            self.fields["title"].help_text = _(
                "How editors find it; never shown. Empty: the name of the file."
            )
        elif "upload" in self.fields:
            self.fields["upload"].required = False
            self.fields["upload"].label = _("Replace the picture by")
            self.fields["upload"].help_text = _(
                "The address stays, and every text that shows this image shows the new picture at once, also "
                "earlier revisions. The old file is deleted."
            )

    def clean_upload(self) -> UploadedFile | None:
        """Refuse what is not an acceptable picture, saying why."""
        upload: UploadedFile | None = self.cleaned_data["upload"]
        if upload:
            self.prepared = uploads.clean_image(upload)
        return upload

    def clean(self) -> dict[str, Any]:
        """Ask for an alt text, unless it is said that none is needed; name the picture after its file."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("alt_text") and not data.get("is_decorative") and "alt_text" not in self.errors:
            said = _("Say what the picture shows, or tick that it only decorates.")
            self.add_error("alt_text", ValidationError(said, code="undescribed"))
        if data.get("alt_text") and data.get("is_decorative"):
            said = _("A picture with an alt text does not only decorate: leave one of the two out.")
            self.add_error("is_decorative", ValidationError(said, code="both"))
        if not data.get("title") and data.get("upload"):
            data["title"] = uploads.title_from(data["upload"].name)
        return data
