"""The store's lock: one process at a time writes documents, and nobody waits for it for ever.

On PostgreSQL it is the counter's row, on SQLite the one lock of the whole file.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from django.db.models import F

from api.models import Counter
from publishing.waiting import at_most, is_busy

# A machine that froze while it had the lock is let go by PostgreSQL after sixty (see settings)
WORKER = 70  # seconds
READER = {"postgresql": 1.5, "sqlite": 0.7}


class StoreBusy(Exception):
    """Somebody else holds the lock, or a row, for longer than we wanted to wait."""


@contextmanager
def locked(seconds: float = WORKER) -> Iterator[None]:
    """A transaction in which nobody else writes documents; StoreBusy after so long.

    No row that is written in it is waited for any longer either.
    """
    transaction_of = {"postgresql": on_postgresql, "sqlite": on_sqlite}[connection.vendor]
    try:
        with transaction_of(seconds):
            if not Counter.objects.filter(pk=1).update(value=F("value")):
                Counter.objects.get_or_create(pk=1)
                Counter.objects.filter(pk=1).update(value=F("value"))
            yield
    except OperationalError as error:
        if not is_busy(error):
            raise
        said = f"Another process has been writing to the database for {seconds:g} seconds."
        raise StoreBusy(said) from error


@contextmanager
def on_postgresql(seconds: float) -> Iterator[None]:
    """A transaction with a `lock_timeout` that ends with it, also inside of another one."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            now = "SELECT current_setting('lock_timeout'), set_config('lock_timeout', %s, true)"
            cursor.execute(now, [f"{int(seconds * 1000)}ms"])
            before, _set = cursor.fetchone()
        yield
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [before])


@contextmanager
def on_sqlite(seconds: float) -> Iterator[None]:
    """A transaction that waits for so long to begin."""
    with at_most(seconds), transaction.atomic():
        yield
