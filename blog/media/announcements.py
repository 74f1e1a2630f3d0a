"""What this room announces after a commit; sent only by its verbs, received only by floors above.

image_changed  sender=Image, image: another file, other words, another focal point, or purged
"""

from django.db import transaction
from django.dispatch import Signal

from blog.media.models import Image

image_changed = Signal()


def after_commit(image: Image) -> None:
    """Send `image_changed` once, when the transaction has been committed."""
    transaction.on_commit(lambda: image_changed.send_robust(sender=Image, image=image))
