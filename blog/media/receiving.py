"""Taking in what is uploaded: a bound on every request and on every file, held while the bytes arrive."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from blog.media.uploads import MAX_BYTES


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Spool a file to the disk as far as a picture may be large; what comes beyond is counted and let go.

    The file keeps its true size, by which a form refuses it.
    """

    file: TemporaryUploadedFile

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.kept = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.kept + len(raw_data) <= MAX_BYTES:
            self.kept += len(raw_data)
            super().receive_data_chunk(raw_data, start)
        else:
            self.kept = MAX_BYTES


class BodyLimitMiddleware:
    """Refuse a request that says it is larger than any form, without reading it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length[:18]) <= settings.MAX_REQUEST_BYTES:
            return self.get_response(request)
        said = _(
            "This is larger than 100 MB, so nothing of it was stored. Send fewer or smaller files at once."
        )
        return HttpResponse(said, status=413, content_type="text/plain; charset=utf-8")
