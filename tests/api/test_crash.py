"""A phone polls on while the server is killed and yesterday's backup is put back: it ends equal.

Real servers, editors and databases, and the commands of docs/backup.md.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.db import connection

from tests.api.conftest import Offline
from tests.api.test_concurrency import crowded  # noqa: F401 (a fixture)
from tests.conftest import ROOT, program, server_environment, serving

pytestmark = pytest.mark.faults
SECONDS = 5


class Site:
    """A server on a database of its own."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder
        self.address = "http://127.0.0.1:1"  # nobody listens there

    @contextmanager
    def started(self) -> Iterator[None]:
        """Serve, and be killed with all workers in the middle of work."""
        pid = self.folder / "pid"
        command = [sys.executable, "-m", "gunicorn", f"--pid={pid}", "--log-level=critical"]
        limits = {"DATABASE_URL": self.url, "KENSITE_API_LIMIT": "0"}
        with serving(*command, **limits) as self.address:
            yield
            master = int(pid.read_text())
            children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
            for each in [master, *map(int, children)]:
                os.kill(each, signal.SIGKILL)

    @contextmanager
    def edited(self, pages: list[int]) -> Iterator[None]:
        """Editors at work, one after the other killed."""
        command = [sys.executable, "-m", "tests.api.editors", SECONDS, *pages]
        environment = {**server_environment(), "DATABASE_URL": self.url}
        editors = subprocess.Popen(list(map(str, command)), cwd=ROOT, env=environment)
        yield
        assert editors.wait(60) == 0, "an editor failed by itself"

    def run(self, *command: str) -> None:
        """Run a program on the database."""
        subprocess.run(command, check=True, cwd=ROOT)

    def backup(self) -> Path:
        """Make one as docs/backup.md says."""
        path = self.folder / "backup"
        if self.url.startswith("sqlite"):
            with closing(sqlite3.connect(self.file)) as database:
                database.execute("VACUUM INTO ?", [str(path)])
        else:
            self.run(program("pg_dump"), "-Fc", "-f", str(path), self.url)
        return path

    def restore(self, backup: Path) -> None:
        """Put it back as docs/backup.md says."""
        if self.url.startswith("sqlite"):
            for end in ("-wal", "-shm"):
                Path(self.file + end).unlink(missing_ok=True)
            Path(self.file).write_bytes(backup.read_bytes())
        else:
            options = ["--clean", "--if-exists", "--single-transaction", "-d", self.url]
            self.run(program("pg_restore"), *options, str(backup))

    @property
    def file(self) -> str:
        """SQLite's file."""
        return self.url.removeprefix("sqlite:///")


@pytest.fixture
def site(crowded, static_files, tmp_path, django_db_blocker) -> Iterator[Site]:  # noqa: F811
    """One on a copy of the tests' database."""
    source = Site(server_environment()["DATABASE_URL"], tmp_path)
    copy = source.backup()
    if connection.vendor == "sqlite":
        site = Site(f"sqlite:///{tmp_path}/copy.sqlite3", tmp_path)
        site.restore(copy)
        copy.unlink()
        yield site
        return
    name = f"{connection.settings_dict['NAME']}_crash"
    site = Site(f"{source.url.rpartition('/')[0]}/{name}", tmp_path)
    with django_db_blocker.unblock(), connection.creation._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    site.restore(copy)
    copy.unlink()
    yield site
    with django_db_blocker.unblock(), connection.creation._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


class Wire:
    """What an app reads with."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def get(self, path: str, query: dict) -> SimpleNamespace:
        """The JSON of a good answer; an OSError for any other, or for none."""
        with urllib.request.urlopen(f"{self.site.address}{path}?{urlencode(query)}") as answer:
            data = json.load(answer)
        return SimpleNamespace(json=lambda: data)


class Phone(Offline):
    """An app that polls on, whatever it is told."""

    def __init__(self, site: Site) -> None:
        super().__init__(Wire(site), "en")  # type: ignore[arg-type]
        self.begun_anew = 0

    def update(self, limit: int = 7) -> list[str]:
        """As the documentation says: after a 410 from the beginning, without what it had."""
        try:
            return super().update(limit)
        except urllib.error.HTTPError as error:
            if error.code != 410:
                raise
            self.begun_anew += 1
            self.query, self.copy = {"locale": "en"}, {}
            return super().update(limit)

    @contextmanager
    def polling(self) -> Iterator[None]:
        """Never at rest; what does not answer is asked again."""
        over = threading.Event()

        def poll() -> None:
            while not over.wait(0.02):
                with suppress(OSError, HTTPException):
                    self.update()

        thread = threading.Thread(target=poll)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


def until(reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_phone_that_polls_through_a_crash_and_a_restored_backup_ends_equal(site, crowded):  # noqa: F811
    phone = Phone(site)
    with phone.polling():
        with site.started(), site.edited(crowded):
            until(lambda: bool(phone.copy))
            time.sleep(SECONDS / 3)
            backup = site.backup()
        site.restore(backup)
        with site.started():
            with site.edited(crowded):
                pass
            fresh = Phone(site)
            fresh.update()
            until(lambda: phone.copy == fresh.copy)
    assert phone.begun_anew == 1, "nobody told it that its past is gone"
    assert len(phone.copy) > len(crowded)
