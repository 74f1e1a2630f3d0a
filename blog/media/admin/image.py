"""One image in the admin, and the addresses of the library."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from blog.media import access, describing, trash, uploads, usage
from blog.media.admin import shelf, uploading
from blog.media.forms import ImageForm
from blog.media.models import Image


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin):
    """Thin doors: permissions by `access`, writing by the verbs."""

    form = ImageForm
    change_form_template = "admin/blog/image/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("picker/", wrap(self.picker), name="blog_image_picker"),
            path("upload/", wrap(require_POST(self.upload)), name="blog_image_upload"),
            path("<int:pk>/trash/", wrap(require_POST(self.trash)), name="blog_image_trash"),
            path("<int:pk>/restore/", wrap(require_POST(self.restore)), name="blog_image_restore"),
            path("<int:pk>/purge/", wrap(self.purge), name="blog_image_purge"),
            *super().get_urls(),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return access.may_upload(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Image | None = None) -> bool:
        return access.may_look(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Image | None = None) -> bool:
        """Ask once a request: for authors the answer depends on where the image is used."""
        if obj is None or obj.is_gone:
            return obj is None and access.may_upload(request.user)
        known: dict[int, bool] = request.__dict__.setdefault("_image_rights", {})
        if obj.pk not in known:
            known[obj.pk] = access.may_change(request.user, obj)
        return known[obj.pk]

    def has_delete_permission(self, request: HttpRequest, obj: Image | None = None) -> bool:
        """Refuse: an image goes to the trash, and only from there."""
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the library."""
        self._require_look(request)
        context = {**self.admin_site.each_context(request), **shelf.context(request)}
        context |= {"opts": self.opts, "title": _("Images")}
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/blog/image/library.html", context)

    def picker(self, request: HttpRequest) -> HttpResponse:
        """Answer the article form's picker."""
        if not access.may_look(request.user):
            return JsonResponse({"images": [], "older": ""}, status=403)
        return shelf.as_json(request)

    def upload(self, request: HttpRequest) -> HttpResponse:
        """Take in one file or many."""
        if not access.may_upload(request.user):
            raise PermissionDenied
        return uploading.receive(request)

    def get_fields(self, request: HttpRequest, obj: Image | None = None) -> Any:
        said = ["title", "alt_text", "is_decorative", "caption", "credit"]
        if obj is None:
            return ["upload", *said]
        return [*said, ("focal_x", "focal_y"), "upload"] if self.has_change_permission(request, obj) else said

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show one image with the places that use it."""
        image = (
            Image.objects.filter(pk=object_id).first()
            if object_id.isdecimal() and len(object_id) < 19
            else None
        )
        uses = usage.uses_of(image) if image and access.may_look(request.user) else []
        rights = {"may_trash": access.may_trash(request.user)}
        return super().change_view(request, object_id, form_url, {"uses": uses, "image": image, **rights})

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Image:  # noqa: FBT001
        """Store a new picture through `uploads.add_image`; what is said of an old one is stored later."""
        if change:
            return cast(Image, form.save(commit=False))
        said = {
            name: form.cleaned_data[name]
            for name in ("title", "alt_text", "is_decorative", "caption", "credit")
        }
        return uploads.add_image(form.prepared, by=_user(request), **said)

    def save_model(self, request: HttpRequest, obj: Image, form: Any, change: bool) -> None:  # noqa: FBT001
        if not change:
            return
        describing.describe(obj, by=_user(request))
        if form.prepared:
            uploads.replace(obj, form.prepared, by=_user(request))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """Leave out what Django would save after the image: nothing hangs on it."""

    def trash(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Move an image to the trash."""
        image = self._image(request, pk)
        trash.trash(image, by=_user(request))
        self.log_change(request, image, "Moved to the trash.")
        messages.success(request, _("Moved to the trash. Pages that show it go on showing it."))
        return redirect("admin:blog_image_changelist")

    def restore(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take an image out of the trash."""
        image = self._image(request, pk)
        try:
            trash.restore(image, by=_user(request))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("admin:blog_image_changelist")
        self.log_change(request, image, "Restored from the trash.")
        messages.success(request, _("Restored as it was."))
        return redirect("admin:blog_image_change", image.pk)

    def purge(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say what purging takes along, and do it once that is confirmed."""
        image = self._image(request, pk)
        if not access.may_trash(request.user):
            raise PermissionDenied
        if request.method == "POST":
            try:
                trash.purge(image, by=_user(request), is_meant=request.POST.get("meant") == "1")
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
                return redirect("admin:blog_image_purge", image.pk)
            self.log_change(request, image, "Purged.")
            messages.success(request, _("“%(title)s” is deleted for good.") % {"title": image.title})
            return redirect("admin:blog_image_changelist")
        context = {**self.admin_site.each_context(request), "image": image, "uses": usage.uses_of(image)}
        context |= {"opts": self.opts, "title": _("Delete an image for good")}
        return TemplateResponse(request, "admin/blog/image/purge.html", context)

    def _image(self, request: HttpRequest, pk: int) -> Image:
        self._require_look(request)
        image = Image.objects.exclude(file="").filter(pk=pk).first() if pk < 2**63 else None
        if image is None:
            raise Http404
        return image

    def _require_look(self, request: HttpRequest) -> None:
        if not access.may_look(request.user):
            raise PermissionDenied


def _user(request: HttpRequest) -> User:
    """Return who acts; the frame of the admin lets nobody in who is not signed in."""
    return cast(User, request.user)
