"""Nothing of a request but its path, its parameters and its session decides what others get.

Raw sockets against real servers: started as README says, and bare, as somebody starts gunicorn who
never saw gunicorn.conf.py; directly and behind a proxy that passes everything on. Each attack
comes to addresses that are not kept yet, while a publication waits to be worked off: on kept
ones it would look harmless.
"""

import re
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPResponse
from itertools import count
from pathlib import Path

import pytest
from django.db import connections

from api.models import Document, Mark
from newsletters.models import NewsletterIndexPage
from tests.conftest import ROOT, free_port, program, serving, wait_for

SITE = "http://testserver"  # the tests' PUBLIC_URL
numbers = count()


@dataclass
class Answer:
    """What a server said."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def words(self) -> tuple[int, str, bytes]:
        """What a cache on the way would give to the next reader."""
        return self.status, self.headers.get("content-language", ""), self.body

    @property
    def may_be_kept(self) -> bool:
        """Whether a cache on the way may give it to others without having been told so."""
        cacheable = self.status in (200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501)
        return cacheable and "no-store" not in self.headers.get("cache-control", "")


@dataclass
class Attack:
    """A request beside what it pretends: further headers, another host, another way to say a path.

    `refused` if it is no request that is ever answered; `other` if it has another meaning, so
    that only the readers after it must not notice.
    """

    headers: dict[str, str] = field(default_factory=dict)
    host: str | None = "testserver"
    target: str = "{path}"
    method: str = "GET"
    body: str = ""
    refused: bool = False
    other: bool = False

    def ask(self, port: int, path: str) -> Answer:
        """The answer to it at a path."""
        headers = {"Connection": "close", **self.headers}
        if self.host is not None:
            headers = {"Host": self.host, **headers}
        lines = [f"{name}: {value}" for name, value in headers.items()]
        start = f"{self.method} {self.target.format(path=path, rest=path[1:])} HTTP/1.1"
        return ask(port, "\r\n".join([start, *lines, "", self.body]))


def ask(port: int, request: str) -> Answer:
    """What is answered to these bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(request.encode("latin-1"))
        response = HTTPResponse(connection, method=request.split(" ", 1)[0])
        response.begin()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, headers, response.read())


def with_header(name: str, *values: str) -> dict[str, Attack]:
    return {f"{name}: {value}": Attack({name: value}) for value in values}


