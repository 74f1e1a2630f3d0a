"""Addresses of images: by their number, and of the files themselves."""

from django.urls import path, register_converter

from blog.media import views


class Suffix:
    """The format at the end of an image's address."""

    regex = "avif|webp|jpg|png"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Number:
    """The number of an image, as far as databases count."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(Suffix, "suffix")
register_converter(Number, "number")

urlpatterns = [
    path("images/<number:pk>/<slug:name>.<suffix:suffix>", views.image_file, name="image-file"),
    path("images/<number:pk>/<slug:name>", views.image_file, name="image-file-any"),
    path("media/<path:path>", views.media_file, name="media-file"),
]
