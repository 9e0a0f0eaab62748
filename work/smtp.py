"""Django's SMTP backend with an end to waiting, and a word before the server may have a mail."""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

CONNECT = 2  # seconds; each answer after that may take settings.EMAIL_TIMEOUT


class Connection(smtplib.SMTP):
    """A connection that says when the words of a mail are about to go out."""

    before_body: Callable[[], None] | None = None

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        connected = super()._get_socket(host, port, min(CONNECT, timeout))  # type: ignore[misc]
        connected.settimeout(timeout)
        return connected

    def data(self, msg: Any) -> tuple[int, bytes]:
        """What smtplib does, with `before_body` in between."""
        self.putcmd("data")
        code, reply = self.getreply()
        if code != 354:
            raise smtplib.SMTPDataError(code, reply)
        if self.before_body:
            self.before_body()
        body = msg.encode("ascii") if isinstance(msg, str) else msg
        body = re.sub(rb"(?m)^\.", b"..", body)
        self.send(body + (b".\r\n" if body.endswith(b"\r\n") else b"\r\n.\r\n"))
        return self.getreply()


class EncryptedConnection(Connection, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""


class Transport(EmailBackend):
    """Django's backend over these connections."""

    before_body: Callable[[], None] | None = None

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """Which kind of connection."""
        return EncryptedConnection if self.use_ssl else Connection

    def open(self) -> Any:
        """Connect, and hand on what is to be called."""
        opened = super().open()
        self.connection.before_body = self.before_body
        return opened

    def _close_connection(self, connection: smtplib.SMTP) -> None:
        """Say goodbye; that this fails says nothing about the mail."""
        try:
            connection.quit()
        except (ssl.SSLError, smtplib.SMTPException, OSError):
            connection.close()
