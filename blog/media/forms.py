"""Uploading an image: errors are tied to the file, and what was typed is kept."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.media import uploads
from blog.media.models import Image


class ImageForm(forms.ModelForm):
    """What is said of an image; for a new one also its file.

    The file field is a plain one: Django's image field would open any format its library knows.
    """

    user: User
    upload = forms.FileField(
        label=gettext_lazy("Picture"),
        help_text=gettext_lazy(
            "JPEG, PNG, WebP, GIF or AVIF, up to 20 MB. Camera data such as the place is removed."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif,image/avif"}),
    )

    class Meta:
        model = Image
        fields = ["title", "alt_text", "caption", "credit"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["upload"]

    def clean_upload(self) -> UploadedFile:
        """Refuse what is not an acceptable picture, saying why."""
        upload: UploadedFile = self.cleaned_data["upload"]
        if upload.size and upload.size > uploads.MAX_BYTES:
            raise ValidationError(_("This file is larger than 20 MB."), code="too_large")
        uploads.clean_image(upload)
        upload.seek(0)
        return upload

    def store(self, *, by: User) -> Image:
        """Store a new picture through the room's own verb."""
        data = self.cleaned_data
        return uploads.add_image(
            data["upload"],
            title=data["title"],
            by=by,
            alt_text=data["alt_text"],
            caption=data["caption"],
            credit=data["credit"],
        )
