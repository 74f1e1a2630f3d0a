"""Images and uploaded files, where no proxy serves them."""

import mimetypes

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from blog.media import serving

# A dated address changes with what it shows, so it may be kept for ever.
ONE_YEAR_SECONDS = 31_536_000
FOR_EVER = f"public, max-age={ONE_YEAR_SECONDS}, immutable"
# A plain one is asked for again soon; the answer is then mostly "not modified".
SOON = "public, max-age=300, stale-while-revalidate=86400"
# Something stands in for a rendition that is being made.
FOR_NOW = "public, max-age=10"
SERVED_SUFFIXES = (".jpg", ".webp", ".avif", ".png")
SANDBOX = "default-src 'none'; sandbox"


@require_safe
def image_file(request: HttpRequest, pk: int, name: str, suffix: str = "") -> HttpResponse | FileResponse:
    """Send an image by its number: one of the fixed renditions, or the picture itself."""
    served = serving.find(pk, name=name, suffix=suffix, accepted=request.headers.get("Accept", ""))
    if served is None:
        raise Http404
    etag = f'"{served.digest}"'
    is_known = request.headers.get("If-None-Match") == etag
    response = HttpResponseNotModified() if is_known else _sent(served)
    response["ETag"] = etag
    response["Cache-Control"] = _kept_for(served, request.GET.get("v", ""))
    response["Content-Security-Policy"] = SANDBOX
    if not suffix:
        patch_vary_headers(response, ["Accept"])
    return response


def _sent(served: serving.Served) -> HttpResponse | FileResponse:
    try:
        return FileResponse(served.file.open("rb"), content_type=served.media_type)
    except (OSError, ValueError) as error:
        raise Http404 from error


def _kept_for(served: serving.Served, version: str) -> str:
    if not served.is_exact:
        return FOR_NOW
    return FOR_EVER if version == served.version else SOON


@require_safe
def media_file(request: HttpRequest, path: str) -> FileResponse:
    """Send one of our own files by its name; anything else does not exist."""
    if not path.endswith(SERVED_SUFFIXES) or "\x00" in path:
        raise Http404
    try:
        file = default_storage.open(path)
    except (OSError, ValueError, SuspiciousFileOperation) as error:
        raise Http404 from error
    response = FileResponse(file, content_type=mimetypes.guess_type(path)[0] or "application/octet-stream")
    response["Cache-Control"] = FOR_EVER
    response["Content-Security-Policy"] = SANDBOX
    return response
