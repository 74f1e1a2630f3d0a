"""One settings file, driven by the environment, failing closed. `docs/operators.md` lists every variable."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from config import databases, env
from config.env import environment

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(environment.str("DATA_DIR", default=str(BASE_DIR / "var")))

DEBUG = environment.bool("DEBUG", default=False)
SECRET_KEY = env.secret_key()
SECRET_KEY_FALLBACKS = environment.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.allowed_hosts(debug=DEBUG)
SITE_URL = env.site_url(ALLOWED_HOSTS)
IS_HTTPS = SITE_URL.startswith("https://")

INSTALLED_APPS = [
    "blog.site.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "js_asset",
    "django_prose_editor",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_tasks",
    "django_tasks_db",
    "blog.apps.BlogConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "blog.delivery.headers.SecurityHeadersMiddleware",
    "blog.media.receiving.BodyLimitMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "blog.permalinks.middleware.RedirectAfterNotFoundMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "blog.delivery.headers.csp_nonce",
                "blog.site.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

DATABASES = {"default": databases.default(DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"

LANGUAGE_CODE = environment.str("LANGUAGE_CODE", default="en")
LANGUAGES = [("en", _("English")), ("de", _("German")), ("fr", _("French")), ("ar", _("Arabic"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = environment.str("TIME_ZONE", default="UTC")
USE_I18N = True
# One way to write dates in English, whatever the country: 23 November 2026, 08:07.
FORMAT_MODULE_PATH = "config.formats"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "blog.media.storage.DurableStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# A missing hashed name must not turn an error page into a second error.
WHITENOISE_MANIFEST_STRICT = False
# No request may be larger than all pictures one sends at once; the rest of a file beyond 20 MB is not kept.
MAX_REQUEST_BYTES = 100 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "blog.media.receiving.BoundedUploadHandler",
]
# Pictures are decoded in a process of their own, under limits of memory and time.
DECODE_IMAGES_APART = True
# Uploads larger than this are spooled to disk; the form refuses bodies of more than this many bytes.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME = "__Host-octavo" if IS_HTTPS else "octavo"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_HTTPS else "csrf"
COMMENTER_COOKIE_NAME = "__Host-commenter" if IS_HTTPS else "commenter"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_SSL_REDIRECT = environment.bool("SSL_REDIRECT", default=IS_HTTPS)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if environment.bool("BEHIND_TLS_PROXY", default=False) else None
)
SECURE_HSTS_SECONDS = environment.int("HSTS_SECONDS", default=31_536_000 if IS_HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = environment.bool("HSTS_SUBDOMAINS", default=False)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Django 6 has this setting; `blog.delivery.headers` reads it until then.
SECURE_CSP = {
    "default-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}

# What each worker may keep of pages that are the same for everybody, in megabytes; 0 keeps none.
PAGE_CACHE_MB = environment.int("PAGE_CACHE_MB", default=64)

# How many proxies stand in front and append to X-Forwarded-For; 0 trusts only the socket's address.
TRUSTED_PROXY_COUNT = environment.int("TRUSTED_PROXY_COUNT", default=0)

EMAIL_CONFIG = environment.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
# Each step of the dialogue with the mail server; a server that answers later is tried again later.
EMAIL_TIMEOUT = environment.int("EMAIL_TIMEOUT", default=10)
# How long mails about a decision are held back, so that undoing it takes them along.
UNDO_WINDOW_SECONDS = environment.int("UNDO_WINDOW_SECONDS", default=60)
DEFAULT_FROM_EMAIL = environment.str("DEFAULT_FROM_EMAIL", default="octavo@localhost")

# Comments that wait are shown to Akismet only where there is a key; docs/operators.md says what leaves the site.
AKISMET_KEY = environment.str("AKISMET_KEY", default="")
AKISMET_URL = "https://rest.akismet.com/1.1/"

# Django 6 has this setting; the backport reads it until then. Work that a page need not wait for lies in the
# database, so that it is stored with what caused it; `manage.py serve` runs a worker beside the web workers.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"refusals": {"()": "blog.lib.refusal_log.RefusalPace"}},
    # A flood that is refused must not fill the disk with a line for each post.
    "loggers": {"django.request": {"filters": ["refusals"]}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": environment.str("LOG_LEVEL", default="INFO")},
}
