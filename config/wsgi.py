"""WSGI entry point: the page cache in front of Django."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

_django = get_wsgi_application()

# Only now are the apps there.
from blog.delivery.page_cache import in_front_of  # noqa: E402

application = in_front_of(_django)
