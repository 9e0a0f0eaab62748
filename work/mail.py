"""Every mail becomes a row in the transaction that wants it, and leaves outside the request."""

from collections.abc import Sequence
from datetime import timedelta

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import sanitize_address
from django.db import transaction
from django.utils import timezone

from work import thread
from work.models import OutgoingMail

DAY = timedelta(days=1)


class Outbox(BaseEmailBackend):
    """settings.EMAIL_BACKEND: whatever sends mail through Django comes here."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue them."""
        for message in email_messages:
            queue(message)
        return len(email_messages)


def queue(message: EmailMessage, *, once_a_day: str | None = None) -> None:
    """Have a message sent after the commit, to each recipient on its own.

    `once_a_day`: not if one with this name was queued in the last day; for one recipient.
    """
    data, now = message.message().as_bytes(linesep="\r\n"), timezone.now()
    encoding = message.encoding or "utf-8"
    if once_a_day:
        old = OutgoingMail.objects.filter(once=once_a_day, created_at__lte=now - DAY)
        old.update(once=None)
    rows = [
        OutgoingMail(
            once=once_a_day,
            sender=sanitize_address(message.from_email, encoding),
            recipient=sanitize_address(recipient, encoding),
            message=data,
            due_at=now,
            created_at=now,
        )
        for recipient in message.recipients()
    ]
    OutgoingMail.objects.bulk_create(rows, ignore_conflicts=bool(once_a_day))
    transaction.on_commit(lambda: thread.ring(), robust=True)
