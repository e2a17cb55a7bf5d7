"""All settings. They come from the environment (docs/operations.md lists the variables).

Nothing here exists only in production; what differs there is a variable's value. Weights, quotas
and thresholds of an assessment are rows of a scheme, never settings.
"""

from pathlib import Path

from csp.constants import NONE, SELF
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy

from config.env import (
    database,
    env_bool,
    env_command,
    env_int,
    env_list,
    env_networks,
    env_str,
    load_env_file,
)

BASE_DIR = Path(__file__).resolve().parent.parent
load_env_file(BASE_DIR / "var" / "env")
VAR_DIR = Path(env_str("HENGJIAN_VAR_DIR", str(BASE_DIR / "var")))

SECRET_KEY = env_str("HENGJIAN_SECRET_KEY")
DEBUG = env_bool("HENGJIAN_DEBUG", False)
ALLOWED_HOSTS = env_list("HENGJIAN_ALLOWED_HOSTS", "localhost,127.0.0.1")
# Only what these say of the client's address is believed.
TRUSTED_PROXIES = env_networks("HENGJIAN_TRUSTED_PROXIES", "")
CSRF_TRUSTED_ORIGINS = env_list("HENGJIAN_TRUSTED_ORIGINS", "")

INSTALLED_APPS = [
    "config.apps.HengjianAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "config.apps.FailedLoginsConfig",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "guardian",
    "heroicons",
    "rest_framework",
    "rest_framework.authtoken",
    "template_partials",
    "organization",
    "indicators",
    "evaluators",
    "collection",
    "assessment",
    "dailyreview",
    "feedback",
    "demo",
    # Last, so that the widget templates of the apps above win.
    "django.forms",
]

MIDDLEWARE = [
    "organization.http.ClientAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "organization.http.BodySizeMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "organization.sessions.SessionLimitMiddleware",
    "organization.http.UserLanguageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    # Last, as its documentation asks: it turns a locked-out login into an answer.
    "axes.middleware.AxesMiddleware",
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
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "organization.http.navigation",
                "organization.sessions.session_times",
            ],
            "builtins": [
                "template_partials.templatetags.partials",
                "heroicons.templatetags.heroicons",
            ],
        },
    }
]
FORM_RENDERER = "organization.http.TablerFormRenderer"

# --- Database -----------------------------------------------------------------------------------
DATABASES = {
    "default": database(
        env_str("HENGJIAN_DATABASE_URL", f"sqlite:///{VAR_DIR / 'hengjian.sqlite3'}")
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Cache --------------------------------------------------------------------------------------
# Holds counters of limits only. In the memory of one process unless it names a Redis, which all
# processes share; not the database of the broker, since clearing a cache empties its database.
CACHE_URL = env_str("HENGJIAN_CACHE_URL", "memory://localhost")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CACHE_URL}
    if CACHE_URL.startswith(("redis:", "rediss:"))
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# --- Who is who ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "organization.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "organization.backends.TimedGrantBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = reverse_lazy("organization:login")
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL
GUARDIAN_MONKEY_PATCH_USER = False
# It looks for its own backend by name; ours is that one with an end to each grant.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
ANONYMOUS_USER_NAME = None  # no row for nobody: every page asks for a login
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
# A lock on the name alone would let anybody lock a colleague out; on the address, an office.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "organization/locked_out.html"
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False  # ours goes by role: organization/admin/accounts.py

# --- Safe by default ----------------------------------------------------------------------------
HTTPS = env_bool("HENGJIAN_HTTPS", True)
# The longest session, and how long one may stand idle: less where more can be changed.
SESSION_COOKIE_AGE = env_int("HENGJIAN_SESSION_SECONDS", 8 * 3600)
SESSION_IDLE_SECONDS = env_int("HENGJIAN_IDLE_SECONDS", 15 * 60)
ADMINISTRATOR_IDLE_SECONDS = env_int("HENGJIAN_ADMINISTRATOR_IDLE_SECONDS", 5 * 60)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-hengjian" if HTTPS else "hengjian"
SESSION_SEEN_COOKIE_NAME = "__Host-seen" if HTTPS else "hengjian_seen"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrftoken"
LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# --- Language and time --------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
# The first choice of every filter.
FILTERS_EMPTY_CHOICE_LABEL = gettext_lazy("all")

# --- Files --------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", ("vendor", VAR_DIR / "vendor")]
WHITENOISE_USE_FINDERS = not (STATIC_ROOT / "staticfiles.json").exists()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # Hashed names once collectstatic has run; straight from the folders before.
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if not WHITENOISE_USE_FINDERS
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = (
    VAR_DIR / "media"
)  # never served by URL: every download goes through a view that checks
FONT_DIRS = [Path(part) for part in env_list("HENGJIAN_FONT_DIRS", "")] + [VAR_DIR / "fonts"]
# A program that reads a file from its input and answers 0 for a clean one, such as `clamdscan -`.
VIRUS_SCAN = env_command("HENGJIAN_VIRUS_SCAN")
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024

# --- Celery -------------------------------------------------------------------------------------
CELERY_BROKER_URL = env_str("HENGJIAN_BROKER_URL", "filesystem://localhost")
CELERY_TASK_IGNORE_RESULT = True  # results are rows of our own, never in the broker
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        # The embedded default: messages are files, so no service has to be installed.
        "data_folder_in": str(VAR_DIR / "broker" / "messages"),
        "data_folder_out": str(VAR_DIR / "broker" / "messages"),
        "control_folder": str(VAR_DIR / "broker" / "control"),
        "polling_interval": 0.1,
    }
    if CELERY_BROKER_URL.startswith("filesystem:")
    else {"visibility_timeout": 3600}
)

