"""Has marks worked off without letting the editor wait for it.

Only a doorbell: a mark that nobody was called for is worked off before the next answer.
"""

import logging
import threading
from collections.abc import Callable

from django.db import connections

from api.store.isolation import outside_requests

log = logging.getLogger(__name__)

# What is done once readers can see the changes, such as making their pages ahead
afterwards: list[Callable[[], None]] = []

NAME = "kensite-store"  # of the threads
_bell = threading.Lock()
_waiting = threading.Event()


def ring() -> None:
    """Work off the marks in a thread of this process, one at a time; returns at once."""
    _waiting.set()
    if not _bell.locked():
        threading.Thread(target=answer, name=NAME).start()


def must_make_way() -> bool:
    """Whether long work must stop: more has changed, or the process ends."""
    return _waiting.is_set() or is_ending()


def is_ending() -> bool:
    """Whether the process waits for this thread alone; what is left is done by another one."""
    return not threading.main_thread().is_alive()


def wait() -> None:
    """Until what was rung for is done: a command does not end before its changes are out."""
    for thread in threading.enumerate():
        if thread.name == NAME:
            thread.join()


@outside_requests
def answer() -> None:
    """Work off marks until no more are made."""
    from api.store.sequencer import flush

    while _waiting.is_set() and not is_ending() and _bell.acquire(blocking=False):
        try:
            _waiting.clear()
            flush(deferred=True)
            for work in afterwards:
                if not is_ending():
                    work()
        except Exception:  # its marks stay; the next answer or mark tries again
            log.exception("The content store could not be brought up to date.")
        finally:
            connections.close_all()
            _bell.release()
