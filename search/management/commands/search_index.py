"""`manage.py search_index`: make the search index anew where the analyser has changed."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from api.store.lock import StoreBusy
from api.store.sequencer import flush
from publishing.waiting import Busy
from search.reindex import reindex


class Command(BaseCommand):
    """Safe to stop and to run at any time, beside a site that serves."""

    help = "Index for search what another version of the analyser indexed; goes on where it was."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--all`"""
        parser.add_argument("--all", action="store_true", help="index everything from the start")

    def handle(self, *args: Any, all: bool, **options: Any) -> None:
        """Say how far it is, then how much it was."""
        say = self.stdout.write if options["verbosity"] else lambda _text: None
        try:
            flush(deferred=True)
            count = reindex(say, everything=all)
        except (Busy, StoreBusy) as busy:
            raise CommandError(f"{busy} Run this again; it goes on where it was.") from busy
        say(self.style.SUCCESS(f"Search: {count} objects indexed; nothing is outdated."))
