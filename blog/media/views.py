"""Uploaded files, where no proxy serves them."""

import mimetypes

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

# Names carry a random part and never change their content.
ONE_YEAR_SECONDS = 31_536_000
SERVED_SUFFIXES = (".jpg", ".webp", ".avif", ".png")


@require_safe
def media_file(request: HttpRequest, path: str) -> FileResponse:
    """Send one of our own renditions; anything else does not exist."""
    if not path.endswith(SERVED_SUFFIXES) or "\x00" in path:
        raise Http404
    try:
        file = default_storage.open(path)
    except (OSError, ValueError, SuspiciousFileOperation) as error:
        raise Http404 from error
    response = FileResponse(file, content_type=mimetypes.guess_type(path)[0] or "application/octet-stream")
    response["Cache-Control"] = f"public, max-age={ONE_YEAR_SECONDS}, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
