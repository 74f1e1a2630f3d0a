"""Who may do what with images."""

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied

from blog.media import usage
from blog.media.models import Image

Viewer = User | AnonymousUser


def may_look(user: Viewer) -> bool:
    """Tell whether the user may see the library."""
    return user.is_active and user.has_perm("blog.view_image")


def may_upload(user: Viewer) -> bool:
    """Tell whether the user may add images."""
    return user.is_active and user.has_perm("blog.add_image")


def may_change(user: Viewer, image: Image) -> bool:
    """Tell whether the user may describe or replace an image.

    Authors may with their own, as long as no live page shows it: that would change what readers see, which is
    the business of those who publish.
    """
    if user.is_active and user.has_perm("blog.change_image"):
        return True
    return may_upload(user) and image.uploaded_by_id == user.pk and not usage.is_live(image)


def may_trash(user: Viewer) -> bool:
    """Tell whether the user may put images in the trash, take them out again, and purge them."""
    return user.is_active and user.has_perm("blog.delete_image")


def require(granted: bool) -> None:  # noqa: FBT001 - require(may_upload(user)) reads as it is meant
    """Raise PermissionDenied unless `granted`."""
    if not granted:
        raise PermissionDenied
