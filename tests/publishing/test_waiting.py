"""Another program locks the database: who waits, for how long, and what they are told."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.core.signals import request_finished, request_started
from django.db import connection, connections
from django.test import Client

from api.models import Counter, Mark
from api.store import freshness
from publishing import waiting

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="on PostgreSQL nobody locks everything"
)


@pytest.fixture(autouse=True)
def _open(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Real transactions, which other threads and programs see."""
    freshness.resting["until"] = 0
    with django_db_blocker.unblock():
        yield
        connections.close_all()
    freshness.resting["until"] = 0


@contextmanager
def locked() -> Iterator[sqlite3.Connection]:
    """Another program that writes, and goes on writing."""
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield other
    finally:
        other.close()


@pytest.fixture
def shorter(monkeypatch, settings) -> None:
    """The same times, in a tenth."""
    for name in ("POLL", "IMPATIENT", "OURS"):
        monkeypatch.setattr(waiting, name, getattr(waiting, name) / 10)


def at_once(number: int, work) -> list:
    """What this many threads make of it, each with its own connection."""

    def alone(_number: int) -> object:
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(alone, range(number)))


def write() -> tuple[str, float]:
    """Write as a request does; what came of it, and after how many seconds."""
    began = time.monotonic()
    request_started.send(sender=None)
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout=20")
        connection.settings_dict = {**connection.settings_dict, "OPTIONS": {"timeout": 1.5}}
        Counter.objects.filter(pk=1).update(floor=0)
    except waiting.Busy:
        return "busy", time.monotonic() - began
    finally:
        request_finished.send(sender=None)
    return "written", time.monotonic() - began


def test_two_requests_wait_patiently_and_the_others_go(shorter):
    with locked():
        found = sorted(at_once(8, write), key=lambda each: each[1])
    assert [how for how, _seconds in found] == ["busy"] * 8
    assert all(seconds < 1 for _how, seconds in found[:6]), found
    assert all(seconds > 1.3 for _how, seconds in found[6:]), found


def test_who_waits_patiently_writes_when_the_lock_is_gone(shorter):
    with locked() as other, ThreadPoolExecutor(1) as pool:
        writing = pool.submit(lambda: at_once(1, write))
        time.sleep(0.4)
        other.execute("ROLLBACK")
        [(how, seconds)] = writing.result()
    assert (how, seconds > 0.3) == ("written", True)


def test_writers_of_this_process_wait_for_one_another_however_many_they_are(shorter):
    from django.db import transaction

    began = threading.Event()

    def hold() -> None:
        with transaction.atomic():
            began.set()
            time.sleep(0.6)
        connections.close_all()

    holder = threading.Thread(target=hold)
    holder.start()
    began.wait(5)
    found = at_once(6, write)
    holder.join()
    assert {how for how, _seconds in found} == {"written"}


def test_readers_get_what_is_known(shorter):
    Mark.objects.create(target="one:page:99999999", urgent=True)
    try:
        with locked():
            began = time.monotonic()
            answers = at_once(4, lambda: Client().get("/ko/newsletters/").status_code)
            answers += at_once(4, lambda: Client().get("/api/v1/issues/?locale=ko").status_code)
            assert answers == [200] * 8
            assert time.monotonic() - began < 8, "nobody waits for the other program"
        freshness.resting["until"] = 0
        assert Client().get("/ko/newsletters/").status_code == 200
        assert list(Mark.objects.filter(target="one:page:99999999").values()) == [], "worked off"
    finally:
        Mark.objects.all().delete()


def test_only_a_locked_database_is_waited_for():
    with pytest.raises(Exception, match="no such table"), connection.cursor() as cursor:
        cursor.execute("UPDATE missing SET a = 1")


def test_a_page_keeps_what_was_typed(shorter, monkeypatch):
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.2)
    reader = Client(raise_request_exception=False)
    with locked():
        response = reader.post(
            "/admin/login/?next=/admin/pages/",
            {"username": '"><b>Ko', "password": "secret", "next": "/admin/"},
        )
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert response["Cache-Control"] == "no-store"
    assert (
        '<form id="again" method="post" action="/admin/login/?next=/admin/pages/">' in response.text
    )
    assert 'name="username" value="&quot;&gt;&lt;b&gt;Ko"' in response.text
    assert "secret" not in response.text
    assert "사라지지 않고" in response.text
