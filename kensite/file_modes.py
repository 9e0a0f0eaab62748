"""Files that only the site's own user may read: the database, the key, the first password.

Mails and media lie in folders that nobody else may enter (environment.data_folder).
"""

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.backends.signals import connection_created

PRIVATE = ("*.sqlite3*", "secret_key", "admin-password")  # in the data folder
PARTS = ("", "-wal", "-shm", "-journal")  # of an SQLite database


def keep_private() -> None:
    """Mend what an older version made, and have every new database private from its start."""
    for pattern in PRIVATE:
        for file in Path(settings.DATA_DIR).glob(pattern):
            make_private(file)
    connection_created.connect(database_opened, dispatch_uid="private-database")


def database_opened(sender: Any, connection: Any, **_signal: Any) -> None:
    """SQLite makes its files for everybody to read; those beside the first take its mode later."""
    if connection.vendor == "sqlite":
        for part in PARTS:
            make_private(Path(f"{connection.settings_dict['NAME']}{part}"))


def make_private(file: Path) -> None:
    """Take the file's rights from everybody but its owner; another user's is left as it is."""
    with suppress(FileNotFoundError, PermissionError):
        mode = stat.S_IMODE(file.stat().st_mode)
        if file.is_file() and mode & 0o077:
            os.chmod(file, mode & 0o700)
