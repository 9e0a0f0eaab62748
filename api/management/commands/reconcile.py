"""`manage.py reconcile`: makes the API say what the database says, whatever has happened."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from api.models import Document
from api.store.failures import failures, forget_what_is_done
from api.store.lock import StoreBusy
from api.store.reconcile import reconcile
from publishing.waiting import Busy


class Command(BaseCommand):
    """After a deployment, an import, or a change made with SQL; every night does no harm."""

    help = (
        "Render every document of the API again. Clients are told of those that differ. Can be "
        "interrupted and run again at any time."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Reconcile, and name what cannot be rendered."""
        try:
            changed = reconcile(say=self.stdout.write if options["verbosity"] else None)
        except (Busy, StoreBusy) as busy:
            raise CommandError(f"{busy} Nothing is lost; run this again later.") from busy
        if options["verbosity"]:
            total = Document.objects.filter(gone=False).count()
            self.stdout.write(f"{changed} of {total} documents were out of date.")
        if failed := failures():
            forget_what_is_done()
            raise CommandError(
                "These cannot be brought up to date; readers still get what they were before:\n"
                + "\n".join(f"  {failure}" for failure in failed)
            )
