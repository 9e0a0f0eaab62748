"""`manage.py demo`: from a fresh clone to a running site. `make demo` is its short name."""

import hashlib
import os
import socket
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from api.store import doorbell
from home.ahead import card_path, make_pages
from images.generation import generate_wanted
from publishing.public import public


class Command(BaseCommand):
    """Prepares the site and becomes its web server, on this machine only."""

    help = "Prepare the demo and serve it with the production server on 127.0.0.1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The port."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="Prepare only (for tests).")

    def handle(self, *args: Any, port: int, no_serve: bool, **options: Any) -> None:
        """Prepare everything; then never return."""
        check_port(port)
        fresh = not (Path(settings.DATA_DIR) / "admin-password").exists()
        collect_static()  # first: what is prepared makes pages, and they name its files
        call_command("prepare", stdout=self.stdout)
        doorbell.wait()
        if fresh:
            self.stdout.write("Drawing the pictures in their sizes …")
            warm_up()
        self.stdout.write(addresses(port))
        self.stdout.flush()
        if not no_serve:
            os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *server_options(port)])


def check_port(port: int) -> None:
    """Stop with one sentence if another program has the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                f"Port {port} cannot be used ({error}). Choose another: make demo PORT=8123"
            ) from None


def collect_static() -> None:
    """Gather the static files, if any of them changed since the last time."""
    digest = hashlib.sha256()
    for finder in finders.get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            digest.update(f"{path} {os.stat(storage.path(path)).st_mtime_ns}".encode())
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if not stamp.exists() or stamp.read_text() != digest.hexdigest():
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(digest.hexdigest())


def warm_up() -> None:
    """Ask for every page and its card once, so that the first reader does not wait for pictures."""
    pages = public().filter(depth__gt=1).select_related("locale")
    listed = [url for page in pages.specific() for url in page.get_sitemap_urls()]
    make_pages([urlsplit(url["location"]).path for url in listed])
    make_pages([card_path(page.locale.language_code, page.translation_key) for page in pages])
    generate_wanted()


def addresses(port: int) -> str:
    """Where to look."""
    site = f"http://127.0.0.1:{port}"
    rows = {
        "English": "/",
        "한국어": "/ko/",
        "Admin": "/admin/",
        "API": "/api/v1/docs/",
    }
    return "\n".join(f"  {name:7} {site}{path}" for name, path in rows.items()) + (
        "\n\nServing. Ctrl-C stops it; your content stays in " + str(settings.DATA_DIR)
    )


def server_options(port: int) -> list[str]:
    """gunicorn's options beside gunicorn.conf.py: two processes, on this machine only."""
    return [f"--bind=127.0.0.1:{port}", "--workers=2", "--log-level=warning"]
