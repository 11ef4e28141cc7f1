"""Settings; the only place that reads the portal's environment. README lists the variables."""

import os
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from common import territories

BASE_DIR = Path(__file__).resolve().parent.parent


def flag(name: str, default: str = "0") -> bool:
    return os.environ.get(name, default) == "1"


def words(name: str) -> list[str]:
    return os.environ.get(name, "").replace(",", " ").split()


DEBUG = flag("PARKWAY_DEBUG")
LOCAL = flag("PARKWAY_LOCAL")  # `make run`: one machine, plain http, demo accounts
HTTPS = flag("PARKWAY_HTTPS", "0" if DEBUG or LOCAL else "1")
HOME = Path(os.environ.get("PARKWAY_HOME", BASE_DIR / ".parkway"))

SECRET_KEY = os.environ.get("SECRET_KEY") or ("not-a-secret-in-debug" if DEBUG else "")
# The keys before it, so that what they signed or hashed is still known; with commas between them.
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("SECRET_KEY_FALLBACKS", "").split(",") if key]
if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY to a long random text, or PARKWAY_DEBUG=1 for development.")
DATABASE_URL = os.environ.get("DATABASE_URL")
if not DATABASE_URL:
    raise ImproperlyConfigured("Set DATABASE_URL, or start the portal with `make run`, which brings its own.")
REDIS_URL = os.environ.get("REDIS_URL", "")

ALLOWED_HOSTS = words("ALLOWED_HOSTS") or (["localhost", "127.0.0.1", "[::1]"] if DEBUG or LOCAL else [])
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "modeltranslation",
    "common",
    "history",
    "curation",
    "sources",
    "search",
    "notifications",
    "organisations",
    "accounts",
    "countries",
    "parks",
    "partners",
    "projects",
    "catalogue",
    "cases",
    "portal.apps.PortalConfig",
    "portal.apps.CuratorsConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_celery_beat",
    "django_countries",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "import_export",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "tree_queries",
]

MIDDLEWARE = [
    "common.requestid.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "common.answers.KeptAnswersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.Csp",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.middleware.Locale",
    "common.middleware.PlainTextMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.ApiKeyMiddleware",
    "accounts.middleware.LastSeenMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.middleware.Messages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.middleware.Htmx",
    "common.middleware.PolicyMiddleware",
    "curation.middleware.AliasMiddleware",
    "history.middleware.AuthorMiddleware",
    "history.middleware.ReadingMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
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
                "portal.context.shell",
            ],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(DATABASE_URL, conn_max_age=600, conn_health_checks=True),
}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
# Each trigger of the history asks for this setting. Where it is missing it catches an error, row by row, and
# PostgreSQL looks through all foreign keys still to be checked: the more rows, the more each costs.
_options = DATABASES["default"].setdefault("OPTIONS", {})
_options["options"] = f"{_options.get('options', '')} -c pgtrigger.ignore={{}}".strip()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if REDIS_URL:
    CACHES = {
        "default": {"BACKEND": "common.cache.DispensableCache", "LOCATION": REDIS_URL},
    }

# Accounts
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# How many proxies of our own stand before the portal: whose word on the client's address counts.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("PARKWAY_PROXIES", "0"))
MFA_TOTP_ISSUER = "Parkway"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "accounts.adapter.TwoStepAdapter"
MFA_FORMS = {
    "add_webauthn": "accounts.passkey_forms.AddPasskeyForm",
    "edit_webauthn": "accounts.passkey_forms.RenamePasskeyForm",
}
# Single sign-on: only with a server for it are there its tables and addresses.
OIDC_URL, OIDC_CLIENT_ID = os.environ.get("OIDC_URL", "").rstrip("/"), os.environ.get("OIDC_CLIENT_ID", "")
OIDC_SECRET = os.environ.get("OIDC_SECRET", "")
SINGLE_SIGN_ON = bool(OIDC_URL and OIDC_CLIENT_ID and OIDC_SECRET)
if SINGLE_SIGN_ON:
    INSTALLED_APPS += ["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"]
    SOCIALACCOUNT_ADAPTER = "accounts.single_sign_on.SingleSignOnAdapter"
    # Who has an account is let into it by an address that both the server and the portal have confirmed.
    SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "sso",
                    "name": os.environ.get("OIDC_NAME") or urlsplit(OIDC_URL).hostname,
                    "client_id": OIDC_CLIENT_ID,
                    "secret": OIDC_SECRET,
                    "settings": {"server_url": OIDC_URL},
                }
            ],
        }
    }
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

# Languages
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en", "zh-hans")
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
# Names as readers of the portal's languages expect them; all others come from libraries.
COUNTRIES_OVERRIDE = territories.names() | {
    "HK": {"names": [_("Hong Kong")]},
    "MO": {"names": [_("Macao")]},
}

# Files
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", HOME / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEBUG or LOCAL
if not (DEBUG or LOCAL):
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }

# Documents: private, given out by a view that asks who may; never served from their folder.
MEDIA_ROOT = HOME / "files"

