"""The library: a grid of images, searched, filtered and paged; and the same as JSON for the picker."""

from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import Q, QuerySet
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from blog.lib.paging import BadCursor, Page, page_of
from blog.media import access
from blog.media.models import Image
from blog.media.pictures import thumbnail

PAGE_SIZE = 48
PICKER_SIZE = 24
MAX_WORDS = 8
TABS = (("", _("All")), ("undescribed", _("Without alt text")), ("trash", _("Trash")))


def context(request: HttpRequest) -> dict[str, Any]:
    """Return what the library shows; one query for the images."""
    tab, words = _tab(request), request.GET.get("q", "")[:200]
    return {
        "page": _page(request, tab, words, size=PAGE_SIZE),
        "tab": tab,
        "tabs": TABS,
        "words": words,
        "may_upload": access.may_upload(request.user),
        "may_trash": access.may_trash(request.user),
    }


def as_json(request: HttpRequest) -> JsonResponse:
    """Return a page of images for the picker, newest first."""
    page = _page(request, "", request.GET.get("q", "")[:200], size=PICKER_SIZE)
    return JsonResponse({"images": [entry(image) for image in page.rows], "older": page.older})


def entry(image: Image) -> dict[str, Any]:
    """Return what scripts know of an image."""
    return {
        "id": image.pk,
        "title": image.title,
        "alt": image.alt_text,
        "described": image.is_described,
        "url": thumbnail(image),
        "page": reverse("admin:blog_image_change", args=[image.pk]),
        "width": image.width,
        "height": image.height,
    }


def _tab(request: HttpRequest) -> str:
    tab = request.GET.get("tab", "")
    return tab if tab in dict(TABS) else ""


def _page(request: HttpRequest, tab: str, words: str, *, size: int) -> Page[Image]:
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    try:
        return page_of(_found(_kept(tab), words), by="created_at", size=size, before=before, after=after)
    except BadCursor as error:
        raise BadRequest("This page of the library does not exist.") from error


def _kept(tab: str) -> QuerySet[Image]:
    if tab == "trash":
        return Image.objects.in_the_trash()
    shelf = Image.objects.on_the_shelf()
    return shelf.undescribed() if tab == "undescribed" else shelf


def _found(images: QuerySet[Image], words: str) -> QuerySet[Image]:
    """Keep images of which every word is said, in whichever field."""
    for word in words.replace("\x00", "").split()[:MAX_WORDS]:
        said = Q(title__icontains=word) | Q(alt_text__icontains=word)
        images = images.filter(said | Q(caption__icontains=word) | Q(credit__icontains=word))
    return images
