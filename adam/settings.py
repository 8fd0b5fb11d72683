"""All settings, read top to bottom. What an installation may choose comes from the environment (table in README.md)."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import available_timezones

import pghistory
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("ADAM_VAR") or BASE_DIR / "var").absolute()  # all it writes without a server


def flag(name: str) -> bool:
    """An environment variable that is on or off; anything else is refused."""
    value = os.environ.get(name, "").strip().lower()
    if value in {"", "0", "no", "off", "false"}:
        return False
    if value in {"1", "yes", "on", "true"}:
        return True
    raise ImproperlyConfigured(f"{name} is {value!r}; write 1 for on or 0 for off.")


def number(name: str, default: int) -> int:
    value = os.environ.get(name) or str(default)
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} is {value!r}; write a whole number such as {default}.")
    return int(value)


def kept_secret(name: str) -> str:
    """A secret made on first use and kept in a file that only this account reads."""
    path, new = VAR / name, VAR / f"{name}.{secrets.token_hex(4)}"
    if not path.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        with suppress(FileExistsError):  # another process was first; its secret counts
            os.link(new, path)
        new.unlink()
    return path.read_text()


# -- Where the site is -------------------------------------------------------------------------------------------------
# Https is the rule: cookies are marked secure and http is redirected, unless the address says http.
BASE_URL = os.environ.get("ADAM_BASE_URL", "https://localhost").rstrip("/")
_address = urlsplit(BASE_URL)
if _address.scheme not in {"http", "https"} or not _address.hostname:
    raise ImproperlyConfigured(
        f"ADAM_BASE_URL is {BASE_URL!r}; write the full address, such as https://adam.example.org."
    )
SECURE = _address.scheme == "https"
DEBUG = flag("ADAM_DEBUG")
SECRET_KEY = os.environ.get("SECRET_KEY") or kept_secret("secret-key")
ALLOWED_HOSTS = [
    _address.hostname,
    "localhost",
    "127.0.0.1",
    *filter(None, os.environ.get("ADAM_ALLOWED_HOSTS", "").replace(",", " ").split()),
]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "adam.signed_out.csrf_failure"
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked by the container's own health check, without the proxy
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("ADAM_BEHIND_PROXY") else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(flag("ADAM_BEHIND_PROXY"))  # whose address the rate limits of signing in count
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_NAME = "adam_session"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# -- Applications ------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "partners",
    "projects",
    "duplication",
    "roundtables",
    "adam",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "drf_spectacular",
    "pgtrigger",
    "pghistory",
    "rest_framework",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "adam.compressing.PagesCompressed",
    "csp.middleware.CSPMiddleware",
    "adam.privacy.private_answers",
    "adam.addresses.without_nul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "adam.signed_out.LoginRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pghistory.middleware.HistoryMiddleware",
]
ROOT_URLCONF = "adam.urls"
WSGI_APPLICATION = "adam.wsgi.application"
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
                "adam.context.masthead",
            ],
        },
    }
]
FORM_RENDERER = "adam.forms.Renderer"

# -- Database ----------------------------------------------------------------------------------------------------------


def database(url: str) -> dict[str, object]:
    """A server named by DATABASE_URL, or the embedded one below VAR."""
    if not url:
        return {"ENGINE": "adam.db.embedded", "NAME": "adam", "DATA_DIR": VAR / "postgres"}
    parts = urlsplit(url)
    name = parts.path.strip("/")
    try:
        port = str(parts.port or "")
    except ValueError:
        port = "not a number"
    if parts.scheme not in {"postgres", "postgresql"} or not name or "/" in name or port == "not a number":
        raise ImproperlyConfigured(
            "DATABASE_URL must read postgresql://user:password@host:5432/name. "
            "In the password write %2F for /, %3A for :, %40 for @, %23 for # and %3F for ?."
        )
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(name),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or options.pop("host", "")),
        "PORT": port,
        "OPTIONS": options,
    }


DATABASES = {
    "default": {
        **database(os.environ.get("DATABASE_URL", "")),
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
# One trigger call a statement: an import of thousands of rows stays linear.
PGHISTORY_LEVEL = pghistory.Statement  # type: ignore[has-type]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",  # shared by all processes: rate limits hold
        "LOCATION": "adam_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "pictures": {  # drawn ones, by what they show; each process keeps its own few
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pictures",
        "TIMEOUT": 600,
        "OPTIONS": {"MAX_ENTRIES": 40},
    },
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
JOBS = "adam.jobs.JOBS"  # which tasks are repeated and tried again

# -- Accounts ----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "partners.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "partners.accounts.AccountAdapter"
ACCOUNT_FORMS = {"login": "partners.accounts.LoginForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation goes to the address, so accepting it proves the address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to strangers, whatever address is typed
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "ADAM: "
# Answers from mails, which need no password; programs that check mail follow each link once.
ACCOUNT_RATE_LIMITS = {"signed_link": "300/h/ip"}
INVITATION_DAYS = 14

# -- Mail --------------------------------------------------------------------------------------------------------------
# Without a server every mail becomes a file below var/mail, where it can be read.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = number("EMAIL_PORT", 25)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 10
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
DIGEST_HOUR = number("ADAM_DIGEST_HOUR", 7)  # of the daily mails, and of the weekly ones on Monday
if DIGEST_HOUR > 23:
    raise ImproperlyConfigured(f"ADAM_DIGEST_HOUR is {DIGEST_HOUR}; write an hour from 0 to 23.")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "ADAM <adam@localhost>")

# -- Files -------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "adam.fonts.Finder",
]
MEDIA_ROOT = VAR / "documents"  # never served by address: every download goes through the access check
BUCKET = os.environ.get("AWS_STORAGE_BUCKET_NAME", "")
S3_PUBLIC_ENDPOINT = os.environ.get("AWS_S3_PUBLIC_ENDPOINT_URL", "") if BUCKET else ""  # where browsers reach it


def s3_store(bucket: str, endpoint_url: str, access_key: str, secret_key: str, region: str) -> dict[str, Any]:
    from botocore.config import Config  # a hundred milliseconds of every command, where it is not needed

    config = Config(
        signature_version="s3v4",
        s3={"addressing_style": "path"},
        # Stores other than Amazon's give the checksum of the whole with a part of it.
        response_checksum_validation="when_required",
    )
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": endpoint_url or None,
            "access_key": access_key or None,
            "secret_key": secret_key or None,
            "region_name": region,
            "client_config": config,
            "file_overwrite": False,
            "default_acl": None,
            "max_memory_size": 2_000_000,  # of a file that is read whole; the rest waits in a temporary file
        },
    }


STORAGES: dict[str, dict[str, Any]] = {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
}
if BUCKET:
    _key = os.environ.get("AWS_ACCESS_KEY_ID", ""), os.environ.get("AWS_SECRET_ACCESS_KEY", "")
    _region = os.environ.get("AWS_S3_REGION_NAME") or "us-east-1"
    STORAGES["default"] = s3_store(BUCKET, os.environ.get("AWS_S3_ENDPOINT_URL", ""), *_key, _region)
    STORAGES["public"] = s3_store(BUCKET, S3_PUBLIC_ENDPOINT, *_key, _region)
DOCUMENTS_MAX = number("ADAM_DOCUMENTS_MAX", 1_000)  # of one project or meeting
DOCUMENT_MAX_BYTES = number("ADAM_DOCUMENT_MAX_MB", 25) * 1024 * 1024
DOCUMENT_TEXT_MAX = number("ADAM_DOCUMENT_TEXT_MAX", 500_000)  # characters kept of what a document says
CLAMD_SOCKET = os.environ.get("CLAMD_SOCKET", "")  # what is not scanned is then handed out to nobody
if CLAMD_SOCKET and not CLAMD_SOCKET.startswith("/") and not CLAMD_SOCKET.rpartition(":")[2].isdigit():
    raise ImproperlyConfigured(f"CLAMD_SOCKET is {CLAMD_SOCKET!r}; write /run/clamav/clamd.ctl or host:3310.")
UPLOAD_MAX_BYTES = number("ADAM_UPLOAD_MAX_MB", 250) * 1024 * 1024  # of all that is sent at one time
DATA_UPLOAD_MAX_NUMBER_FILES = number("ADAM_UPLOAD_MAX_FILES", 100)  # at one time
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
EXPORT_DAYS = number("ADAM_EXPORT_DAYS", 7)  # that a file made by the worker is kept for its owner
EXPORT_ROWS = number("ADAM_EXPORT_ROWS", 5_000)  # projects of a file that is made at once; the worker makes longer ones
FILE_UPLOAD_HANDLERS = [
    "projects.uploads.Limits",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# -- Language and time -------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
TIME_ZONE = os.environ.get("ADAM_TIME_ZONE") or "UTC"  # of the days and hours on pages and in mails
if TIME_ZONE not in available_timezones():
    raise ImproperlyConfigured(f"ADAM_TIME_ZONE is {TIME_ZONE!r}; write a name such as Europe/Vienna.")
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# -- API ---------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "adam.pagination.Pagination",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "adam.openapi.Schema",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "ADAM",
    "DESCRIPTION": "Projects, partners, duplication alerts and round tables, as the signed-in person may see them.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
}


# -- Logging -----------------------------------------------------------------------------------------------------------
def without_trace(record: Any) -> bool:
    """Who is refused is told why, and one line tells it here; a trace of calls tells nobody more."""
    if getattr(record, "status_code", 0) == 403:
        record.exc_info = None
    return True


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"refused": {"()": "django.utils.log.CallbackFilter", "callback": without_trace}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django.request": {"filters": ["refused"]},
        "django.security.TooMuchSent": {"level": "CRITICAL"},  # the person was told; a trace of calls tells nobody more
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
