"""What every test starts from: the demo, loaded once, in both languages."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.core.management import call_command
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, connections
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from django.utils import translation
from PIL import Image
from wagtail.models import Locale, Page

from tests import demo_template, media_files

ROOT = Path(__file__).parent.parent


def encode_pictures_fast() -> None:
    """The encoders that readers' pictures go through, in haste: larger files in half the time."""
    Image.init()
    for name, haste in (("AVIF", {"speed": 10}), ("WEBP", {"method": 0})):

        def save(image, file, filename, encode=Image.SAVE[name], haste=haste) -> None:
            image.encoderinfo = {**haste, **image.encoderinfo}
            encode(image, file, filename)

        Image.register_save(name, save)


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker) -> Iterator[None]:
    """The test database, migrated for real and with the demo in it; in place of pytest-django's.

    Theirs makes no database for tests that use it only through the server of the browser tests.
    With `--reuse-db` the demo is loaded once and copied for each run, until `--create-db`.
    """
    from api.store import doorbell
    from work import thread

    # No threads beside the tests: what they change is worked off before the next answer
    doorbell.ring = thread.ring = lambda: None
    encode_pictures_fast()
    option = request.config.getoption
    template = demo_template.Template() if option("reuse_db") else None
    if template and option("create_db"):
        template.forget()
    with django_db_blocker.unblock():
        call_command("compile_po")
        reused = bool(template and template.copy())
        databases = setup_databases(verbosity=0, interactive=False, keepdb=reused)
        if not reused:
            load_demo()
            if template:
                template.keep()
    media_files.remember()
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":  # whoever was killed may not have hung up yet
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
        connections.close_all()
        teardown_databases(databases, verbosity=0)


def load_demo() -> None:
    """The demo, with its pictures cut: a test that is rolled back would have to cut them again."""
    from api.store import sequencer
    from kensite.management.commands.demo import warm_up

    call_command("load_demo", verbosity=0)
    sequencer.flush(deferred=True)
    warm_up()


@pytest.fixture
def reader(db) -> Client:
    """An anonymous visitor."""
    return Client()


@pytest.fixture
def editor(admin_user) -> Client:
    """Somebody who may do everything in the admin."""
    client = Client()
    client.force_login(admin_user)
    return client


@pytest.fixture
def issue(db):
    """The issue of October 2020 in English."""
    from newsletters.models import IssuePage

    return IssuePage.objects.get(slug="october-2020", locale__language_code="en")


@pytest.fixture
def korean_issue(issue):
    """The same in Korean."""
    from wagtail.models import Locale

    return issue.get_translation(Locale.objects.get(language_code="ko"))


@pytest.fixture(autouse=True)
def unlimited(settings) -> None:
    """Tests ask the API more often in a minute than any client may."""
    settings.API_LIMIT = 0


@pytest.fixture(autouse=True)
def whole_media() -> Iterator[None]:
    """A test that is rolled back leaves the files deleted that it has deleted."""
    yield
    media_files.bring_back()


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """A test that is rolled back leaves pages in the cache that never were; some speak Korean."""
    cache.clear()
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def committed(django_capture_on_commit_callbacks) -> Callable[[], AbstractContextManager]:
    """`with committed():` does what follows a commit, such as synchronising."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def korean(db) -> Locale:
    return Locale.objects.get(language_code="ko")


@pytest.fixture
def publish(committed) -> Callable[..., Page]:
    """Publish a page with these changes, as an editor does: `publish(issue, title="New")`."""

    def publish_with(page: Page, **changes: object) -> Page:
        page = type(page).objects.get(pk=page.pk)
        for name, value in changes.items():
            setattr(
                page, name, json.dumps(value, cls=DjangoJSONEncoder) if name == "body" else value
            )
        with committed():
            page.save_revision().publish()
        return type(page).objects.get(pk=page.pk)

    return publish_with


def program(*names: str) -> str:
    """The path of a program that a test needs; on CI its absence is a failure, not a skip."""
    for name in names:
        if path := shutil.which(name):
            return path
    message = f"this test needs {' or '.join(names)}, which this machine does not have"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(ready: Callable[[], object], process: subprocess.Popen, seconds: float = 30) -> None:
    """Wait until a program that was started is ready."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            ready()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"{process.args} did not start")


