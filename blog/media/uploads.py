"""What is accepted as an image, and how it is made safe: decoded apart, oriented, written anew, metadata dropped."""

import json
import os
import subprocess
import sys
import unicodedata
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.lib.text import one_line
from blog.media import access, announcements, decoding, files, renditions
from blog.media.decoding import Prepared, Refused
from blog.media.models import TITLE_MAX_CHARS, Image

MAX_BYTES = 20 * 1024 * 1024
# A decoder that has not answered by then never will.
DECODING_SECONDS = 20
_PROGRAM = Path(decoding.__file__)


def clean_image(upload: IO[bytes]) -> Prepared:
    """Return a picture written anew: oriented, in sRGB, at most 2400 pixels long, the first frame of an animation.

    Raises ValidationError that says what is wrong with the file.
    """
    if (getattr(upload, "size", 0) or 0) > MAX_BYTES:
        raise _refusal("too_large")
    upload.seek(0)
    raw = upload.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise _refusal("too_large")
    if not settings.DECODE_IMAGES_APART:
        try:
            return decoding.prepare(raw)
        except Refused as refused:
            raise _refusal(refused.args[0]) from refused
    return decoded_apart(raw)


def decoded_apart(raw: bytes) -> Prepared:
    """Decode in a process of its own, which the system ends when it takes too much memory or time."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_PROGRAM)],
            input=raw,
            capture_output=True,
            timeout=DECODING_SECONDS,
            check=False,
            # One arena: each further one would count against the limit with its whole reserve.
            env={"MALLOC_ARENA_MAX": "1", "PATH": os.environ.get("PATH", "")},
        )
    except subprocess.TimeoutExpired as error:
        raise _refusal("too_heavy") from error
    head, _newline, content = done.stdout.partition(b"\n")
    if done.returncode or not head:
        raise _refusal("too_heavy")
    facts = json.loads(head)
    if "refused" in facts:
        raise _refusal(facts["refused"])
    return Prepared(content, facts["suffix"], facts["width"], facts["height"])


def _refusal(code: str) -> ValidationError:
    reasons = {
        "too_large": _("This file is larger than 20 MB."),
        "too_many_pixels": _(
            "This picture has more than 40 million pixels, or more than 20,000 along one side."
        ),
        "format": _("This is not a JPEG, PNG, WebP, GIF or AVIF picture."),
        "damaged": _("This picture is damaged and cannot be read."),
        "too_heavy": _("This picture is damaged, or too heavy to open. Save it smaller, or as JPEG."),
    }
    return ValidationError(reasons.get(code, reasons["damaged"]), code=code)


def title_from(file_name: str) -> str:
    """Return a title made from the name a file had where it came from; it is never used as a name here."""
    stem = PurePosixPath(file_name.replace("\\", "/")).name.rpartition(".")[0] or file_name
    # Formatting characters could turn the rest of the line around.
    spaced = "".join(" " if unicodedata.category(c)[0] == "C" or c in "_+/" else c for c in stem)
    return one_line(spaced)[:TITLE_MAX_CHARS].strip() or _("Picture")


def add_image(
    upload: IO[bytes] | Prepared,
    *,
    title: str,
    by: User,
    alt_text: str = "",
    caption: str = "",
    credit: str = "",
    is_decorative: bool = False,
) -> Image:
    """Store a picture under a name of our own; its renditions are made in the background.

    `upload`: a file, or what `clean_image` made of one.
    Raises PermissionDenied, or ValidationError for a file that is not an acceptable picture.
    """
    access.require(access.may_upload(by))
    prepared = upload if isinstance(upload, Prepared) else clean_image(upload)
    image = Image(
        title=title,
        alt_text=alt_text,
        caption=caption,
        credit=credit,
        is_decorative=is_decorative,
        uploaded_by=by,
    )
    _take(image, prepared)
    image.full_clean()
    with transaction.atomic():
        image.save()
        transaction.on_commit(partial(renditions.enqueue, image.pk))
    return image


def _take(image: Image, prepared: Prepared) -> None:
    """Store the file, then name it in the row: a process that dies in between leaves a file without a row."""
    kept = files.keep(prepared.content, folder=files.IMAGES, suffix=prepared.suffix)
    image.file, image.digest = kept.name, kept.digest
    image.width, image.height = prepared.width, prepared.height


def replace(image: Image, upload: IO[bytes] | Prepared, *, by: User) -> Image:
    """Put another picture in an image's place, under the same public address and in every text that shows it.

    The focal point returns to the middle; what is said of the image stays. The old files are deleted.
    Raises PermissionDenied, ValidationError.
    """
    access.require(access.may_change(by, image))
    prepared = upload if isinstance(upload, Prepared) else clean_image(upload)
    with transaction.atomic():
        image = Image.objects.select_for_update().get(pk=image.pk)
        old = [image.file_name, *image.renditions.values_list("file", flat=True)]
        _take(image, prepared)
        image.focal_x = image.focal_y = 0.5
        image.rendered_version, image.replaced_at = "", timezone.now()
        image.renditions.all().delete()
        image.save()
        transaction.on_commit(partial(files.forget, old))
        transaction.on_commit(partial(renditions.enqueue, image.pk))
        announcements.after_commit(image)
    return image
