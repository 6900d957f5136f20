"""The laboratory's settings, with what only tests want: quick passwords, static files unhashed."""

import os
import tempfile

os.environ.setdefault("VECU_HOME", tempfile.mkdtemp(prefix="vecu-test-"))

from vecu.site.settings import *  # noqa: F403
from vecu.site.settings import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS = ["*"]
