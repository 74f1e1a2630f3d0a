"""Settings of the test suite: the real ones, with a cheap password hasher and mail kept in memory."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests-only-for-tests-only-for-tests")
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
os.environ.setdefault("SITE_URL", "http://testserver")

from config.settings import *
from config.settings import INSTALLED_APPS, MIDDLEWARE, STORAGES

INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
# Static files come from the test server itself; nothing is collected.
_served_elsewhere = "whitenoise.middleware.WhiteNoiseMiddleware"
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *(name for name in MIDDLEWARE if name != _served_elsewhere)]
ZEAL_RAISE = True
# Not loops: each verb locks the one article it is called for, each chunk of a bulk decision its act; the admin reads
# an account besides the signed-in one,
# and logging out reads the session it ends.
ZEAL_ALLOWLIST = [
    {"model": name, "field": "get()"}
    for name in ("blog.Article", "blog.BulkAct", "auth.User", "sessions.Session")
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A process for each picture of a test would take longer than all the tests; those of the decoder itself start one.
DECODE_IMAGES_APART = False
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
