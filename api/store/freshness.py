"""What readers get: everything that was committed by now, or else what is known."""

import logging
import threading
import time

from django.db import connection

from api.models import Counter
from api.store.lock import READER, StoreBusy

log = logging.getLogger(__name__)

REST = 2.0  # seconds without trying after a failure, or each reader would wait for the next
resting = {"until": 0.0}
_trying = threading.Lock()


def is_behind() -> bool:
    """Whether something waits to be worked off, or the store is brand-new."""
    from api.store.sequencer import pending

    found = Counter.objects.annotate(behind=pending()).values_list("behind", flat=True).first()
    return found is None or found


def catch_up() -> None:
    """Work off what waits; whatever goes wrong with that is no reason to answer nothing.

    A frozen machine may hold the lock; the marks stay, and `health/` tells how long they wait.
    """
    from api.store.sequencer import flush

    patience = READER[connection.vendor]
    # One thread waits for the lock, with one connection; the others for that one
    if is_resting() or not _trying.acquire(timeout=patience):
        return
    try:
        if not is_resting():
            flush(patience=patience)
    except StoreBusy as busy:
        log.warning("%s Readers get what is known.", busy)
        resting["until"] = time.monotonic() + REST
    except Exception:
        log.exception("The content store is not up to date; readers get what is known.")
        resting["until"] = time.monotonic() + REST
    finally:
        _trying.release()


def is_resting() -> bool:
    """Whether somebody tried in vain a moment ago."""
    return time.monotonic() < resting["until"]
