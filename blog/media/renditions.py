"""Making the files a page shows of an image: whole and cropped, in fixed widths, as AVIF, WebP and JPEG or PNG."""

import io
import logging
from collections.abc import Iterator
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django_tasks import task
from PIL import Image as Pillow

from blog.media import decoding, files
from blog.media.models import Image, Rendition
from blog.media.sizes import KINDS, Wanted, crop_box, wanted

LOW_PRIORITY = -5
# AVIF 60 and WebP 78 look like JPEG 80 on photographs; speed 8 costs a tenth of the default's time for a few per cent.
ENCODERS: dict[str, tuple[str, dict[str, Any]]] = {
    "avif": ("AVIF", {"quality": 60, "speed": 8}),
    "webp": ("WEBP", {"quality": 78, "method": 3}),
    "jpg": ("JPEG", {"quality": 80, "optimize": True, "progressive": True}),
    "png": ("PNG", {"optimize": True}),
}

logger = logging.getLogger(__name__)


def enqueue(pk: int) -> None:
    """Put the making of an image's renditions in line."""
    make_renditions.using(priority=LOW_PRIORITY).enqueue(pk)


@task
def make_renditions(pk: int) -> None:
    """Make what an image lacks; one that is complete, changed again or gone costs nothing."""
    image = Image.objects.filter(pk=pk).exclude(file="").first()
    if image is None or image.rendered_version == image.version:
        return
    if default_storage.exists(image.file_name):
        make(image)
    else:
        logger.error("Image %s has lost its file %s.", image.pk, image.file.name)


def make(image: Image) -> list[Rendition]:
    """Make all renditions of an image and store them together; none where it changed meanwhile."""
    made = [_stored(image, want, content) for want, content in encoded(image)]
    with transaction.atomic():
        current = Image.objects.select_for_update().filter(pk=image.pk).first()
        if current is None or current.version != image.version or current.is_gone:
            transaction.on_commit(lambda: files.forget(str(row.file.name) for row in made))
            return []
        old = list(current.renditions.values_list("file", flat=True))
        current.renditions.all().delete()
        Rendition.objects.bulk_create(made)
        Image.objects.filter(pk=image.pk).update(rendered_version=image.version)
        transaction.on_commit(lambda: files.forget(old))
    return made


def fallback_format(image: Image) -> str:
    """Return the format for programs that know no better: PNG where JPEG would lose edges or transparency."""
    return "jpg" if image.suffix == "jpg" else "png"


def encoded(image: Image) -> Iterator[tuple[Wanted, bytes]]:
    """Yield each rendition an image should have, with its bytes."""
    with image.file.open("rb") as file, Pillow.open(file, formats=decoding.FORMATS) as picture:
        picture.load()
        for want in wanted(image.size, fallback=fallback_format(image)):
            yield want, _encoded(picture, want, image.focal)


def _encoded(picture: Pillow.Image, want: Wanted, focal: tuple[float, float]) -> bytes:
    box = crop_box(picture.size, ratio=KINDS[want.kind].ratio, focal=focal)
    small = picture.resize((want.width, want.height), Pillow.Resampling.LANCZOS, box=box, reducing_gap=3.0)
    name, options = ENCODERS[want.format]
    out = io.BytesIO()
    (_on_paper(small) if want.format == "jpg" else small).save(out, name, **options)
    return out.getvalue()


def _on_paper(picture: Pillow.Image) -> Pillow.Image:
    """Return a picture without transparency: on white, where it had some."""
    if picture.mode != "RGBA":
        return picture.convert("RGB")
    paper = Pillow.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _stored(image: Image, want: Wanted, content: bytes) -> Rendition:
    kept = files.keep(content, folder=files.RENDITIONS, suffix=f".{want.format}")
    return Rendition(
        image=image,
        kind=want.kind,
        format=want.format,
        width=want.width,
        height=want.height,
        file=kept.name,
        digest=kept.digest,
        bytes=len(content),
    )


def unfinished() -> QuerySet[Image]:
    """Return images whose renditions are still to be made, or whose task got lost."""
    return Image.objects.exclude(file="").filter(rendered_version="")


def requeue() -> int:
    """Put every unfinished image in line; returns how many."""
    pks = list(unfinished().values_list("pk", flat=True))
    for pk in pks:
        enqueue(pk)
    return len(pks)