# A worker that has not finished a unit of work by then counts as lost, and another may take it.
LEASE_SECONDS = env_int("HENGJIAN_LEASE_SECONDS", 120)
# A department writes facts about people and reads nothing back: nobody writes without end.
INTAKE_PER_HOUR = env_int("HENGJIAN_INTAKE_PER_HOUR", 30)
INTAKE_LISTS_PER_HOUR = env_int("HENGJIAN_INTAKE_LISTS_PER_HOUR", 5)

# --- API ----------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "organization.rest.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": [
        "organization.rest.JSONParser",
        "rest_framework.parsers.FormParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    # No pages of its own: the framework's would list every choice of a filter, whoever asks.
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "PAGE_SIZE": 100,
    # The header has been judged by then: without this the throttle would believe anybody's.
    "NUM_PROXIES": 0,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Hengjian API",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    # Fields named `state` of different things are different enumerations.
    "ENUM_NAME_OVERRIDES": {
        "AttendanceStateEnum": "dailyreview.models.AttendanceUpload.State",
        "CommentKindEnum": "dailyreview.models.ColleagueComment.Kind",
        "CycleStateEnum": "assessment.models.AssessmentCycle.State",
        "DossierKindEnum": "dailyreview.models.DossierEntry.Kind",
        "DossierSideEnum": "dailyreview.models.DossierEntry.Side",
        "DossierStateEnum": "dailyreview.models.DossierEntry.State",
        "EventKindEnum": "dailyreview.models.EventFile.Kind",
        "NodeKindEnum": "indicators.models.SystemNode.Kind",
        "ProcessKindEnum": "indicators.models.AssessmentProcess.Kind",
        "RecordStateEnum": "dailyreview.models.QuarterRecord.State",
        "ReviewVerdictEnum": "dailyreview.models.ReviewStep.Verdict",
        "RoleEnum": "organization.models.Role",
        "RunStateEnum": "assessment.models.ScoreRun.State",
        "TalkStateEnum": "assessment.models.TalkRecord.State",
        "SystemStateEnum": "indicators.models.IndicatorSystem.State",
        "UseKindEnum": "feedback.models.ResultUse.Kind",
        "WorkKindEnum": "dailyreview.models.WorkEntry.Kind",
    },
}

DJANGO_TABLES2_TEMPLATE = "organization/partials/table.html"
DJANGO_TABLES2_TABLE_ATTRS = {"class": "hj-table"}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env_str("HENGJIAN_LOG_LEVEL", "INFO")},
}
