"""One gunicorn worker, asked by one client; its processor time is the kernel's account."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")  # of /proc/<pid>/stat, per second
SECONDS, AT_LEAST = 2.0, 8  # of measuring, and how many requests


@dataclass
class Server:
    """The address of the worker and its process."""

    port: int
    worker: int

    def cost(self, path: str, headers: dict[str, str]) -> tuple[float, float]:
        """Milliseconds of processor time per request, and requests per second."""
        connection = HTTPConnection("127.0.0.1", self.port)
        for _warm in range(3):
            ask(connection, path, headers)
        start, spent, count = time.monotonic(), self.seconds(), 0
        while count < AT_LEAST or time.monotonic() - start < SECONDS:
            ask(connection, path, headers)
            count += 1
        wall = time.monotonic() - start
        return (self.seconds() - spent) / count * 1000, count / wall

    def seconds(self) -> float:
        """The processor time that the worker has used."""
        fields = Path(f"/proc/{self.worker}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK


def ask(connection: HTTPConnection, path: str, headers: dict[str, str]) -> bytes:
    """The answer, which must be a good one: an error would be cheap."""
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    body = response.read()
    if response.status != (304 if "If-None-Match" in headers else 200):
        raise SystemExit(f"{path} answered {response.status}")
    return body


@contextmanager
def serving() -> Iterator[Server]:
    """A worker that serves what is in the database now."""
    port = free_port()
    options = [f"--bind=127.0.0.1:{port}", "--threads=1", "--log-level=error", "--keep-alive=30"]
    process = subprocess.Popen([sys.executable, "-m", "gunicorn", *options])
    try:
        wait(port, process)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        yield Server(port, int(children[0]))
    finally:
        process.terminate()
        process.wait(10)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait(port: int, process: subprocess.Popen) -> None:
    """Until it answers."""
    for _attempt in range(300):
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/api/v1/")
            connection.getresponse()
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
        else:
            return
    raise SystemExit("gunicorn did not start")