HEADERS = {
    **with_header("SCRIPT_NAME", "/ko", "/newsletters", "/k%6f", "/"),
    **with_header("Script-Name", "/ko"),
    **with_header("PATH_INFO", "/"),
    **with_header("X-Script-Name", "/ko"),
    **with_header("X-Forwarded-For", "203.0.113.9", "203.0.113.9, 198.51.100.7", "nobody"),
    **with_header("X-Forwarded-Host", "evil.example"),
    **with_header("X-Forwarded-Proto", "https", "javascript"),
    **with_header("X-Forwarded-Ssl", "on"),
    **with_header("X-Forwarded-Port", "4711"),
    **with_header("X-Forwarded-Prefix", "/evil"),
    **with_header("X-Forwarded-Path", "/evil"),
    **with_header("X-Forwarded-Server", "evil.example"),
    **with_header("Forwarded", "for=203.0.113.9;host=evil.example;proto=https"),
    **with_header("X-Original-URL", "/admin/"),
    **with_header("X-Rewrite-URL", "/admin/"),
    **with_header("X-Original-Host", "evil.example"),
    **with_header("X-HTTP-Method-Override", "POST", "HEAD"),
    **with_header("Accept-Language", "ko", "en", "*;q=0", "x" * 600),
    **with_header("Accept", "application/xml", "text/html;q=0.1"),
    **with_header("Cookie", "sessionid=x", f"sessionid={'a' * 32}", "django_language=ko"),
    **with_header("Origin", "http://evil.example"),
    **with_header("Referer", "http://evil.example/"),
    **with_header("X-Requested-With", "XMLHttpRequest"),
    **with_header("Authorization", "Basic YTpi"),
}
HOSTS = {
    f"Host: {host}": Attack(host=host, refused=refused)
    for host, refused in {
        "testserver:4711": False, "TESTSERVER": False, "testserver.": False, "127.0.0.1": False,
        "localhost:9": False, "[::1]:80": False, "evil.example": True, "": True,
        "testserver.evil.example": True, "testserver@evil.example": True,
        "testserver:4711.evil.example": True, "testserver/evil": True,
    }.items()
}  # fmt: skip
OTHERS = {
    # RFC 9112, 3.2.2: the authority in the target counts for as little as the Host
    "absolute": Attack(target="http://evil.example{path}"),
    "absolute, another scheme": Attack(target="ftp://testserver{path}"),
    "doubled slash first": Attack(target="//evil.example{path}", other=True),
    "doubled slashes": Attack(target="/{path}", other=True),
    "encoded slash": Attack(target="/%2f{rest}", other=True),
    "dots": Attack(target="/admin/..{path}", other=True),
    "encoded dots": Attack(target="/%2e%2e{path}", other=True),
    "no slash": Attack(target="{rest}", refused=True),
    "no path": Attack(target="?with=ko", other=True),
    "asterisk": Attack(target="*", other=True),
    "NUL": Attack(target="/%00{path}", other=True),
    "NUL in a parameter": Attack(target="{path}&page=%00", other=True),
    "line break": Attack(target="/%0d%0aX-Evil:%201{path}", other=True),
    "parameter twice": Attack(target="{path}&with=ko&with=en", other=True),
    "parameter from elsewhere": Attack(target="{path}&utm_source=mail&fbclid=1"),
    "semicolon": Attack(target="{path};with=ko", other=True),
    "fragment": Attack(target="{path}#part"),
    "HEAD": Attack(method="HEAD", other=True),
    "OPTIONS": Attack(method="OPTIONS", other=True),
    "PURGE": Attack(method="PURGE", other=True),
    "POST": Attack(method="POST", headers={"Content-Length": "0"}, other=True),
    "small letters": Attack(method="get", refused=True),
    "fat GET": Attack(headers={"Content-Length": "15"}, body="_method=DELETE&"),
    "Range": Attack(headers={"Range": "bytes=0-3"}),
    "If-None-Match": Attack(headers={"If-None-Match": "*"}, other=True),
    "two hosts": Attack(headers={"host": "evil.example"}, refused=True),
    "no host": Attack(host=None, other=True),
}
ATTACKS = {**HEADERS, **HOSTS, **OTHERS}
# Pages are kept by what they heed, so each number makes an address that is not kept yet
PAGES = ["/ko/newsletters/?with=x{}", "/newsletters/?with=x{}"]
OUTPUTS = [
    "/ko/?with=x{}", "/events/?with=x{}", "/ko/newsletters/october-2020/?page=x{}",
    "/organisations/ecre/?page=x{}", "/api/v1/issues/?locale=ko", "/api/v1/sync/?locale=en",
    "/api/v2/pages/?type=newsletters.IssuePage&locale=ko", "/sitemap.xml?x",
    "/robots.txt?x", "/ko/calendar.ics?x",
    "/card/{card}.jpg?x", "/ko/search/?q=%EC%84%9C%EC%9A%B8", "/search.xml?x", "/art/7.svg?x",
    "/newsletters?x", "/favicon.ico?x", "/ko/nowhere/?x", "/api/v1/nowhere/?x",
]  # fmt: skip
LANGUAGES = {"/newsletters/": "en", "/ko/newsletters/": "ko"}


