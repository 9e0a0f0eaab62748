"""`manage.py maintenance on|off`: close the site while a backup is restored or a release put in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from kensite.unavailable import sign


class Command(BaseCommand):
    """It works on a running site, at the next request, on every worker of this machine."""

    help = "Answer everything with a page that asks for patience (503), or open the site again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which of the two."""
        parser.add_argument("state", choices=["on", "off"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Hang up the sign, or take it down."""
        if options["state"] == "on":
            sign().touch()
            self.stdout.write("The site is closed. `manage.py maintenance off` opens it again.")
        else:
            sign().unlink(missing_ok=True)
            self.stdout.write("The site is open.")