def server_environment() -> dict[str, str]:
    """The environment of a server that works on the tests' own database and files."""
    database = settings.DATABASES["default"]
    if "sqlite3" in database["ENGINE"]:
        url = f"sqlite:///{database['NAME']}"
    else:
        url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    return {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "kensite.settings"}


@contextmanager
def serving(*command: str, **environment: str) -> Iterator[str]:
    """The address of a gunicorn that was started with this command, on the tests' database."""
    port = free_port()
    process = subprocess.Popen(
        [*command, f"--bind=127.0.0.1:{port}"],
        cwd=ROOT,
        env={**server_environment(), "PUBLIC_URL": f"http://127.0.0.1:{port}", **environment},
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(lambda: urllib.request.urlopen(f"{address}/robots.txt"), process, 60)
        yield address
    finally:
        process.terminate()
        process.wait(60)  # one picture that is being encoded is finished first


@pytest.fixture(scope="session")
def static_files(django_db_setup) -> None:
    """The static files, where a production server looks for them."""
    manage = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(manage, cwd=ROOT, env=server_environment(), check=True)


@pytest.fixture(scope="session")
def server(static_files) -> Iterator[str]:
    """The address of the production server, serving the tests' demo."""
    with serving(sys.executable, "-m", "gunicorn", "--log-level=error") as address:
        urllib.request.urlopen(f"{address}/admin/login/")
        yield address


@pytest.fixture(scope="session")
def browser():
    """Debian's chromium, or another that is installed."""
    from playwright.sync_api import sync_playwright

    path = program("chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        # Django refuses its database to a thread in which an event loop runs, and Playwright
        # keeps one running: the tests of a browser use the server, and the database only before
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        yield browser
        browser.close()


@pytest.fixture
def page(browser, server):
    """A fresh tab on a phone; a test fails on any error in its console or refusal of the policy."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=server)
    context.add_init_script(
        "addEventListener('securitypolicyviolation', event => console.error("
        "`CSP: ${event.violatedDirective} refused ${event.blockedURI}`))"
    )
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.missing_is_fine = False

    def note(said) -> None:
        if said.type == "error" and not (page.missing_is_fine and "404" in said.text):
            problems.append(said.text)

    page.on("console", note)
    yield page
    context.close()
    assert problems == []


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--new-screens`"""
    parser.addoption("--new-screens", action="store_true", help="keep how pages look now")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests ran in a browser: none of them would go unnoticed otherwise."""
    passed = terminalreporter.stats.get("passed", [])
    in_browser = sum("browser" in report.keywords for report in passed)
    terminalreporter.write_line(f"{len(passed)} tests passed, {in_browser} of them in a browser.")


@contextmanager
def database(blocker) -> Iterator[None]:
    """The database beside a browser, whose event loop has a connection of its own to close."""
    with blocker.unblock():
        yield
        connections.close_all()


@pytest.fixture
def account(server, django_db_blocker):
    """A log-in that the server knows as well."""
    with database(django_db_blocker):
        user = get_user_model().objects.create_superuser("browser", "browser@example.org")
        user.password = make_password("secret", hasher="pbkdf2_sha256")
        user.save()
    yield "browser", "secret"
    with database(django_db_blocker):
        user.delete()


def violations(page, rules: dict) -> list[list[str]]:
    """The rules of axe that a page breaks, each with the first element that does."""
    from axe_playwright_python.sync_playwright import Axe

    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return page.evaluate(
        "async rules => (await axe.run(document, rules)).violations"
        ".map(each => [each.id, each.nodes[0].html])",
        rules,
    )


def log_in(page, account: tuple[str, str]) -> None:
    """Log in to the admin, on a screen of a desk."""
    name, password = account
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/admin/")
    page.get_by_label("Username").fill(name)
    page.locator("input[name=password]").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")
