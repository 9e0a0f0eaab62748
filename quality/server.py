"""The demo as production serves it: static files compressed, one server, a folder of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
CHOICES = ("KENSITE_", "S3_", "DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "DEBUG")


@contextmanager
def serving() -> Iterator[str]:
    """The address of a server with the demo in it."""
    with TemporaryDirectory(prefix="kensite-quality-", ignore_cleanup_errors=True) as folder:
        address = f"http://127.0.0.1:{free_port()}"
        environment = {n: v for n, v in os.environ.items() if not n.startswith(CHOICES)}
        environment |= {
            "KENSITE_ENV": "local", "KENSITE_DATA_DIR": folder, "PUBLIC_URL": address,
        }  # fmt: skip
        python = [sys.executable]
        for command in (
            ["manage.py", "collectstatic", "--noinput", "-v0"],
            ["manage.py", "prepare"],
            ["-m", "whitenoise.compress", "-q", f"{folder}/static"],
        ):
            subprocess.run(
                [*python, *command],
                cwd=ROOT,
                env=environment,
                check=True,
                stdout=subprocess.DEVNULL,
            )
        options = [f"--bind={address.removeprefix('http://')}", "--worker-class=gthread"]
        options += ["--threads=4", "--no-control-socket", "--log-level=error"]
        gunicorn = [*python, "-m", "gunicorn", "kensite.wsgi", *options]
        process = subprocess.Popen(gunicorn, cwd=ROOT, env=environment)
        try:
            wait(address, process)
            yield address
        finally:
            process.terminate()
            process.wait(10)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait(address: str, process: subprocess.Popen) -> None:
    """Until it answers."""
    for _attempt in range(300):
        try:
            urllib.request.urlopen(f"{address}/api/v1/health/")
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The server did not start.")
