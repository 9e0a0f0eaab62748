"""The loaded demo, kept between runs of `pytest --reuse-db`: half a minute less for each."""

import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from django.conf import settings
from django.db import ProgrammingError, connection

FOLDER = Path(__file__).parent.parent / "var" / "test-demo"


class Template:
    """A database with the demo in it, and its pictures."""

    def __init__(self) -> None:
        self.folder = FOLDER / connection.vendor
        self.file = self.folder / "db.sqlite3"
        self.name = f"{connection.settings_dict['NAME']}_template"  # of PostgreSQL's database

    def forget(self) -> None:
        """Have it made anew."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def copy(self) -> bool:
        """Make the test database from it; False if there is none yet."""
        if not self.folder.exists():
            return False
        name = connection.settings_dict["TEST"]["NAME"] or connection.creation._get_test_db_name()
        if connection.vendor == "postgresql":
            execute(f'DROP DATABASE IF EXISTS "{name}"')
            with suppress(ProgrammingError):  # another server than when it was kept
                execute(f'CREATE DATABASE "{name}" TEMPLATE "{self.name}"')
                return self.copy_pictures()
            return False
        shutil.copy(self.file, name)
        return self.copy_pictures()

    def copy_pictures(self) -> bool:
        """Set the pictures beside the database."""
        shutil.copytree(self.folder / "media", settings.MEDIA_ROOT, dirs_exist_ok=True)
        return True

    def keep(self) -> None:
        """Keep the test database as it is now."""
        self.forget()
        self.folder.mkdir(parents=True)
        name = connection.settings_dict["NAME"]
        if connection.vendor == "postgresql":
            connection.close()
            connection.close_pool()  # a database that somebody uses is no template
            execute(f'DROP DATABASE IF EXISTS "{self.name}"')
            execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{name}"')
        else:
            with (
                closing(sqlite3.connect(name)) as source,
                closing(sqlite3.connect(self.file)) as to,
            ):
                source.backup(to)
        shutil.copytree(settings.MEDIA_ROOT, self.folder / "media")


def execute(statement: str) -> None:
    """Run a statement that PostgreSQL wants outside of any transaction, on its own database."""
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(statement)
