"""A PostgreSQL that is restarted, or hangs up, costs no reader a 500."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError, connection, connections
from django.test import Client

from kensite.retry import is_lost
from tests.conftest import ROOT, free_port, program, serving
from tests.kensite.test_serving import readers

PATHS = [
    "/", "/ko/newsletters/october-2020/", "/search/?q=seoul", "/sitemap.xml", "/calendar.ics",
    "/api/v1/issues/?locale=en", "/api/v1/sync/?locale=en",
    "/api/v2/pages/?type=newsletters.IssuePage", "/nowhere/",
]  # fmt: skip


@pytest.fixture
def postgresql(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The tests' database without a transaction, which a lost connection would end."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no connection to lose")
    with django_db_blocker.unblock():
        connections.close_all()
        yield
        connections.close_all()


@contextmanager
def hanging_up(*queries: int) -> Iterator[Counter]:
    """The server ends our connection before these queries, counted from 1; what was counted."""
    counted: Counter = Counter()

    def execute(go: Callable, sql, params, many, context):
        counted["queries"] += 1
        if counted["queries"] in queries:
            counted["lost"] += 1
            end(context["connection"].connection.info.backend_pid)
        return go(sql, params, many, context)

    with connection.execute_wrapper(execute):
        yield counted


def end(backend: int) -> None:
    """Have the server end a connection, and wait until it is."""
    database = settings.DATABASES["default"]
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    values = {name: database[key] for name, key in names.items()}
    with psycopg.connect(dbname=database["NAME"], autocommit=True, **values) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])


def ask(path: str, method: str = "get"):
    cache.clear()
    return getattr(Client(raise_request_exception=False), method)(path)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("query", [1, 2, 5])
def test_who_reads_does_not_notice_that_the_database_hung_up(postgresql, path, query):
    whole = ask(path)
    with hanging_up(query) as counted:
        again = ask(path)
    assert again.status_code == whole.status_code
    assert counted["lost"] == (1 if counted["queries"] >= query else 0)


@pytest.mark.parametrize("path", ["/", "/api/v1/issues/?locale=en"])
def test_a_database_that_hangs_up_twice_is_told_of(postgresql, path):
    with hanging_up(1, 2):
        response = ask(path)
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert response["Cache-Control"] == "no-store"
    json = "application/problem+json"
    assert response["Content-Type"] == (
        json if path.startswith("/api") else "text/html; charset=utf-8"
    )


@pytest.mark.parametrize("path", ["/", "/api/v1/issues/?locale=en"])
def test_a_frozen_database_is_given_up(postgresql, monkeypatch, path):
    monkeypatch.setattr("kensite.retry.READING", 0.5)
    ask(path)  # or there is no connection yet
    backends: set[int] = set()

    def freeze(go: Callable, sql, params, many, context):
        backend = context["connection"].connection.info.backend_pid
        if backend not in backends:
            backends.add(backend)
            os.kill(backend, signal.SIGSTOP)
        return go(sql, params, many, context)

    begun = time.monotonic()
    try:
        with connection.execute_wrapper(freeze):
            response = ask(path)
    finally:
        for backend in backends:
            os.kill(backend, signal.SIGCONT)
    assert backends
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert time.monotonic() - begun < 8
    assert ask(path).status_code == 200


def test_what_writes_is_never_repeated(postgresql):
    with hanging_up(1) as counted:
        response = ask("/admin/login/", "post")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert counted["queries"] == 1


def test_an_error_that_the_server_reports_is_no_lost_connection():
    def caused(error: type[Exception]) -> OperationalError:
        found = OperationalError("away")
        found.__cause__ = error()
        return found

    assert is_lost(caused(psycopg.errors.AdminShutdown))
    assert is_lost(caused(psycopg.errors.CannotConnectNow))
    assert is_lost(caused(psycopg.OperationalError))
    assert not is_lost(caused(psycopg.errors.LockNotAvailable))
    assert not is_lost(caused(psycopg.errors.QueryCanceled))
    assert not is_lost(OperationalError("database is locked"))
    assert not is_lost(ValueError())


@pytest.fixture
def cluster() -> Iterator[tuple[str, Callable[[str], None]]]:
    """A PostgreSQL server of our own: its address, and how it is told what to do."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not binaries:
        program("initdb")
    folder, port = Path(tempfile.mkdtemp(prefix="kensite-cluster-")), free_port()
    user = pwd.getpwnam("postgres") if os.getuid() == 0 else None
    if user:  # it refuses to run as root
        shutil.chown(folder, "postgres")

    def run(name: str, *options: str) -> None:
        as_user = {"user": user.pw_uid, "group": user.pw_gid} if user else {}
        command = [str(binaries[-1] / name), "-D", str(folder / "data"), *options]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, **as_user)

    def control(action: str) -> None:
        arguments = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        run("pg_ctl", "-w", "-m", "fast", "-l", str(folder / "log"), "-o", arguments, action)

    run("initdb", "-U", "kensite", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
    control("start")
    try:
        yield f"postgres://kensite:kensite@127.0.0.1:{port}/postgres", control
    finally:
        control("stop")
        shutil.rmtree(folder)


@pytest.mark.faults
def test_a_restarted_postgresql_costs_nobody_a_500(cluster, static_files, tmp_path):
    url, control = cluster
    folder = tmp_path / "data"
    shutil.copytree(settings.STATIC_ROOT, folder / "static")
    environment = {"DATABASE_URL": url, "KENSITE_DATA_DIR": str(folder), "KENSITE_API_LIMIT": "0"}
    migrate = [sys.executable, "manage.py", "migrate", "-v0"]
    subprocess.run(
        migrate,
        cwd=ROOT,
        env={
            **os.environ,
            **environment,
            "KENSITE_ENV": "local",
            "DJANGO_SETTINGS_MODULE": "kensite.settings",
        },
        check=True,
    )
    command = [sys.executable, "-m", "gunicorn", "--log-level=error"]
    with serving(*command, **environment) as address, readers(address, 6) as took:
        for action in ("restart", "restart", "stop", "start"):
            time.sleep(2)
            control(action)
        time.sleep(3)
    found = Counter(status for _seconds, _path, status in took)
    assert set(found) <= {200, 404, 503}
    assert found[200] > found[503]