@contextmanager
def proxied(address: str, folder: Path) -> Iterator[str]:
    """The address of a haproxy in front, which passes on what it gets."""
    port = free_port()
    config = folder / f"haproxy-{port}.cfg"
    config.write_text(
        "defaults\n mode http\n timeout connect 5s\n timeout client 60s\n timeout server 60s\n"
        f"frontend all\n bind 127.0.0.1:{port}\n default_backend site\n"
        f"backend site\n server site {address.removeprefix('http://')}\n"
    )
    process = subprocess.Popen([program("haproxy"), "-f", str(config), "-q"])
    try:
        wait_for(lambda: socket.create_connection(("127.0.0.1", port)), process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def readme() -> list[str]:
    """The command with which README starts the site."""
    [line] = re.findall(r"^\.venv/bin/(gunicorn[^#\n]*)", (ROOT / "README.md").read_text(), re.M)
    return [sys.executable, "-m", *shlex.split(line)]


@pytest.fixture(scope="module")
def ports(static_files, tmp_path_factory) -> Iterator[dict[str, int]]:
    """Four ways to the site."""
    folder = tmp_path_factory.mktemp("proxies")
    nothing = folder / "nothing.py"
    nothing.write_text("")
    bare = [sys.executable, "-m", "gunicorn", "kensite.wsgi", f"--config={nothing}"]
    bare += ["--worker-class=gthread", "--threads=4", "--no-control-socket", "--log-level=error"]
    common = {"PUBLIC_URL": SITE, "KENSITE_API_LIMIT": "0"}
    with ExitStack() as stack:
        as_documented = stack.enter_context(serving(*readme(), **common))
        alone = stack.enter_context(serving(*bare, **common, KENSITE_PROXY_COUNT="1"))
        found = {"as README says": as_documented, "bare": alone}
        for name, address in list(found.items()):
            found[f"{name}, proxied"] = stack.enter_context(proxied(address, folder))
        yield {name: int(address.rpartition(":")[2]) for name, address in found.items()}


class Site:
    """One way to the site, and what normal readers get there."""

    def __init__(self, port: int, blocker) -> None:
        self.port, self.blocker = port, blocker
        with blocker.unblock():
            archives = NewsletterIndexPage.objects.order_by("path")
            self.key = str(archives[0].translation_key)
            connections.close_all()
        self.stored = self.documents()

    def documents(self) -> set[tuple]:
        """What is stored."""
        with self.blocker.unblock():
            rows = set(Document.objects.values_list("kind", "object_id", "path", "etag"))
            connections.close_all()
        return rows

    def publish(self) -> None:
        """Let something wait to be worked off by the next request."""
        with self.blocker.unblock():
            Mark.objects.create(target=f"page:{self.key}")
            connections.close_all()

    def path(self, pattern: str) -> str:
        """An address that nobody asked for yet, as far as it can be one."""
        return pattern.replace("{card}", self.key).format(next(numbers))

    def read(self, path: str) -> Answer:
        """What a normal reader gets."""
        return Attack().ask(self.port, path)

    def harm(self, name: str, attack: Attack, pattern: str, normal: Answer) -> Iterator[str]:
        """What this attack did to the readers after it, or to a cache on the way."""
        path = self.path(pattern)
        got = attack.ask(self.port, path)
        if self.read(path).words != normal.words:
            yield f"{name} changed {path} for others"
        if b"evil" in str(got.headers.get("location", "")).encode():
            yield f"{name} was sent away to {got.headers['location']}"
        if attack.refused and got.may_be_kept:
            yield f"{name} was answered {got.status} at {path}"
        if not (attack.refused or attack.other) and got.words != normal.words and got.may_be_kept:
            yield f"{name} had its own answer at {path}: {got.status} {got.body[:80]!r}"


@pytest.fixture
def site(request, ports, django_db_blocker) -> Iterator[Site]:
    found = Site(ports[request.param], django_db_blocker)
    yield found
    if found.documents() != found.stored:
        found.publish()
        found.read("/api/v1/issues/?locale=en")


def harms(site: Site, attacks: dict[str, Attack], patterns: list[str]) -> list[str]:
    """What the attacks did, at each of these addresses, with a publication waiting."""
    found: list[str] = []
    for pattern in patterns:
        normal = site.read(site.path(pattern))
        assert normal.status < 500, pattern
        for name, attack in attacks.items():
            site.publish()
            found += site.harm(name, attack, pattern, normal)
            if attack.refused:
                site.read("/api/v1/issues/?locale=en")  # work it off
            if site.documents() != site.stored:
                found.append(f"{name} at {pattern} changed what is stored")
                site.stored = site.documents()
    return found


@pytest.mark.parametrize("site", ["bare"], indirect=True)
@pytest.mark.parametrize("pattern", PAGES[:1])
def test_no_request_decides_what_the_next_reader_gets(site, pattern):
    assert harms(site, ATTACKS, [pattern]) == []
    again = site.read(site.path(pattern))
    path = pattern.split("?")[0]
    assert again.words[:2] == (200, LANGUAGES[path])
    assert f'rel="canonical" href="{SITE}{path}"'.encode() in again.body
    assert b"evil" not in again.body


@pytest.mark.parametrize(
    "site", ["as README says", "as README says, proxied", "bare, proxied"], indirect=True
)
def test_neither_gunicorn_nor_a_proxy_makes_a_difference(site):
    chosen = {n: a for n, a in ATTACKS.items() if n.startswith(("SCRIPT", "Host:", "absolute"))}
    assert harms(site, chosen, PAGES[:1]) == []


@pytest.mark.parametrize("site", ["bare"], indirect=True)
def test_what_is_not_kept_heeds_no_header_either(site):
    together = {n: v for a in HEADERS.values() for n, v in a.headers.items()}
    del together["SCRIPT_NAME"], together["X-Forwarded-Ssl"]  # a contradiction: refused
    chosen = {"all headers": Attack(together), "SCRIPT_NAME": Attack({"SCRIPT_NAME": "/ko"})}
    chosen["SCRIPT_NAME: /api"] = Attack({"SCRIPT_NAME": "/api"})
    assert harms(site, chosen, OUTPUTS) == []


@pytest.mark.parametrize("site", ["as README says"], indirect=True)
def test_headers_that_gunicorn_would_believe_are_not_even_read(site):
    """Bare, it refuses these: whoever gets them from a browser's extension could not read."""
    contradiction = {"X-Forwarded-Proto": "http", "X-Forwarded-Ssl": "on"}
    for headers in ({"SCRIPT_NAME": "/ko"}, {"SCRIPT_NAME": "/newsletters"}, contradiction):
        path = site.path(PAGES[1])
        assert Attack(headers).ask(site.port, path).words == site.read(path).words


def test_a_reader_comes_under_one_name(reader, settings):
    settings.ALLOWED_HOSTS = ["another.example", "testserver"]
    asked = reader.get("/robots.txt", headers={"Host": "another.example"}).wsgi_request
    assert asked.build_absolute_uri() == f"{SITE}/robots.txt"


@pytest.mark.faults
@pytest.mark.parametrize(
    "site",
    ["bare", "bare, proxied", "as README says", "as README says, proxied"],
    indirect=True,
)
@pytest.mark.parametrize("pattern", [*PAGES, *OUTPUTS])
def test_every_attack_on_every_output(site, pattern):
    assert harms(site, ATTACKS, [pattern]) == []


@pytest.mark.parametrize("site", ["as README says", "as README says, proxied"], indirect=True)
def test_the_next_request_on_a_connection_is_its_own(site):
    """A body that nobody asked for is not read as a further request."""
    smuggled = "GET /newsletters/ HTTP/1.1\r\nHost: testserver\r\n\r\n"
    fat = f"GET /robots.txt HTTP/1.1\r\nHost: testserver\r\nContent-Length: {len(smuggled)}\r\n\r\n"
    last = "GET /ko/ HTTP/1.1\r\nHost: testserver\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", site.port), timeout=60) as connection:
        connection.sendall((fat + smuggled + last).encode())
        said = b"".join(iter(lambda: connection.recv(65536), b""))
    assert said.count(b"HTTP/1.1 ") in (1, 2)
    assert b'href="http://testserver/newsletters/"' not in said.split(b"</head>")[0]
