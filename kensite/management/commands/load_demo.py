"""`manage.py load_demo`: the demo's content, into a site that has no newsletter yet."""

from typing import Any

from django.core.management.base import BaseCommand

from kensite.demo.load import load_demo


class Command(BaseCommand):
    """Safe to run again: what is there, edited or deleted since, is never touched."""

    help = "Load the demo newsletter in every language. Changes nothing if there is one already."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, or say why not."""
        quiet = options["verbosity"] == 0
        if load_demo(str if quiet else self.stdout.write):
            self.stdout.write(self.style.SUCCESS("The demo is loaded."))
        else:
            self.stdout.write("There is a newsletter already: it was left as it is.")
