"""Every setting of the site, read from environment variables; README.md has their table.

Secure by default. All faults (missing, malformed, misspelt) are reported in one message, each
with the name of its variable.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from marshmallow.validate import OneOf, Range

from kensite import environment, variables
from kensite.environment import env, fault, faults
from localization.machine import translator_settings
from search.engines import search_backends

BASE_DIR = Path(__file__).resolve().parent.parent


# ── What kind of machine this is ─────────────────────────────────────────────────────────────

LOCAL = (
    env.str("KENSITE_ENV", "production", validate=OneOf(["production", "local"])) == "local"
)  # local: a demo or a developer's machine. It only changes the defaults below
DEBUG = env.bool("DEBUG", False)
DATA_DIR = Path(env.str("KENSITE_DATA_DIR", "") or BASE_DIR / "var").absolute()
PUBLIC_URL = (env.str("PUBLIC_URL", "http://127.0.0.1:8000" if LOCAL else "") or "").lower()
PUBLIC_URL = PUBLIC_URL.rstrip("/")
PROXY_COUNT = env.int("KENSITE_PROXY_COUNT", 0 if LOCAL else 1, validate=Range(min=0))


# ── Security ─────────────────────────────────────────────────────────────────────────────────

SECRET_KEY = env.str("SECRET_KEY", "") or (environment.local_secret_key(DATA_DIR) if LOCAL else "")
if not LOCAL:
    fault("SECRET_KEY", variables.secret_key(SECRET_KEY or ""))
fault("PUBLIC_URL", variables.public_url(PUBLIC_URL, ("https", "http") if LOCAL else ("https",)))
public = variables.split(PUBLIC_URL) or urlsplit("")
given: list[str] = env.list("ALLOWED_HOSTS", []) or []
ALLOWED_HOSTS = [host for host in given if host]
fault("ALLOWED_HOSTS", variables.allowed_hosts(ALLOWED_HOSTS, LOCAL))
if DEBUG and not LOCAL:
    fault("DEBUG", "must not be on in production.")
ALLOWED_HOSTS.append(public.netloc.rsplit(":", 1)[0] if public.port else public.netloc)
if LOCAL:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [f"{public.scheme}://{public.netloc}"]

SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL
SECURE_HSTS_SECONDS = 0 if LOCAL else 31_536_000
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY_COUNT else None
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"  # a video player needs the origin
# HSTS for subdomains and preloading bind the organisation's other sites, which we do not know
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
CONTENT_SECURITY_POLICY: dict[str, dict[str, list[str]]] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": ["https://www.youtube-nocookie.com", "https://player.vimeo.com"],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: it refuses before a password is looked at
    "django.contrib.auth.backends.ModelBackend",
]
AXES_HANDLER = "kensite.log_in.handler.Handler"
AXES_USERNAME_CALLABLE = "kensite.log_in.handler.name_tried"  # with a form field, None at times
AXES_CLIENT_IP_CALLABLE = "kensite.log_in.attempts.client"
AXES_LOCKOUT_CALLABLE = "kensite.log_in.refusal.refused"
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
LOGIN_REDIRECT_URL = "wagtailadmin_home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}Validator"}
    for name in ("UserAttributeSimilarity", "MinimumLength", "CommonPassword", "NumericPassword")
]


# ── Applications ─────────────────────────────────────────────────────────────────────────────

INSTALLED_APPS = [
    "kensite",
    "search",
    "home",
    "api",
    "newsletters",
    "localization",
    "documents",
    "images",
    "publishing",
    "work",
    "axes",
    "wagtail_localize",
    "wagtail_localize.locales",  # in place of wagtail.locales; never add simple_translation
    "wagtail.contrib.redirects",
    "wagtail.contrib.sitemaps",
    "wagtail.api.v2",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "rest_framework",
    "django_countries",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "kensite.middleware.CanonicalHost",
    "django.middleware.security.SecurityMiddleware",
    "kensite.middleware.ContentSecurityPolicy",
    "kensite.unavailable.Maintenance",
    "kensite.retry.RetryLostConnection",
    "api.http.middleware.PublicAPI",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "home.delivery.PublicPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kensite.log_in.language.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "kensite.middleware.SavedForms",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "localization.admin.publishing.RefusedPublications",
    "publishing.redirects.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "kensite.urls"
FORCE_SCRIPT_NAME = ""  # PUBLIC_URL has no path; see kensite.wsgi
WSGI_APPLICATION = "kensite.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "newsletters"],  # a block's page.html lies in the block's own folder
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]


# ── Database ─────────────────────────────────────────────────────────────────────────────────

DATABASE = env.dj_db_url("DATABASE_URL", f"sqlite:///{DATA_DIR / 'db.sqlite3'}") or {}
if DATABASE.get("ENGINE", "").endswith("sqlite3"):
    if DATABASE["NAME"] == str(DATA_DIR / "db.sqlite3"):
        environment.data_folder(DATA_DIR)
    DATABASE["CONN_MAX_AGE"] = 60  # opening it costs more than most answers
    DATABASE["OPTIONS"] = {
        # WAL and IMMEDIATE are needed both, or editors get "database is locked"
        # (docs/decisions.md). SQLite itself waits a moment; publishing.waiting up to `timeout`
        "init_command": (
            "PRAGMA busy_timeout=250; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            "PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728;"
            "PRAGMA journal_size_limit=27103364;"
        ),
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
elif DATABASE.get("ENGINE", "").endswith("postgresql"):
    from kensite.postgresql import Connection

    DATABASE["CONN_HEALTH_CHECKS"] = True  # a restarted server must not cost a reader an error
    DATABASE["OPTIONS"] = {
        **DATABASE.get("OPTIONS", {}),
        "connect_timeout": 2,
        # A machine that freezes, or loses its power, with a lock is let go
        "options": " ".join(
            [
                "-c idle_in_transaction_session_timeout=60s",
                "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3",
                DATABASE.get("OPTIONS", {}).get("options", ""),
            ]
        ).strip(),
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "pool": {"min_size": 1, "max_size": 8, "timeout": 2, "connection_class": Connection},
    }
if DATABASE and DATABASE["NAME"] != str(DATA_DIR / "db.sqlite3"):
    fault("DATABASE_URL", variables.database_url(DATABASE))
DATABASES = {"default": DATABASE}


# ── Cache, files, mail ───────────────────────────────────────────────────────────────────────

REDIS_URL = env.str("REDIS_URL", "")
if REDIS_URL:
    fault("REDIS_URL", variables.redis_url(REDIS_URL))
CACHES = {
    "default": {
        "BACKEND": "kensite.cache.FailOpenRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 1000},  # pages of up to 100 kB
    },
    # Else each process keeps the addresses of renditions of before a collection became private
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}

S3 = {
    "bucket_name": env.str("S3_BUCKET", ""),
    "access_key": env.str("S3_ACCESS_KEY_ID", ""),
    "secret_key": env.str("S3_SECRET_ACCESS_KEY", ""),
    "endpoint_url": env.str("S3_ENDPOINT_URL", "") or None,
    "region_name": env.str("S3_REGION", "") or None,
    "custom_domain": env.str("S3_PUBLIC_HOST", "") or None,  # the CDN's host name
}
for name, sentence in variables.s3(S3).items():
    fault(name, sentence)


def waiting_for_s3() -> Any:
    """How long we wait: for each piece of an upload, so that a large file has more time in all."""
    from botocore.config import Config  # half a second, for those who have S3

    retries = {"mode": "standard", "total_max_attempts": 2}
    return Config(connect_timeout=2, read_timeout=10, retries=retries)


MEDIA_URL, STATIC_URL = "/media/", "/static/"
MEDIA_ROOT = DATA_DIR / "media"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            **S3,
            "file_overwrite": False,
            "querystring_auth": False,
            "client_config": waiting_for_s3(),
        },
    }
    if S3["bucket_name"]
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # Compressing every file takes a minute: a demo does without
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if not LOCAL
        else "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    },
}
if S3["bucket_name"]:
    host = S3["custom_domain"] or (variables.split(S3["endpoint_url"] or "") or urlsplit("")).netloc
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"].append(host or "*.amazonaws.com")
else:
    environment.data_folder(DATA_DIR, "media")
WHITENOISE_KEEP_ONLY_HASHED_FILES = not LOCAL
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a long issue is a form of thousands of fields

EMAIL_URL = f"file:///{environment.data_folder(DATA_DIR, 'mail')}" if LOCAL else "missing:"
EMAIL = env.dj_email_url("EMAIL_URL", EMAIL_URL)
if EMAIL is not None:  # None: no URL at all, which is a fault already
    fault("EMAIL_URL", variables.email_url(env.str("EMAIL_URL", EMAIL_URL) or "", EMAIL))
vars().update(EMAIL := EMAIL or {})
# Mails are rows first (work/mail.py); from there they go where EMAIL_URL says
EMAIL_BACKEND, MAIL_TRANSPORT = "work.mail.Outbox", EMAIL.get("EMAIL_BACKEND", "")
EMAIL_TIMEOUT = EMAIL.get("EMAIL_TIMEOUT") or 30
if MAIL_TRANSPORT == "django.core.mail.backends.smtp.EmailBackend":
    MAIL_TRANSPORT = "work.smtp.Transport"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = (
    env.str("KENSITE_FROM_EMAIL", "") or f"newsletter@{public.hostname or 'localhost'}"
)
if env.str("KENSITE_FROM_EMAIL", ""):
    fault("KENSITE_FROM_EMAIL", variables.from_email(DEFAULT_FROM_EMAIL))


# ── Languages ────────────────────────────────────────────────────────────────────────────────

USE_I18N = USE_TZ = WAGTAIL_I18N_ENABLED = True
LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("ko", "한국어")]
LOCALE_PATHS = [BASE_DIR / "kensite" / "locale"]
FORMAT_MODULE_PATH = ["kensite.formats"]
TIME_ZONE = "Asia/Seoul"
WAGTAIL_USER_TIME_ZONES = ["Asia/Seoul", "Europe/Brussels", "UTC"]
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # wagtail-localize would turn a Hangul slug into an empty one
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False  # or English goes live under /ko/
WAGTAILLOCALIZE_DISABLE_ON_DELETE = True  # or deleting English wipes its Korean sentences
TRANSLATION_MEMORY = env.bool("KENSITE_TRANSLATION_MEMORY", False)
vars().update(translator_settings(env.str("KENSITE_MACHINE_TRANSLATOR", "") or "", faults))


# ── Wagtail ──────────────────────────────────────────────────────────────────────────────────

WAGTAIL_SITE_NAME = _("Korea-EU CSO Network")
WAGTAILADMIN_BASE_URL = WAGTAILAPI_BASE_URL = PUBLIC_URL
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "kensite.log_in.forms.PasswordResetForm"
# Whoever has a stolen session could have the password of the account mailed to an address of theirs
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False  # it asks another company's server from the editor's browser
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # never a redirect to S3, past the privacy check
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAILIMAGES_IMAGE_MODEL = "images.Picture"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 30 * 1024 * 1024  # it is held in memory while it is looked through
WAGTAILDOCS_DOCUMENT_FORM_BASE = "documents.forms.DocumentForm"
WAGTAILIMAGES_IMAGE_FORM_BASE = "images.forms.PictureForm"
WAGTAILIMAGES_EXTENSIONS = "avif bmp gif heic heif jpg jpeg png tif tiff webp".split()  # noqa: SIM905
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 30 * 1024 * 1024  # a phone's photo of 100 megapixels
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000  # a JPEG may have more: images/limits.py
WAGTAILSEARCH_BACKENDS = search_backends(env.str("KENSITE_SEARCH_URL", "") or "", faults)
WAGTAILAPI_RICH_TEXT_FORMAT = "html"
WAGTAILAPI_LIMIT_MAX = 50
API_LIMIT = env.int("KENSITE_API_LIMIT", 600, validate=Range(min=0))
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],  # nothing to log in to: Basic would be one more door
}


# ── Logging ──────────────────────────────────────────────────────────────────────────────────

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}


# ── All faults at once ───────────────────────────────────────────────────────────────────────

VARIABLES = environment.finish()  # all that exist; tests compare them with README.md
