"""A request's patience with PostgreSQL: a server that is frozen must not keep a thread for ever.

No setting of the server helps: it does not run, and the kernel goes on answering for it.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import psycopg

LEAST = 0.5  # seconds for each further statement: a pool tries its connections one by one


class Patience:
    """So many seconds of waiting, for all statements of a request together."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def spend(self, seconds: float) -> None:
        """Take what was waited."""
        self.seconds = max(LEAST, self.seconds - seconds)


patience: ContextVar[Patience | None] = ContextVar("patience", default=None)


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """While open, statements of this thread wait so long in all; else as long as it takes."""
    token = patience.set(Patience(seconds))
    try:
        yield
    finally:
        patience.reset(token)


class Connection(psycopg.Connection):
    """Is given up, with an OperationalError, when the request has no patience left."""

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait for an answer of the server; `interval` is psycopg's, in which Ctrl-C is noticed."""
        mine = patience.get()
        if mine is None or timeout is not None:
            return super().wait(gen, interval, timeout)
        begun = time.monotonic()
        try:
            return super().wait(gen, interval, mine.seconds)
        except psycopg.errors._WaitTimeout:
            self.pgconn.finish()  # its answer, should it come, belongs to nobody
            message = f"PostgreSQL did not answer within {mine.seconds:.1f} s."
            raise psycopg.OperationalError(message) from None
        finally:
            mine.spend(time.monotonic() - begun)
