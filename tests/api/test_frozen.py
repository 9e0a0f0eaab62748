"""Somebody holds the store's lock and does nothing: readers get what is known, and soon."""

import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.test import Client

from api.models import Counter, Mark
from api.store import freshness, lock, sequencer
from api.store.reconcile import reconcile
from tests.conftest import ROOT, server_environment

READ = (
    "/", "/ko/newsletters/", "/newsletters/october-2020/", "/events/", "/calendar.ics",
    "/search/?q=network", "/robots.txt", "/sitemap.xml", "/api/v1/issues/?locale=en",
    "/api/v1/sync/?locale=en", "/api/v1/health/", "/api/v1/search/?q=network&locale=en",
)  # fmt: skip
HOLDS = "frozen" if "postgresql" in settings.DATABASES["default"]["ENGINE"] else "locked"


@contextmanager
def frozen() -> Iterator[None]:
    """A process that stops in the middle of its work, with the lock."""
    command = [sys.executable, "-m", "tests.api.frozen"]
    holder = subprocess.Popen(
        command, cwd=ROOT, env=server_environment(), stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout.readline() == "locked\n"
        holder.send_signal(signal.SIGSTOP)
        yield
    finally:
        holder.send_signal(signal.SIGCONT)
        holder.kill()
        holder.wait(10)
        holder.stdout.close()


@pytest.fixture
def waiting(django_db_setup, django_db_blocker) -> Iterator[Mark]:
    """A change that every process sees, and that has to be worked off before the next answer."""
    with django_db_blocker.unblock():
        mark = Mark.objects.create(target="everything")
        try:
            yield mark
        finally:
            time.sleep(freshness.REST)
            reconcile()  # what `server` has written has its own addresses of pictures
            connections.close_all()


def seconds(work: Callable[[], object]) -> float:
    start = time.monotonic()
    work()
    return time.monotonic() - start


@pytest.mark.faults
def test_readers_of_another_machine_are_answered(server, waiting, django_db_blocker):
    for path in READ:
        urllib.request.urlopen(server + path).read()
    waiting.pk = None
    waiting.save(force_insert=True)
    took: dict[str, float] = {}

    def read(path: str) -> None:
        with urllib.request.urlopen(server + path, timeout=60) as answer:
            assert answer.status == 200
            answer.read()

    with frozen():
        for _ in range(2):
            threads = [
                threading.Thread(target=lambda p=path: took.update({p: seconds(lambda: read(p))}))
                for path in READ
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert took.keys() == set(READ)
            assert max(took.values()) < 4, took


@pytest.mark.faults
def test_commands_say_what_they_wait_for(waiting, monkeypatch):
    monkeypatch.setattr(lock.locked.__wrapped__, "__defaults__", (1.0,))
    monkeypatch.setitem(sequencer.flush.__wrapped__.__kwdefaults__, "patience", 1.0)
    with frozen():
        for command in ("reconcile", "search_index"):
            with pytest.raises(CommandError, match="Another process has been writing"):
                call_command(command, verbosity=0)


@pytest.mark.faults
@pytest.mark.skipif(HOLDS == "locked", reason="SQLite has no rows to lock")
def test_an_editor_is_not_held_up_and_keeps_their_own_patience(waiting):
    with frozen(), transaction.atomic():
        before = setting("lock_timeout")
        assert seconds(lambda: Mark.objects.create(target="everything")) < 1
        freshness.resting["until"] = 0.0
        freshness.catch_up()
        assert setting("lock_timeout") == before
        transaction.set_rollback(True)


def setting(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        return cursor.fetchone()[0]


@pytest.mark.skipif(HOLDS == "locked", reason="PostgreSQL's")
def test_the_patience_of_the_lock_ends_with_it(db):
    before = setting("lock_timeout")
    with lock.locked(3.0):
        assert setting("lock_timeout") == "3s"
    assert setting("lock_timeout") == before


@pytest.mark.faults
@pytest.mark.skipif(HOLDS == "locked", reason="PostgreSQL's")
def test_a_machine_without_power_is_let_go(waiting):
    assert setting("idle_in_transaction_session_timeout") == "1min"
    with connection.cursor() as cursor:
        cursor.execute("SELECT inet_server_addr() IS NOT NULL")
        if cursor.fetchone()[0]:  # by TCP, not by a socket of this machine
            assert setting("tcp_keepalives_idle") == "10"
            assert setting("tcp_keepalives_count") == "3"


@pytest.mark.skipif(HOLDS == "frozen", reason="SQLite's")
def test_a_reader_of_a_locked_file_waits_for_less_than_a_second(waiting):
    reader = Client()
    reader.get("/robots.txt")
    for path in READ:
        reader.get(path)
    before = Counter.objects.get().value
    Mark.objects.create(target="everything")
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
        other.execute("BEGIN IMMEDIATE")
        freshness.resting["until"] = 0.0
        assert seconds(freshness.catch_up) < 1
        assert seconds(freshness.catch_up) < 0.1, "one waits, and the others do not"
        assert reader.get("/").status_code == 200
        other.rollback()
    assert Counter.objects.get().value == before
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        assert cursor.fetchone() == (250,), "see publishing.waiting"
