"""The production server beside a mail server that accepts and never answers."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from axes.models import AccessFailureLog
from django.contrib.auth import get_user_model
from django.utils import timezone

from tests.conftest import ROOT, database, free_port, server_environment, wait_for
from work import sender
from work.models import OutgoingMail

PEOPLE = 10
FORM = b"csrfmiddlewaretoken=%b&email=%b"


@contextmanager
def site(email_url: str) -> Iterator[str]:
    """A site of four threads that sends its mail there."""
    port = free_port()
    environment = {
        **server_environment(),
        "EMAIL_URL": email_url,
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
    }
    static = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(static, cwd=ROOT, env=environment, check=True)
    command = [sys.executable, "-m", "gunicorn", "kensite.wsgi", f"--bind=127.0.0.1:{port}"]
    command += ["--worker-class=gthread", "--threads=4", "--no-control-socket", "--log-level=error"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(lambda: urllib.request.urlopen(f"{address}/admin/login/"), process)
        yield address
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def ask_for_password(address: str, email: str) -> float:
    """The seconds until the answer."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    page = opener.open(f"{address}/admin/password_reset/").read()
    token = page.split(b'name="csrfmiddlewaretoken" value="')[1].split(b'"')[0]
    started = time.monotonic()
    opener.open(f"{address}/admin/password_reset/", FORM % (token, email.encode())).read()
    return time.monotonic() - started


@pytest.fixture
def people(django_db_setup, django_db_blocker):
    """Ten people with an account, committed; and nothing of them afterwards."""
    emails = [f"person{number}@example.org" for number in range(PEOPLE)]
    with database(django_db_blocker):
        for email in emails:
            get_user_model().objects.create_user(email.split("@")[0], email, "a long password")
    yield emails
    with database(django_db_blocker):
        get_user_model().objects.filter(email__in=emails).delete()
        AccessFailureLog.objects.all().delete()
        OutgoingMail.objects.all().delete()


@pytest.mark.faults
def test_ten_new_passwords_and_a_mail_server_that_hangs(
    people, django_db_blocker, settings, tmp_path
):
    """Everybody is answered at once; what the site was sending when it was killed is sent later."""
    silent = socket.create_server(("127.0.0.1", 0))
    with silent, site(f"smtp://127.0.0.1:{silent.getsockname()[1]}") as address:
        with ThreadPoolExecutor(PEOPLE) as pool:
            waits = list(pool.map(lambda email: ask_for_password(address, email), people))
        assert max(waits) < 5, waits  # thirty seconds of silence are still to come
        silent.accept()[0].close()  # the first mail was on its way
        started = time.monotonic()
        urllib.request.urlopen(f"{address}/ko/").read()
        assert time.monotonic() - started < 2
    with database(django_db_blocker):
        assert OutgoingMail.objects.exclude(state=OutgoingMail.State.SENT).count() == PEOPLE
        OutgoingMail.objects.update(due_at=timezone.now() - timedelta(seconds=1))
        settings.MAIL_TRANSPORT = "django.core.mail.backends.filebased.EmailBackend"
        settings.EMAIL_FILE_PATH = str(tmp_path)
        sender.send_due()
        assert not OutgoingMail.objects.exclude(state=OutgoingMail.State.SENT).exists()
    # Two connections of one moment may share a file
    written = "".join(file.read_text() for file in tmp_path.iterdir())
    assert sum(written.count(f"To: {email}") for email in people) == PEOPLE
