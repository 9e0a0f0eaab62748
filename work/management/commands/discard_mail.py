"""`manage.py discard_mail`: after a backup was restored, send nothing a second time."""

from typing import Any

from django.core.management.base import BaseCommand

from work.sender import discard_waiting


class Command(BaseCommand):
    """A backup says of a mail that it waits, and nobody knows whether it was sent since."""

    help = (
        "Before the server starts with a restored backup: do not send the mails that were waiting "
        "in it, since they may have been sent. Says whose they are."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Discard, and say to whom and when they were written."""
        mails = discard_waiting()
        for mail in mails:
            self.stdout.write(f"  {mail.created_at:%Y-%m-%d %H:%M} UTC  {mail.recipient}")
        if mails:
            count = f"{len(mails)} mail" + (" was" if len(mails) == 1 else "s were")
            self.stdout.write(
                f"{count} waiting in this backup, and may have been sent since: they will not be "
                "sent again. Whoever got none can ask for a new one."
            )
        else:
            self.stdout.write("No mail was waiting in this backup.")
