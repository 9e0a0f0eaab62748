"""The settings of the tests: those of a developer's machine, in a folder of their own."""

import atexit
import os
import shutil
import tempfile

folder = tempfile.mkdtemp(prefix="kensite-tests-")
atexit.register(shutil.rmtree, folder, ignore_errors=True)
for name in list(os.environ):
    if name.startswith(("KENSITE_", "S3_")) or name in ("DEBUG", "PUBLIC_URL", "REDIS_URL"):
        del os.environ[name]  # what the person at the keyboard has set must not decide a test
os.environ.update(
    KENSITE_ENV="local",
    KENSITE_DATA_DIR=folder,
    PUBLIC_URL="http://testserver",
    EMAIL_URL="memory:",
)

from kensite.settings import *  # noqa: E402, F403

DATABASES["default"].setdefault("TEST", {})  # noqa: F405
if "sqlite3" in DATABASES["default"]["ENGINE"]:  # noqa: F405
    # A file, not memory: the server of the browser tests opens it too
    DATABASES["default"]["TEST"]["NAME"] = os.path.join(folder, "test.sqlite3")  # noqa: F405
elif worker := os.environ.get("PYTEST_XDIST_WORKER"):  # each has a database of its own
    DATABASES["default"]["TEST"]["NAME"] = f"test_{DATABASES['default']['NAME']}_{worker}"  # noqa: F405
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # what the browser tests' server knows
]
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # noqa: F405
WHITENOISE_AUTOREFRESH = True
