"""The trash of images, and purging: the only way an image is ever lost."""

from functools import partial

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.media import access, announcements, files, usage
from blog.media.models import Image


class StillUsed(ValidationError):
    """A work or one of its kept revisions uses the image."""


@transaction.atomic
def trash(image: Image, *, by: User) -> None:
    """Take an image off the shelf. Nothing else changes: pages that show it go on showing it."""
    access.require(access.may_trash(by))
    Image.objects.filter(pk=image.pk, trashed_at=None).update(trashed_at=timezone.now(), trashed_by=by)
    image.refresh_from_db()


@transaction.atomic
def restore(image: Image, *, by: User) -> None:
    """Put an image back on the shelf as it was. Raises ValidationError for one that was purged."""
    access.require(access.may_trash(by))
    if image.is_gone:
        raise ValidationError(_("The file of this image was purged; it cannot be restored."), code="gone")
    Image.objects.filter(pk=image.pk).update(trashed_at=None, trashed_by=None)
    image.refresh_from_db()


@transaction.atomic
def purge(image: Image, *, by: User, is_meant: bool = False) -> bool:
    """Delete an image in the trash for good, with its files; return whether its row is gone too.

    Where something still uses it, it is refused unless `is_meant`; then only the files go, and the pages and
    revisions that name it show nothing in its place. Raises PermissionDenied, StillUsed, ValidationError.
    """
    access.require(access.may_trash(by))
    image = Image.objects.select_for_update().get(pk=image.pk)
    if image.trashed_at is None:
        raise ValidationError(_("Only an image in the trash can be purged."), code="not_trashed")
    if not is_meant and usage.uses_of(image):
        raise StillUsed(_("This image is still used."), code="used")
    names = [image.file_name, *image.renditions.values_list("file", flat=True)]
    transaction.on_commit(partial(files.forget, names))
    announcements.after_commit(image)
    return _removed(image)


def _removed(image: Image) -> bool:
    """Delete the row; where texts name it, empty it instead, so that they stay readable."""
    try:
        with transaction.atomic():
            Image.objects.get(pk=image.pk).delete()
    except ProtectedError:
        image.renditions.all().delete()
        Image.objects.filter(pk=image.pk).update(file="", digest="", rendered_version="")
        image.refresh_from_db()
        return False
    return True
