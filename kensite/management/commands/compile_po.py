"""`manage.py compile_po`: the translations of the interface, compiled without GNU gettext."""

from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Does what compilemessages does, in Python alone."""

    help = "Compile every .po file of the project that is newer than its .mo file."

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile what is out of date."""
        for folder in settings.LOCALE_PATHS:
            for po in Path(folder).rglob("*.po"):
                mo = po.with_suffix(".mo")
                if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
                    polib.pofile(str(po)).save_as_mofile(str(mo))
