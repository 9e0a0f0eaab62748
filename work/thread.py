"""Sends mail without letting the request wait for it; `manage.py work` will take this over.

Only a doorbell: what nobody was rung for waits for the next ring.
"""

import logging
import threading
import time
from typing import Any

from django.db import connections

log = logging.getLogger(__name__)

LOOK_EVERY = 60  # seconds

NAME = "kensite-mail"  # of the thread
_sending = threading.Lock()
_rung = threading.Event()
_looked = [0.0]


def ring() -> None:
    """Send what is due in a thread of this process; returns at once."""
    _rung.set()
    if not _sending.locked():
        threading.Thread(target=answer, name=NAME).start()


def wait() -> None:
    """Until the thread has nothing more to do: a command does not end before its mails are out."""
    for thread in threading.enumerate():
        if thread.name == NAME:
            thread.join()


def look_again(**_signal: Any) -> None:
    """After a request, once a minute: what is to be tried again, or was left by a dead process."""
    if time.monotonic() - _looked[0] > LOOK_EVERY:
        _looked[0] = time.monotonic()
        ring()


def answer() -> None:
    """Send until nobody rings any more."""
    from work.sender import send_due

    while _rung.is_set() and _sending.acquire(blocking=False):
        try:
            _rung.clear()
            send_due()
        except Exception:  # the rows stay; the next ring tries again
            log.exception("Mails could not be sent.")
        finally:
            connections.close_all()
            _sending.release()
