"""Publishing is one transaction, and SQLite stands three editors at once."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone
from wagtail.models import PageLogEntry

from newsletters.models import IssuePage, Organisation


def disk_full(*args: object, **kwargs: object) -> None:
    """The last step of a publication, failing."""
    raise OSError("disk full")


def test_a_publication_that_fails_half_way_changes_nothing(issue, monkeypatch):
    issue.title = "Half published"
    revision = issue.save_revision()
    monkeypatch.setattr(PageLogEntry.objects, "log_action", disk_full)
    with pytest.raises(OSError, match="disk full"):
        revision.publish()
    assert IssuePage.objects.get(pk=issue.pk).title != "Half published"


def test_a_scheduled_publication_too(issue, monkeypatch):
    issue.title = "Half published"
    past = timezone.now() - timedelta(minutes=1)
    issue.save_revision(approved_go_live_at=past)
    monkeypatch.setattr(PageLogEntry.objects, "log_action", disk_full)
    with pytest.raises(OSError, match="disk full"):
        call_command("publish_scheduled")
    assert IssuePage.objects.get(pk=issue.pk).title != "Half published"


def test_a_snippet_too(db, monkeypatch):
    from wagtail.models import ModelLogEntry

    organisation = Organisation.objects.first()
    organisation.name = "Half published"
    revision = organisation.save_revision()
    monkeypatch.setattr(ModelLogEntry.objects, "log_action", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        revision.publish()
    assert Organisation.objects.get(pk=organisation.pk).name != "Half published"


class Crowd:
    """Threads that publish and threads that read, at once, each with its own connection."""

    def __init__(self) -> None:
        self.errors: list[Exception] = []
        self.published = 0
        self.done = threading.Event()

    def guarded(self, work: Callable, *args: object) -> None:
        """Do the work; keep what goes wrong."""
        try:
            work(*args)
        except Exception as error:
            self.errors.append(error)
        finally:
            connections.close_all()

    def write(self, pk: int) -> None:
        """Publish the same page four times."""
        for number in range(4):
            page = IssuePage.objects.get(pk=pk)
            page.search_description = f"{number}"
            page.save_revision().publish()
            self.published += 1

    def read(self) -> None:
        """Read until the writers are done."""
        while not self.done.is_set():
            assert list(IssuePage.objects.values_list("title", flat=True))

    def run(self, pks: list[int], readers: int) -> None:
        """One writer for each page, and readers beside them."""
        writing = [threading.Thread(target=self.guarded, args=[self.write, pk]) for pk in pks]
        reading = [threading.Thread(target=self.guarded, args=[self.read]) for _ in range(readers)]
        for thread in writing + reading:
            thread.start()
        for thread in writing:
            thread.join(60)
        self.done.set()
        for thread in reading:
            thread.join(10)


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """English issues for real transactions, put back as they were afterwards."""
    with django_db_blocker.unblock():
        english = IssuePage.objects.filter(locale__language_code="en")
        before = dict(english.values_list("pk", "search_description"))
        connections.close_all()
        yield list(before)
        for pk, words in before.items():
            page = IssuePage.objects.get(pk=pk)
            page.search_description = words
            page.save_revision().publish()
        connections.close_all()


def test_three_writers_and_readers_at_once_meet_no_error(committed):
    """Why settings.py has WAL and IMMEDIATE for SQLite: with either alone this fails."""
    crowd = Crowd()
    crowd.run(committed[:3], readers=3)
    assert crowd.errors == []
    assert crowd.published == 12


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="on SQLite only")
def test_sqlite_is_set_up_to_be_shared(db):
    with connection.cursor() as cursor:
        pragmas = {}
        for name in ("journal_mode", "synchronous", "foreign_keys"):
            cursor.execute(f"PRAGMA {name}")
            pragmas[name] = cursor.fetchone()[0]
    assert pragmas == {"journal_mode": "wal", "synchronous": 1, "foreign_keys": 1}
    assert connection.transaction_mode == "IMMEDIATE"
