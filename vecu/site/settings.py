"""All settings, from the environment; docs/reference/settings.md explains each."""

from datetime import date
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from vecu.accounts.openid.configuration import WrongOpenIDSetting, read_configuration
from vecu.accounts.rules import read_second_factor
from vecu.credentials import BreachedPasswordsRefused, check_breached_passwords
from vecu.demonstrators.chat_client import is_safe_address
from vecu.site.key_sources import find_source
from vecu.site.logs import choose_security_handler
from vecu.site.secret_settings import read_secret
from vecu.translation import CATALOGUES
from vecu.ui.accessibility import AuditRefused, read_audit

env = environ.Env()
PACKAGE = Path(__file__).resolve().parent.parent
# In an installed wheel third-party files are inside the package, in a clone beside it.
VENDOR = next(path for path in (PACKAGE / "vendor", PACKAGE.parent / "vendor") if path.is_dir())

HOME = Path(env("VECU_HOME", default=str(Path.cwd() / "home"))).expanduser()
"""The folder of the database, the key and the static files."""
try:
    HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
except OSError as error:
    message = f"VECU_HOME: the folder {HOME} cannot be made ({error.strerror})."
    raise ImproperlyConfigured(f"{message} Name one in which you may write.") from error


KEY_SOURCE = find_source(
    env("VECU_SECRET_KEY", default=""),
    env("VECU_SECRET_KEY_FILE", default=""),
    env("VECU_SECRET_KEY_COMMAND", default=""),
    HOME,
)
KEY_RING = KEY_SOURCE.read_ring()
"""The keys by number (`vecu.accounts.key_ring`); Django signs with the newest."""
SECRET_KEY, *SECRET_KEY_FALLBACKS = (KEY_RING[each] for each in sorted(KEY_RING, reverse=True))
PROCESSES = max(1, env.int("VECU_PROCESSES", default=1))
THREADS = max(1, env.int("VECU_THREADS", default=3))
DISK_RESERVE = max(0, env.int("VECU_DISK_RESERVE", default=100)) * 1_000_000
FILE_QUOTA = max(0, env.int("VECU_FILE_QUOTA", default=10_000)) * 1_000_000
DEBUG = False
LAB_NAME = env("VECU_NAME", default="Vécu")
LAB_CONTACT = env("VECU_CONTACT", default="")
# What the GDPR (article 13) makes each study say, where it says nothing else of its own.
CONTROLLER = env("VECU_CONTROLLER", default="")
DATA_PROTECTION_OFFICER = env("VECU_DPO", default="")
SUPERVISORY_AUTHORITY = env("VECU_AUTHORITY", default="")
HOSTING = env("VECU_HOSTING", default="")
OPERATOR = env("VECU_OPERATOR", default="")
# Who patches, in how many days and until when: read in the accreditation file.
MAINTAINER = env("VECU_MAINTAINER", default="")
PATCH_DAYS = max(0, env.int("VECU_PATCH_DAYS", default=0))
MAINTAINED_UNTIL = None
if maintained_until := env("VECU_MAINTAINED_UNTIL", default=""):
    try:
        MAINTAINED_UNTIL = date.fromisoformat(maintained_until)
    except ValueError as error:
        message = f"VECU_MAINTAINED_UNTIL: {maintained_until} is no day. Write it as 2028-12-31."
        raise ImproperlyConfigured(message) from error
SHORTEST_AUDIT_DAYS = 183
AUDIT_DAYS = env.int("VECU_AUDIT_DAYS", default=365)
if AUDIT_DAYS < SHORTEST_AUDIT_DAYS:
    message = f"VECU_AUDIT_DAYS: {AUDIT_DAYS} days are too few to find out who read what."
    raise ImproperlyConfigured(f"{message} Give {SHORTEST_AUDIT_DAYS} (six months) or more.")
try:
    ACCESSIBILITY_AUDIT = read_audit(HOME / "accessibility.toml")
except AuditRefused as error:
    raise ImproperlyConfigured(str(error)) from error
