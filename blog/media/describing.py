"""What is said of an image, and where its focal point lies."""

from functools import partial

from django.contrib.auth.models import User
from django.db import transaction

from blog.media import access, announcements, renditions
from blog.media.models import Image

SAID = ("title", "alt_text", "is_decorative", "caption", "credit", "focal_x", "focal_y")


@transaction.atomic
def describe(image: Image, *, by: User) -> Image:
    """Store what `image` now says of itself; new crops follow where its focal point moved.

    Raises PermissionDenied, ValidationError.
    """
    access.require(access.may_change(by, image))
    image.full_clean()
    image.save(update_fields=SAID)
    if image.rendered_version != image.version:
        transaction.on_commit(partial(renditions.enqueue, image.pk))
    announcements.after_commit(image)
    return image
