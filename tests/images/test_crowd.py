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
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from images.models import Lease, Rendition
from tests.conftest import database

PATHS = [
    f"{language}{path}"
    for language in ("", "/ko")
    for path in ("/", "/newsletters/", "/newsletters/october-2020/", "/news/", "/organisations/")
]
API = ["/api/v1/issues/?locale=en&fields=full", "/api/v1/organisations/?locale=en"]


@contextmanager
def without_renditions(django_db_blocker) -> Iterator[None]:
    """As after a restore without any rendition: no row, no file."""
    folder = Path(settings.MEDIA_ROOT) / "images"
    with database(django_db_blocker):
        rows = list(Rendition.objects.all())
        Rendition.objects.all()._raw_delete("default")
        Lease.objects.all().delete()
    aside = folder.rename(folder.with_name("images-aside"))
    try:
        yield
    finally:
        with database(django_db_blocker):
            Rendition.objects.all()._raw_delete("default")
            Rendition.objects.bulk_create(rows)
        shutil.rmtree(folder, ignore_errors=True)
        aside.rename(folder)


def ask(address: str) -> tuple[int, float, bytes]:
    """The status, how long it took, and the body."""
    start = time.monotonic()
    try:
        answer = urllib.request.urlopen(address, timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    return answer.status, time.monotonic() - start, answer.read()


def crowd(addresses: list[str]) -> tuple[dict[str, bytes], float]:
    """What fifty readers get at once, by address, and how long the last of them waits."""
    with ThreadPoolExecutor(50) as readers:
        answers = list(readers.map(ask, addresses))
    assert {status for status, _seconds, _body in answers} <= {200, 503}
    bodies = {
        a: body for a, (status, _s, body) in zip(addresses, answers, strict=True) if status == 200
    }
    return bodies, max(seconds for _status, seconds, _body in answers)


@pytest.mark.faults
def test_fifty_readers_at_once_wait_for_no_picture(server, django_db_blocker):
    ask(f"{server}/api/v1/health/")
    as_always = crowd([f"{server}{path}?page=1" for path in PATHS * 5])[1]
    patience = max(2, 1.5 * as_always)  # a machine that is busy with other things is slower
    with without_renditions(django_db_blocker):
        wanted = [server + path for path in [*PATHS, *API] * 5][:50]
        pages, seconds = crowd(wanted)
        assert set(pages) == set(wanted)
        assert seconds < patience
        said = "".join(body.decode() for body in pages.values())
        pictures = sorted(set(re.findall(r"/media/images/[\w/.~-]+", said)))
        assert len(pictures) > 50
        assert crowd([server + picture for picture in pictures[:50]])[1] < patience
        kill_workers()
        wait_for_picture(server + pictures[0])
        issue = f"{server}/newsletters/october-2020/"
        assert ask(issue)[2] == pages[issue]


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
