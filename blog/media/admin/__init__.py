"""The doors of the image library: the shelf, uploading many at once, one image, and the trash."""

from blog.media.admin.image import ImageAdmin

__all__ = ["ImageAdmin"]
