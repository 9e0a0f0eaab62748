"""Waiting for the database's one writer has an end, and never takes the threads of readers.

SQLite lets one connection write at a time. As long as that is one of this process, the others
wait their turn: it takes no longer than a publication. If it is another program's, nobody knows how
long it takes: then few requests wait patiently, and all others are told to come again.
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakSet

from django.core.signals import request_finished, request_started
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from psycopg.errors import LockNotAvailable

POLL = 0.25  # seconds; SQLite itself waits as long (kensite.settings)
PATIENT = 2  # requests of a process that may wait as long as the settings let them
IMPATIENT = 1.0  # seconds that further ones wait; once these have in vain, they need not try
OURS = 3.0  # seconds at least, if it is this process that writes

connections: WeakSet[BaseDatabaseWrapper] = WeakSet()
patient: dict[int, float] = {}  # threads, and since when
lock = threading.Lock()
here = threading.local()  # this thread: whether it is `answering` a request; its `limit`


class Busy(OperationalError):
    """The database is being written to by somebody else; nothing was changed."""


def is_busy(error: BaseException) -> bool:
    """Whether an error says that somebody else holds what was asked for."""
    cause = error.__cause__
    if isinstance(cause, sqlite3.OperationalError):
        code = cause.sqlite_errorcode & 0xFF
        return code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return isinstance(error, Busy) or isinstance(cause, LockNotAvailable)


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Wait for this long in place of what is usual; Busy then says that it is not our turn."""
    here.limit = seconds
    try:
        yield
    finally:
        here.limit = None


def in_turn(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
    """Run a statement, waiting for its turn; as Django's `execute_wrapper` has it."""
    connection = context["connection"]
    try:
        return execute(sql, params, many, context)
    except OperationalError as error:
        # Within a transaction the turn is ours; of many rows some may be written
        if many or connection.in_atomic_block or not is_busy(error):
            raise
    try:
        return wait(lambda: execute(sql, params, many, context), connection)
    finally:
        with lock:
            patient.pop(threading.get_ident(), None)


def wait(attempt: Callable[[], Any], connection: BaseDatabaseWrapper) -> Any:
    """Try again and again, until it is our turn; Busy if that takes too long."""
    began = time.monotonic() - POLL
    while time.monotonic() - began < patience(connection):
        try:
            return attempt()
        except OperationalError as error:
            if not is_busy(error):
                raise
    raise Busy("The database is locked by another program.")


def patience(connection: BaseDatabaseWrapper) -> float:
    """How many seconds in all this thread waits, as things stand."""
    longest = connection.settings_dict["OPTIONS"].get("timeout", 5)
    thread, now = threading.get_ident(), time.monotonic()
    with lock:
        others = [each for each in connections if each is not connection]
        ours = any(each.in_atomic_block for each in others)
        if limit := getattr(here, "limit", None):
            return max(limit, OURS) if ours else limit
        if ours or not getattr(here, "answering", False):
            return longest
        if len(patient) < PATIENT:
            patient.setdefault(thread, now)
        if thread in patient:
            return longest
        return IMPATIENT if now - max(patient.values()) < IMPATIENT else 0


def watch(sender: Any, connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Let a new connection to SQLite take turns."""
    if connection.vendor == "sqlite" and in_turn not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, in_turn)
        with lock:
            connections.add(connection)


def note_request(sender: Any, signal: Any, **_more: Any) -> None:
    """Remember whether this thread answers a request."""
    here.answering = signal is request_started


def connect() -> None:
    """Watch every connection and request of this process."""
    connection_created.connect(watch, dispatch_uid="waiting")
    request_started.connect(note_request, dispatch_uid="waiting")
    request_finished.connect(note_request, dispatch_uid="waiting")
