"""`manage.py prepare`: everything between a fresh clone and a site that can be served."""

import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand

from api.store.reconcile import reconcile

USER = "admin"


class Command(BaseCommand):
    """For a demo or a developer's machine; safe to run again."""

    help = "Migrate, load the demo once, and make sure that somebody can log in."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, and print the log-in."""
        call_command("compile_po")
        self.stdout.write("Preparing the database (half a minute the first time) …")
        call_command("migrate", verbosity=0)
        call_command("load_demo", stdout=self.stdout)
        reconcile()  # whatever the code says otherwise than before a `git pull`
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
