"""Sends what is due, each mail once, whichever process gets to it first."""

import logging
import smtplib
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import Message
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from work.models import NOBODY, OutgoingMail

log = logging.getLogger(__name__)

State = OutgoingMail.State
LEASE = timedelta(minutes=5)  # longer than any one mail takes
GIVEN_UP_AFTER = timedelta(days=1)  # a link to a new password is of no use then
SENT_KEPT, FAILED_KEPT = timedelta(days=1), timedelta(days=30)
# The server's word, as opposed to its silence
ANSWERS = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)


class Lost(smtplib.SMTPServerDisconnected):
    """Another process has taken the mail: this one was away for longer than its lease."""


def send_due() -> None:
    """Send every mail that is due and that nobody else is sending, while the server answers."""
    tidy(timezone.now())
    while mail := claim():
        if not deliver(mail):
            return  # the others would wait for its silence one by one


def tidy(now: datetime) -> None:
    """What a dead process was handing over nobody can know about; what is over is forgotten."""
    rows = OutgoingMail.objects
    for mail in rows.filter(state=State.HANDED_OVER, due_at__lte=now):
        end(mail, State.UNCERTAIN, "The process that was sending it died.")
    rows.filter(state=State.SENT, ended_at__lte=now - SENT_KEPT).delete()
    rows.filter(ended_at__lte=now - FAILED_KEPT).delete()


def discard_waiting() -> list[OutgoingMail]:
    """Send none of those that a restored backup says are to be sent: they may have been since."""
    rows = OutgoingMail.objects.select_for_update().filter(ended_at=None)
    with transaction.atomic():
        mails = list(rows.order_by("created_at", "pk"))
        OutgoingMail.objects.filter(pk__in=[mail.pk for mail in mails]).update(
            state=State.UNCERTAIN,
            message=b"",
            error="A backup was restored: it may have been sent before.",
            ended_at=timezone.now(),
        )
    return mails


def claim() -> OutgoingMail | None:
    """Take the mail that is due first, for as long as a lease lasts."""
    while True:
        now = timezone.now()
        free = Q(state__in=[State.WAITING, State.CLAIMED], due_at__lte=now)
        mail = OutgoingMail.objects.filter(free).order_by("due_at", "pk").first()
        if mail is None:
            return None
        mail.holder = uuid4()
        taken = OutgoingMail.objects.filter(free, pk=mail.pk)
        if taken.update(state=State.CLAIMED, holder=mail.holder, due_at=now + LEASE):
            return mail


def deliver(mail: OutgoingMail) -> bool:
    """Give it to the server; write down what became of it. False if the server was not there."""
    handed_over: list[bool] = []

    def before_body() -> None:
        if not step(mail, State.HANDED_OVER, due_at=timezone.now() + LEASE):
            raise Lost("Another process sends this mail.")
        handed_over.append(True)

    try:
        if mail.recipient != NOBODY:
            transmit(mail, before_body)
        end(mail, State.SENT)
    except Lost:
        pass
    except Exception as error:  # whatever a server or a backend does: this mail, not the others
        failed(mail, error, bool(handed_over))
        return isinstance(error, ANSWERS) or not isinstance(error, OSError)
    return True


def transmit(mail: OutgoingMail, before_body: Any) -> None:
    """Send it the way that EMAIL_URL says."""
    transport = get_connection(settings.MAIL_TRANSPORT)
    if hasattr(transport, "before_body"):
        transport.before_body = before_body
    else:
        before_body()
    transport.send_messages([Written(mail)])


def failed(mail: OutgoingMail, error: Exception, handed_over: bool) -> None:
    """Try again later, or not."""
    text = f"{type(error).__name__}: {error}"
    if isinstance(error, ANSWERS):
        if is_final(error) or too_old(mail):
            return end(mail, State.FAILED, text)
    elif handed_over:
        return end(mail, State.UNCERTAIN, text)
    elif too_old(mail):
        return end(mail, State.FAILED, text)
    return later(mail, text)


def later(mail: OutgoingMail, text: str) -> None:
    """Another try after 1, 2, 4 … 60 minutes."""
    pause = timedelta(minutes=min(60, 2**mail.attempts))
    log.warning("A mail could not be sent, another try follows in %s: %s", pause, text)
    step(
        mail,
        State.WAITING,
        due_at=timezone.now() + pause,
        attempts=mail.attempts + 1,
        error=text,
    )


def is_final(error: Exception) -> bool:
    """Whether the server will say no again: every answer is 5xx."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _reply in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500


def too_old(mail: OutgoingMail) -> bool:
    """Whether nobody waits for it any more."""
    return mail.created_at <= timezone.now() - GIVEN_UP_AFTER


def step(mail: OutgoingMail, state: str, **values: Any) -> bool:
    """Go on to a state; False if the mail is somebody else's by now."""
    held = OutgoingMail.objects.filter(
        pk=mail.pk, holder=mail.holder, state__in=[State.CLAIMED, State.HANDED_OVER]
    )
    return bool(held.update(state=state, **values))


def end(mail: OutgoingMail, state: str, error: str = "") -> None:
    """Nothing more will be done with it, and its words are forgotten."""
    step(mail, state, message=b"", error=error, ended_at=timezone.now())
    if state != State.SENT:
        log.error("A mail to %s is %s: %s", mail.recipient, state, error)


class Raw(Message):
    """A message that is its bytes."""

    raw = b""

    def as_bytes(self, *args: Any, **kwargs: Any) -> bytes:
        """As they were written, whatever policy or ends of lines are asked for."""
        return self.raw


class Written(EmailMessage):
    """A mail whose bytes are there already, its Message-ID too, however often it is tried."""

    def __init__(self, mail: OutgoingMail) -> None:
        super().__init__(from_email=mail.sender, to=[mail.recipient])
        self.raw = bytes(mail.message)

    def message(self) -> Raw:
        """The bytes, with their headers to be read."""
        message = message_from_bytes(self.raw, _class=Raw)
        message.raw = self.raw
        return message
