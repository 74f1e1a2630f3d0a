"""Uploading many pictures at once: each is stored or refused by itself, and said so by its name."""

from dataclasses import dataclass, field
from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.media import uploads
from blog.media.admin.shelf import entry
from blog.media.models import Image

# As many lines as a page of messages can show.
NAMED = 20
NAME_SHOWN_CHARS = 80


@dataclass
class Received:
    """What became of each file."""

    stored: list[Image] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """Both counts in words."""
        count = len(self.stored)
        stored = ngettext("%(count)d picture stored", "%(count)d pictures stored", count) % {"count": count}
        refused = len(self.refused)
        if not refused:
            return f"{stored}."
        words = ngettext("%(count)d refused", "%(count)d refused", refused) % {"count": refused}
        return f"{stored}, {words}."


def receive(request: HttpRequest) -> HttpResponse:
    """Store the posted files and answer a script with JSON, a page with messages."""
    received = _received(request)
    if request.headers.get("Accept", "").startswith("application/json"):
        refused = [{"name": name, "reason": reason} for name, reason in received.refused]
        return JsonResponse({"stored": [entry(image) for image in received.stored], "refused": refused})
    return _said(request, received)


def _received(request: HttpRequest) -> Received:
    received = Received()
    for file in request.FILES.getlist("files"):
        name = uploads.title_from(file.name or "")
        try:
            image = uploads.add_image(file, title=name, by=cast(User, request.user))
        except ValidationError as error:
            received.refused.append((_shown(file.name or name), " ".join(error.messages)))
        else:
            received.stored.append(image)
    return received


def _shown(name: str) -> str:
    """Return a file's name as it may stand in a sentence."""
    plain = "".join(c if c.isprintable() else "�" for c in name)
    return plain if len(plain) <= NAME_SHOWN_CHARS else f"{plain[: NAME_SHOWN_CHARS - 1]}…"


def _said(request: HttpRequest, received: Received) -> HttpResponse:
    if not received.stored and not received.refused:
        messages.warning(request, _("Choose one or more files first."))
        return redirect("admin:blog_image_changelist")
    level = messages.warning if received.refused else messages.success
    level(request, received.sentence)
    for name, reason in received.refused[:NAMED]:
        messages.error(request, _("“%(name)s”: %(reason)s") % {"name": name, "reason": reason})
    if len(received.stored) == 1:
        return redirect("admin:blog_image_change", received.stored[0].pk)
    return redirect("admin:blog_image_changelist")
