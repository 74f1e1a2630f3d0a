"""Images in the admin: uploading, what is said of each, and the picker of the article form."""

from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.media.forms import ImageForm
from blog.media.models import Image

PICKER_PAGE = 24


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin):
    """A file is stored once and never replaced: texts that were published show it."""

    form = ImageForm
    list_display = ("thumbnail", "title", "described", "size", "created_at")
    list_display_links = ("thumbnail", "title")
    search_fields = ("title", "alt_text", "caption", "credit")
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    date_hierarchy = None

    def get_urls(self) -> list[URLPattern]:
        picker = path("picker/", self.admin_site.admin_view(self.picker), name="blog_image_picker")
        return [picker, *super().get_urls()]

    def get_fields(self, request: HttpRequest, obj: Image | None = None) -> Any:
        said = ["title", "alt_text", "caption", "credit"]
        return ["preview", *said] if obj else ["upload", *said]

    def get_readonly_fields(self, request: HttpRequest, obj: Image | None = None) -> tuple[str, ...]:
        return ("preview",)

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Image:  # noqa: FBT001
        """Store a new picture through `uploads.add_image`; an old one keeps its file."""
        image: Image = form.save(commit=False) if change else form.store(by=request.user)
        return image

    def save_model(self, request: HttpRequest, obj: Image, form: Any, change: bool) -> None:  # noqa: FBT001
        if change:
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """Leave out what Django would save after the image: nothing hangs on it."""

    @admin.display(description=gettext_lazy("picture"))
    def thumbnail(self, image: Image) -> str:
        return format_html(
            '<img class="thumb" src="{}" alt="{}" loading="lazy" width="96" height="64">',
            image.file.url,
            image.alt_text,
        )

    @admin.display(description=gettext_lazy("picture"))
    def preview(self, image: Image) -> str:
        return format_html(
            '<img class="preview" src="{}" alt="{}" width="{}" height="{}">',
            image.file.url,
            image.alt_text,
            image.width,
            image.height,
        )

    @admin.display(description=gettext_lazy("alt text"))
    def described(self, image: Image) -> str:
        return image.alt_text or _("none yet")

    @admin.display(description=gettext_lazy("size"), ordering="width")
    def size(self, image: Image) -> str:
        return f"{image.width} × {image.height}"

    def picker(self, request: HttpRequest) -> HttpResponse:
        """Answer the article form's picker: a page of images, newest first, as JSON."""
        if not self.has_view_permission(request):
            return JsonResponse({"images": [], "more": False}, status=403)
        page = Paginator(_found(request.GET.get("q", "")), PICKER_PAGE).get_page(request.GET.get("p"))
        images = [
            {"id": image.pk, "title": image.title, "alt": image.alt_text, "url": image.file.url}
            for image in page.object_list
        ]
        return JsonResponse({"images": images, "more": page.has_next()})


def _found(words: str) -> QuerySet[Image]:
    images = Image.objects.all()
    for word in words.replace("\x00", "").split()[:8]:
        images = images.filter(Q(title__icontains=word) | Q(alt_text__icontains=word))
    return images
