"""`manage.py reconcile`: makes the API say what the database says, whatever has happened."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from api.models import Document
from api.store.reconcile import failures, reconcile


class Command(BaseCommand):
    """After a deployment, an import, or a change made with SQL; every night does no harm."""

    help = (
        "Render every document of the API again. Clients are told of those that differ. Can be "
        "interrupted and run again at any time."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Reconcile, and name what cannot be rendered."""
        changed = reconcile(say=self.stdout.write if options["verbosity"] else None)
        if options["verbosity"]:
            total = Document.objects.filter(gone=False).count()
            self.stdout.write(f"{changed} of {total} documents were out of date.")
        if failed := failures():
            lines = [f"  {mark.target.removeprefix('one:')}: {mark.error}" for mark in failed]
            raise CommandError(
                "These cannot be rendered; the API still serves what they were before:\n"
                + "\n".join(lines)
            )
