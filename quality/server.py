"""The demo as production serves it: static files compressed, one server, a folder of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.server import free_port, wait

ROOT = Path(__file__).parent.parent
CHOICES = ("KENSITE_", "S3_", "DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "DEBUG")


@contextmanager
def serving() -> Iterator[str]:
    """The address of a server with the demo in it."""
    with TemporaryDirectory(prefix="kensite-quality-", ignore_cleanup_errors=True) as folder:
        port = free_port()
        address = f"http://127.0.0.1:{port}"
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
        options = [f"--bind={address.removeprefix('http://')}", "--log-level=error"]
        gunicorn = [*python, "-m", "gunicorn", *options]
        process = subprocess.Popen(gunicorn, cwd=ROOT, env=environment)
        try:
            wait(port, process)
            yield address
        finally:
            process.terminate()
            process.wait(10)
