"""Error pages and the stylesheet of the owner's look."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from blog.site import look
from blog.site.models import SiteSettings

YEAR_SECONDS = 31_536_000
SHORT_SECONDS = 300


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Show the 404 page."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Show the 500 page, which needs neither database nor context."""
    return HttpResponseServerError(render_to_string("500.html"))


@require_safe
def site_look(request: HttpRequest) -> HttpResponse:
    """Serve the owner's look; for a year where the address names exactly these bytes."""
    css = look.stylesheet(SiteSettings.current())
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    is_exact = request.GET.get("v") == look.version(css)
    patch_cache_control(response, public=True, max_age=YEAR_SECONDS if is_exact else SHORT_SECONDS)
    return response
