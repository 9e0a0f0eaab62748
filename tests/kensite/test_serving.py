"""No reader waits for a worker: it is warm before it takes a request, and none is recycled."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path

import pytest

from tests.conftest import ROOT, server_environment, serving
from tests.kensite.test_requests import readme

TICK = os.sysconf("SC_CLK_TCK")  # of /proc/<pid>/stat, per second
KINDS = ["/", "/ko/newsletters/", "/api/v1/issues/?locale=en", "/search/?q=seoul", "/admin/login/"]
NO_DATABASE = {"DATABASE_URL": "postgres://nobody:secret@127.0.0.1:1/none"}
ALONE = """
import kensite.wsgi, threading
from django.db import connections
assert threading.active_count() == 1, threading.enumerate()
assert not any(each.connection for each in connections.all(initialized_only=True))
"""


def test_what_is_loaded_before_the_fork_has_no_connection_and_no_thread(static_files):
    """Processes that share either of them break it for one another."""
    environment = {**server_environment(), **NO_DATABASE}
    loaded = subprocess.run([sys.executable, "-c", ALONE], cwd=ROOT, env=environment, check=False)
    assert loaded.returncode == 0


@pytest.fixture
def address(static_files, tmp_path) -> Iterator[str]:
    """A server started as README says, alone with its page cache; its pid is in a file."""
    command = [*readme(), f"--pid={tmp_path}/pid", "--log-level=error"]
    with serving(*command, KENSITE_API_LIMIT="0") as found:
        yield found


@pytest.fixture
def master(address, tmp_path) -> int:
    return int((tmp_path / "pid").read_text())


def workers(master: int) -> list[int]:
    return list(map(int, Path(f"/proc/{master}/task/{master}/children").read_text().split()))


def seconds(pid: int) -> float:
    """The processor time that a process has used, which does not depend on what else runs."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def get(address: str, path: str) -> int:
    connection = HTTPConnection(address.removeprefix("http://"), timeout=120)
    connection.request("GET", path)
    status = connection.getresponse().status
    connection.close()
    return status


def renew(master: int) -> list[int]:
    """Have all workers replaced, and wait for it."""
    number = int(readme()[readme().index("--workers") + 1])
    before = wait_for(lambda now: len(now) == number, master)  # the first answers before the last
    os.kill(master, signal.SIGHUP)
    return wait_for(lambda now: len(now) == number and not set(now) & set(before), master)


def wait_for(reached: Callable[[list[int]], bool], master: int) -> list[int]:
    """Wait until its workers are as they should be."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        now = workers(master)
        if reached(now):
            return now
        time.sleep(0.05)
    raise AssertionError(f"the workers stayed {now}")


def test_a_new_worker_is_warm(address, master):
    """Importing the site costs two seconds of processor time, its first pages another one."""
    assert len(os.listdir(f"/proc/{master}/task")) == 1
    fresh = renew(master)
    for path in [*KINDS, *KINDS]:
        assert get(address, path) == 200
    assert max(seconds(pid) for pid in fresh) < 1


@contextmanager
def readers(address: str, number: int) -> Iterator[list[tuple[float, str, int]]]:
    """So many readers at once, who never pause; what each of their requests took."""
    took: list[tuple[float, str, int]] = []
    over = threading.Event()

    def read(paths: Iterator[str]) -> None:
        for path in paths:
            if over.is_set():
                return
            start = time.monotonic()
            try:
                status = get(address, path)
            except OSError:
                status = 0
            took.append((time.monotonic() - start, path, status))

    threads = [threading.Thread(target=read, args=[cycle(KINDS)]) for _ in range(number)]
    for thread in threads:
        thread.start()
    try:
        yield took
    finally:
        over.set()
        for thread in threads:
            thread.join()


def patience(seconds: float) -> float:
    """These seconds of a quiet machine, on one that has other work."""
    return seconds * max(1, os.getloadavg()[0] / (os.cpu_count() or 1))


@pytest.mark.faults
def test_none_of_five_thousand_requests_stalls(address):
    with readers(address, 4) as took:
        while len(took) < 5000:
            time.sleep(0.2)
    assert {status for _seconds, _path, status in took} == {200}
    assert max(took)[0] < patience(1), max(took)


@pytest.mark.faults
def test_a_graceful_restart_lets_nobody_wait(address, master):
    """More readers than threads, or it would prove nothing."""
    with readers(address, 12) as took:
        time.sleep(3)
        for _restart in range(3):
            renew(master)
            time.sleep(2)
    assert max(took)[0] < patience(2), max(took)
    assert {status for _seconds, _path, status in took} <= {200, 0}
    assert sum(status == 0 for _seconds, _path, status in took) < len(took) / 100
