"""What every template may ask about the site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from blog.site.models import SiteSettings


def site(request: HttpRequest) -> dict[str, Any]:
    """Give templates `site` (lazy: one query when first used) and `site_url`."""
    return {"site": SimpleLazyObject(SiteSettings.current), "site_url": settings.SITE_URL}