LAB_FICTIONAL = env.bool("VECU_FICTIONAL", default=False)
HTTPS = env.bool("VECU_HTTPS", default=False)
ALLOWED_HOSTS = env.list("VECU_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
QUICK_EXIT_URL = env("VECU_EXIT_URL", default="https://www.wikipedia.org/")

ROOT_URLCONF = "vecu.site.urls"
WSGI_APPLICATION = "vecu.site.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "vecu.ui",
    "vecu.rate_limits",
    "vecu.last_runs",
    "vecu.accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "vecu.records",
    "vecu.evidence",
    "vecu.surveys",
    "vecu.coding",
    "vecu.datasets",
    "vecu.replies",
    "vecu.demonstrators",
    "vecu.dialogue",
    "vecu.groups",
    "vecu.casestudies",
    "vecu.recommendations",
    "vecu.pilots",
    "vecu.safeguards",
    "vecu.fieldlog",
    "vecu.register",
    "vecu.reports",
    "vecu.site.security_log",
    "vecu.site.tour",
]
MIDDLEWARE = [
    "vecu.site.health.HealthCheck",
    "vecu.site.metrics.Metrics",
    "django.middleware.security.SecurityMiddleware",
    "vecu.site.middleware.ContentPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "vecu.site.middleware.LanguageFromAddress",
    "vecu.site.middleware.RefuseCrossSitePosts",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "vecu.accounts.middleware.EndSessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "vecu.accounts.middleware.ForgetAddresses",
    "vecu.site.middleware.ExplainFailures",
    "vecu.site.limits.LimitRequests",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "vecu.ui.context.laboratory",
                "vecu.ui.views.get_accessibility_state",
                "vecu.site.tour.bar.tour",
            ],
        },
    }
]

DATABASES = {
    "default": env.db_url("VECU_DATABASE_URL", default=f"sqlite:///{HOME / 'lab.sqlite3'}")
}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["ENGINE"] = "vecu.site.sqlite"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        # FULL: an acknowledged answer survives a power cut. secure_delete: a withdrawn
        # answer leaves no bytes behind in the file.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
            "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
        ),
    }
