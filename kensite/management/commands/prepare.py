"""`manage.py prepare`: everything between a fresh clone and a site that can be served."""

import os
import secrets
import time
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder

from api.store.reconcile import reconcile
from search.reindex import reindex

USER = "admin"
OURS = ("api", "home", "images", "localization", "newsletters", "search", "work")


class Command(BaseCommand):
    """For a demo or a developer's machine; safe to run again."""

    help = "Migrate, load the demo once, and make sure that somebody can log in."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, and print the log-in."""
        call_command("compile_po")
        self.stdout.write("Preparing the database (half a minute the first time) …")
        if old := set_aside():
            self.stdout.write(f"The database was made by an older version: it is kept as {old}.")
        call_command("migrate", verbosity=0)
        call_command("load_demo", stdout=self.stdout)
        # Whatever the code says, or finds, otherwise than before a `git pull`
        reconcile()
        reindex(self.stdout.write)
        self.stdout.write(f"  Log-in  {USER} / {self.password()}")

    def password(self) -> str:
        """The administrator's password: a new one the first time, then the one made then."""
        file = Path(settings.DATA_DIR) / "admin-password"
        user = get_user_model().objects.filter(username=USER).first()
        if user is None:
            password = secrets.token_urlsafe(12)
            # The file first: whoever interrupts between the two can still log in later
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as new:
                new.write(password)
            get_user_model().objects.create_superuser(USER, f"{USER}@example.org", password)
            return password
        known = file.read_text() if file.exists() else ""
        return known if known and user.check_password(known) else "(the password that you chose)"


def set_aside() -> Path | None:
    """Rename a database that this version cannot migrate; its new name, or None if there is none.

    Until the first release the migrations are written anew, and an SQLite file of before a
    `git pull` has their names but not their tables. Nothing is deleted.
    """
    file = Path(settings.DATABASES["default"]["NAME"])
    if connection.vendor != "sqlite" or not file.exists():
        return None
    if not is_older():
        return None
    connections.close_all()
    kept = file.with_name(f"{file.stem}-{int(time.time())}{file.suffix}")
    for suffix in ("", "-wal", "-shm"):
        part = Path(f"{file}{suffix}")
        if part.exists():
            part.rename(f"{kept}{suffix}")
    return kept


def is_older() -> bool:
    """Whether tables or columns are missing although the migrations count as done."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        done = MigrationRecorder(connection).applied_migrations()
        for model in apps.get_models():
            if (model._meta.app_label, "0001_initial") not in done or not model._meta.managed:
                continue
            if model.__module__.partition(".")[0] not in OURS:
                continue
            table = model._meta.db_table
            if table not in tables:
                return True
            columns = connection.introspection.get_table_description(cursor, table)
            wanted = {field.column for field in model._meta.local_concrete_fields}
            if not wanted <= {column.name for column in columns}:
                return True
    return False
