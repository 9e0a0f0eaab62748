"""All renditions are gone, fifty readers come at once, and the process that encodes is killed."""

import os
import re
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from images.models import Lease, Rendition
from tests.conftest import database

PATHS = [
    f"{language}{path}"
    for language in ("", "/ko")
    for path in ("/", "/newsletters/", "/newsletters/october-2020/", "/news/", "/organisations/")
]
API = ["/api/v1/issues/?locale=en&fields=full", "/api/v1/organisations/?locale=en"]


@pytest.fixture
def without_renditions(server, django_db_blocker) -> Iterator[str]:
    """The server, after a restore without any rendition: no row, no file."""
    folder = Path(settings.MEDIA_ROOT) / "images"
    with database(django_db_blocker):
        rows = list(Rendition.objects.all())
        Rendition.objects.all()._raw_delete("default")
        Lease.objects.all().delete()
    aside = folder.rename(folder.with_name("images-aside"))
    yield server
    with database(django_db_blocker):
        Rendition.objects.all()._raw_delete("default")
        Rendition.objects.bulk_create(rows)
    shutil.rmtree(folder, ignore_errors=True)
    aside.rename(folder)
    connections.close_all()


def ask(address: str) -> tuple[int, float, bytes]:
    """The status, how long it took, and the body."""
    start = time.monotonic()
    try:
        answer = urllib.request.urlopen(address, timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    return answer.status, time.monotonic() - start, answer.read()


@pytest.mark.faults
def test_fifty_readers_at_once_wait_for_no_picture(without_renditions):
    site = without_renditions
    for path in PATHS:  # other pages for the cache, the same templates
        ask(f"{site}{path}?page=1")
    wanted = [site + path for path in (PATHS + API) * 5][:50]
    with ThreadPoolExecutor(50) as readers:
        answers = list(readers.map(ask, wanted))
    assert {status for status, _seconds, _body in answers} == {200}
    assert max(seconds for _status, seconds, _body in answers) < 2
    pages = dict(zip(wanted, (body.decode() for _status, _seconds, body in answers), strict=True))
    pictures = {
        found for page in pages.values() for found in re.findall(r"/media/images/[\w/.~-]+", page)
    }
    assert len(pictures) > 50
    with ThreadPoolExecutor(10) as browsers:
        answers = list(browsers.map(ask, (site + picture for picture in sorted(pictures)[:50])))
    assert {status for status, _seconds, _body in answers} <= {200, 503}
    assert max(seconds for _status, seconds, _body in answers) < 2
    kill_workers()
    wait_for_picture(site + sorted(pictures)[0])
    again = ask(f"{site}/newsletters/october-2020/")[2].decode()
    assert again == pages[f"{site}/newsletters/october-2020/"]


def kill_workers() -> None:
    """kill -9 of the process that encodes; the server starts another one."""
    found = subprocess.run(
        ["pgrep", "-P", str(os.getpid()), "-f", "gunicorn"],
        capture_output=True,
        text=True,
        check=True,
    )
    for master in found.stdout.split():
        workers = subprocess.run(["pgrep", "-P", master], capture_output=True, text=True).stdout
        for worker in workers.split():
            os.kill(int(worker), signal.SIGKILL)


def wait_for_picture(address: str) -> None:
    """Ask as a browser does that follows Retry-After, until the picture is there."""
    deadline = time.monotonic() + 300
    while (status := ask(address)[0]) != 200:
        assert status == 503
        assert time.monotonic() < deadline
        time.sleep(2)