else:
    DATABASES["default"]["ENGINE"] = "vecu.site.postgresql"
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Long tasks wait in the database for `vecu work`; their rows name a run and nothing else.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# One connection per thread: opening SQLite takes longer than rendering a page.
DATABASES["default"]["CONN_MAX_AGE"] = None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "vecu.accounts.authentication.MemberBackend",
    "vecu.site.tour.sessions.TourSessions",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "vecu.surveys.password_validation.UsualWordsAndStudiesValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "vecu.accounts.password_validation.BreachedPasswordsValidator"},
]
# Sign-in by allauth, with account names and without addresses (decision 0102). No rate is counted
# by address: behind the proxy all people have one, so that one of them would stop everybody.
ACCOUNT_ADAPTER = "vecu.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_SIGNUP_ENABLED = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# What is fresh is for our adapter alone to say: for allauth a password would do.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/5m/key"}
ACCOUNT_FORMS = {"reauthenticate": "vecu.accounts.factor_forms.FreshPasswordForm"}
MFA_ADAPTER = "vecu.accounts.adapters.FactorAdapter"
MFA_FORMS = {
    "activate_totp": "vecu.accounts.factor_forms.ApplicationForm",
    "add_webauthn": "vecu.accounts.factor_forms.PasskeyForm",
    "authenticate": "vecu.accounts.factor_forms.FactorForm",
    "authenticate_webauthn": "vecu.accounts.factor_forms.PasskeyFactorForm",
    "login_webauthn": "vecu.accounts.factor_forms.PasskeySignInForm",
    "reauthenticate": "vecu.accounts.factor_forms.FreshFactorForm",
    "reauthenticate_webauthn": "vecu.accounts.factor_forms.FreshPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = {"webauthn_login": None}
try:
    SECOND_FACTOR = read_second_factor(env("VECU_SECOND_FACTOR", default="none"))
except ValueError as error:
    raise ImproperlyConfigured(str(error)) from error
SOCIALACCOUNT_ADAPTER = "vecu.accounts.views.openid_adapter.ProviderAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 3
try:
    OPENID = read_configuration(
        {
            name: env(name, default="")
            for name in (
                "VECU_OIDC_ISSUER",
                "VECU_OIDC_CLIENT_ID",
                "VECU_OIDC_CLIENT_SECRET",
                "VECU_OIDC_CLIENT_SECRET_FILE",
                "VECU_OIDC_NAME",
                "VECU_OIDC_PROCONNECT",
                "VECU_OIDC_SCOPES",
                "VECU_OIDC_LEVELS",
                "VECU_OIDC_GROUPS_CLAIM",
                "VECU_OIDC_ROLES",
            )
        }
    )
except WrongOpenIDSetting as error:
    raise ImproperlyConfigured(str(error)) from error
# Which one-time codes were used, and how many were wrong: shared by all processes and machines.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cachedvalue",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
# A file of passwords known from breaches, which the laboratory obtains: nothing is downloaded.
BREACHED_PASSWORDS = None
if breached_passwords := env("VECU_BREACHED_PASSWORDS", default=""):
    BREACHED_PASSWORDS = Path(breached_passwords).expanduser()
    try:
        check_breached_passwords(BREACHED_PASSWORDS)
    except BreachedPasswordsRefused as refusal:
        raise ImproperlyConfigured(f"VECU_BREACHED_PASSWORDS: {refusal}") from refusal
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "reports:lab"
SESSION_COOKIE_AGE = 12 * 60 * 60
IDLE_MINUTES = env.int("VECU_IDLE_MINUTES", default=60)
if not 10 <= IDLE_MINUTES <= 720:
    message = (
        f"VECU_IDLE_MINUTES: a session cannot end after {IDLE_MINUTES} minutes without an act."
    )
    raise ImproperlyConfigured(f"{message} Give 10 to 720; 720 is as long as a session lasts.")
SESSION_COOKIE_SAMESITE = "Lax"
# Without a mail server, links to join and for a new password are only handed over.
HAS_MAIL = bool(env("VECU_EMAIL_URL", default=""))
if HAS_MAIL:
    globals().update(env.email_url("VECU_EMAIL_URL"))
DEFAULT_FROM_EMAIL = env("VECU_EMAIL_FROM", default="vecu@localhost")
EMAIL_TIMEOUT = 10
# Messages for the next page are in the session, not in a cookie of their own without the prefix.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

METRICS_TOKEN = read_secret(
    "VECU_METRICS_TOKEN",
    env("VECU_METRICS_TOKEN", default=""),
    env("VECU_METRICS_TOKEN_FILE", default=""),
)
"""With it a monitoring program reads /metrics, which does not exist without."""

# Where members may send a prompt of their own; without an address the page does not exist.
ASSISTANT_URL = env("VECU_ASSISTANT_URL", default="")
ASSISTANT_MODEL = env("VECU_ASSISTANT_MODEL", default="")
ASSISTANT_KEY = env("VECU_ASSISTANT_KEY", default="")
if ASSISTANT_URL and not is_safe_address(ASSISTANT_URL):
    message = "VECU_ASSISTANT_URL: words would travel in the open, or the address is none."
    raise ImproperlyConfigured(f"{message} Give https://host/path, without a query or a password.")
if bool(ASSISTANT_URL) is not bool(ASSISTANT_MODEL):
    message = "VECU_ASSISTANT_URL and VECU_ASSISTANT_MODEL: one is set without the other."
    raise ImproperlyConfigured(f"{message} Set both, or neither.")
if not (ASSISTANT_KEY.isascii() and ASSISTANT_KEY.isprintable()):
    message = "VECU_ASSISTANT_KEY: it holds a line break or a character that no key has."
    raise ImproperlyConfigured(f"{message} Copy it again.")

LANGUAGE_CODE = "en"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [CATALOGUES]
TIME_ZONE = env("VECU_TIME_ZONE", default="Europe/Paris")
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = "vecu.ui.formats"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
# The server itself serves static files; Django would make them readable by every account.
FILE_UPLOAD_PERMISSIONS = 0o600
STATICFILES_DIRS = [
    (f"vendor/{name}", VENDOR / name) for name in ("atkinson-hyperlegible-next", "htmx")
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600

# Room for 2 MB of text in the form's encoding: a text too long for its question is rejected by
# the questionnaire's rules, with the input kept on the page; only larger bodies are not read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 20_000_000
# A filled form, and the 101 files that ODK Collect sends with one at most.
DATA_UPLOAD_MAX_NUMBER_FILES = 102

# Browsers keep a __Host- cookie only over HTTPS, and no other site can set or shadow it.
_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_PREFIX}staff"
DRAFT_COOKIE_NAME = f"{_PREFIX}draft"
DIARY_COOKIE_NAME = f"{_PREFIX}diary"
GROUP_COOKIE_NAME = f"{_PREFIX}group"
PILOTS_OFF_COOKIE_NAME = f"{_PREFIX}pilots-off"
TOUR_COOKIE_NAME = f"{_PREFIX}tour"
# This one is sent to the sign-in page alone, which the prefix __Host- does not allow.
DEVICE_COOKIE_NAME = "__Secure-device" if HTTPS else "device"
SESSION_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "media-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
# Protection against forged posts is vecu.site.middleware.RefuseCrossSitePosts; the other silenced
# checks ask for HTTPS, which VECU_HTTPS switches on.
SILENCED_SYSTEM_CHECKS = ["security.W003"]

SECURITY_LOG = env("VECU_SECURITY_LOG", default="")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_person": {"()": "vecu.site.logs.DropRequestData"}},
    "formatters": {
        "day": {"()": "vecu.site.logs.DayOnlyFormatter"},
        "plain": {"format": "%(message)s"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "day",
            "filters": ["no_person"],
        },
        "security": choose_security_handler(SECURITY_LOG),
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "vecu.security": {"handlers": ["security"], "level": "INFO", "propagate": False},
    },
}