# Mail: without EMAIL_URL (smtp://user:password@host:port, smtps:// for TLS) it is written to a folder
EMAIL_URL = os.environ.get("EMAIL_URL", "")
if EMAIL_URL:
    _mail = urlsplit(EMAIL_URL)
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_SSL = _mail.scheme == "smtps"
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = HOME / "mail"
#: Where people reach the portal: the links in mails begin with it.
PORTAL_URL = (os.environ.get("PORTAL_URL") or "http://127.0.0.1:8000").rstrip("/")
MAIL_IN_ADDRESS = os.environ.get("MAIL_IN_ADDRESS", "")  # what is sent there is piped to `receive_mail`
MAIL_IN_IMAP_URL = os.environ.get("MAIL_IN_IMAP_URL", "")  # or it is fetched from there, each minute
_box = urlsplit(MAIL_IN_IMAP_URL)
if MAIL_IN_IMAP_URL and not (
    _box.scheme == "imaps" or (_box.scheme == "imap" and _box.hostname in ("localhost", "127.0.0.1", "::1"))
):
    raise ImproperlyConfigured("MAIL_IN_IMAP_URL begins with imaps://; imap:// is for this machine only.")
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "Parkway <parkway@localhost>")

# Safety
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # A form's redirect counts too: signing in leads to the server for it.
        "form-action": [
            SELF,
            *(["{0.scheme}://{0.netloc}".format(urlsplit(OIDC_URL))] if SINGLE_SIGN_ON else []),
        ],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.KeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "common.problems.answer",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
LINK_CHECKS = flag("PARKWAY_LINK_CHECKS", "0" if DEBUG or LOCAL else "1")  # asks servers of others
IMPORT_MOST_BYTES = int(os.environ.get("PARKWAY_IMPORT_MB", "200")) * 1024 * 1024  # of a file, or unpacked
API_KEPT_BYTES = int(os.environ.get("PARKWAY_API_KEPT_MB", "16")) * 1024 * 1024  # by each web process
# Where the portal itself may ask by HTTP (common/outgoing)
OUTGOING_PORTS = [int(port) for port in words("PARKWAY_OUTGOING_PORTS") or ("80", "443")]
# … and the networks where it may not, besides those that are not public
OUTGOING_REFUSED = [ip_network(block) for block in words("PARKWAY_OUTGOING_REFUSED")]
SPECTACULAR_SETTINGS = {
    "TITLE": "Parkway API",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "DESCRIPTION": "Parks, partners, agreements, projects and figures of the cooperation network.",
    "POSTPROCESSING_HOOKS": ["common.openapi.add_components"],
}

# Triggers are installed after each `migrate`, all at once: as operations of migrations they made a new
# database take minutes (docs/decisions/triggers-after-migrate.md).
PGTRIGGER_MIGRATIONS = False
PGTRIGGER_INSTALL_ON_MIGRATE = True

# Background work
_redis = f"redis+socket://{REDIS_URL.removeprefix('unix://').replace('?db=', '?virtual_host=')}"
CELERY_BROKER_URL = os.environ.get("BROKER_URL") or (_redis if REDIS_URL.startswith("unix://") else REDIS_URL)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,  # seconds; a task that takes longer is offered twice, and must bear it
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
}
CELERY_TASK_TIME_LIMIT = 600
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
# What is done once a day has its hour in TIME_ZONE, however often the scheduler is started: then it is night
# in the parks of Asia, and evening in Europe.
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "notifications.tasks.sweep", "schedule": 60.0, "options": {"expires": 50}},
    "fold-changes": {"task": "history.tasks.fold_changes", "schedule": 300.0},
    "fold-tally": {"task": "search.tasks.fold_tally", "schedule": 300.0},
    "keep-dates": {"task": "partners.tasks.keep_dates", "schedule": 3600.0},
    "keep-listings": {"task": "catalogue.tasks.keep_dates", "schedule": 60.0, "options": {"expires": 50}},
    "remind": {"task": "partners.tasks.remind", "schedule": 900.0},
    "forget-answers": {"task": "accounts.tasks.forget_answers", "schedule": 3600.0},
    "settle-names": {"task": "curation.tasks.settle_names", "schedule": 60.0, "options": {"expires": 50}},
    "find-duplicates": {
        "task": "curation.tasks.find_duplicates",
        "schedule": crontab(hour="20", minute="10"),
    },
    "settle-quality": {"task": "curation.tasks.settle_quality", "schedule": 300.0},
    "score-all": {"task": "curation.tasks.score_all", "schedule": crontab(hour="20", minute="40")},
    "gather-links": {"task": "curation.tasks.gather_links", "schedule": 3600.0},
    "look-at-links": {
        "task": "curation.tasks.look_at_links",
        "schedule": 60.0,
        "options": {"expires": 50},
    },
    "sweep-undoings": {"task": "curation.tasks.sweep_undoings", "schedule": 300.0},
    "sweep-edits": {"task": "curation.tasks.sweep_edits", "schedule": 300.0, "options": {"expires": 290}},
    "sweep-imports": {"task": "curation.tasks.sweep_imports", "schedule": 120.0, "options": {"expires": 110}},
}
if MAIL_IN_IMAP_URL:
    CELERY_BEAT_SCHEDULE["collect-mail"] = {
        "task": "partners.tasks.collect_mail",
        "schedule": 60.0,
        "options": {"expires": 50},
    }

# Imports and exports in the admin
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
IMPORT_EXPORT_USE_TRANSACTIONS = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request": {"()": "common.requestid.RequestIdFilter"},
        "secrets": {"()": "common.masking.MaskingFilter"},
    },
    "formatters": {"line": {"format": "{asctime} {levelname} {name} [{request_id}] {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request", "secrets"]},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": ["console"], "propagate": False},
        "pgtrigger": {"level": "WARNING"},
    },
}
