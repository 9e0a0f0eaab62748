"""How answers travel: conditional, compressed, limited, and the same for everybody."""

import gzip
import json
import socket
from threading import Thread

import brotli
import pytest
from django.core.cache import cache
from django.http import HttpRequest
from django.test import Client, RequestFactory

from api.http import limits
from tests.kensite.test_cache import redis  # noqa: F401 (a fixture)

PROBLEM = "application/problem+json"
FORM = {"/api/v1/": PROBLEM, "/api/v2/": "application/json"}
DECODE = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}


@pytest.fixture
def path(issue) -> str:
    return f"/api/v1/issues/{issue.translation_key}/?locale=en"


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("*", "br"),
        ("br;q=0, gzip", "gzip"),
        ("identity, br;q=0", ""),
        ("br;q=nonsense", ""),
    ],
)
def test_a_fresh_copy_is_not_sent_again_in_any_coding(reader, path, accepted, coding):
    headers = {"Accept-Encoding": accepted}
    answer = reader.get(path, headers=headers)
    assert answer.get("Content-Encoding", "") == coding
    assert DECODE[coding](answer.content) == reader.get(path).content
    etag = answer["ETag"]
    assert etag.startswith('"')  # a strong one
    again = reader.get(path, headers={**headers, "If-None-Match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    for name in ("Cache-Control", "Last-Modified", "Content-Language", "Surrogate-Key", "Vary"):
        assert again[name] == answer[name]
    assert reader.get(path, headers={**headers, "If-None-Match": '"other"'}).status_code == 200


def test_each_coding_has_its_own_etag(reader, path):
    tags = {reader.get(path, headers={"Accept-Encoding": coding})["ETag"] for coding in DECODE}
    assert len(tags) == 3


def test_a_copy_that_is_known_by_its_date(reader, path):
    since = reader.get(path)["Last-Modified"]
    assert reader.get(path, headers={"If-Modified-Since": since}).status_code == 304
    old = "Sat, 01 Jan 2000 00:00:00 GMT"
    assert reader.get(path, headers={"If-Modified-Since": old}).status_code == 200
    # the ETag is the better witness (RFC 9110, 13.2.2)
    both = {"If-Modified-Since": since, "If-None-Match": '"other"'}
    assert reader.get(path, headers=both).status_code == 200


def test_every_answer_may_be_kept_by_everybody(reader, editor, path, issue):
    anonymous, member = reader.get(path), editor.get(path)
    assert anonymous.content == member.content
    for answer in (anonymous, member):
        assert not answer.cookies
        assert answer["Vary"] == "Accept-Encoding"
        assert answer["Cache-Control"].startswith("public, max-age=60, stale-while-revalidate")
        assert answer["Content-Language"] == "en"
        assert f"issue-{issue.translation_key}" in answer["Surrogate-Key"].split()
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_head_is_get_without_the_body(reader, path):
    head, whole = reader.head(path), reader.get(path)
    assert head.content == b""
    assert head["Content-Length"] == str(len(whole.content))
    assert head["ETag"] == whole["ETag"]


@pytest.mark.parametrize("path", ["/api/v1/issues/", "/api/v2/pages/"])
def test_a_browser_may_ask_for_another_site(reader, path):
    answer = reader.options(path, headers={"Origin": "https://app.example"})
    assert answer.status_code == 204
    assert "Content-Type" not in answer
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "GET" in answer["Access-Control-Allow-Methods"]
    assert "If-None-Match" in answer["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("path", ["/api/v1/issues/", "/api/v2/pages/"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_nothing_can_be_written(reader, path, method):
    answer = getattr(reader, method)(path)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert answer["Content-Type"] == FORM[path[:8]]
    assert "for reading" in answer.content.decode()


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1/nothing/", "/api/v3/", "/api/v1/issues/x/", "/api/v2/pages/x/"]
)
def test_what_is_not_there_is_a_problem(reader, path):
    answer = reader.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (404, FORM.get(path[:8], PROBLEM))
    if answer["Content-Type"] == PROBLEM:
        assert answer.json()["type"] == "http://testserver/api/v1/docs/#not-found"
    assert not answer.cookies


def test_a_forgotten_slash(reader):
    answer = reader.get("/api/v1/issues?locale=ko")
    assert (answer.status_code, answer["Location"]) == (308, "/api/v1/issues/?locale=ko")


def test_a_mistake_of_ours_is_a_problem_with_a_number(path, monkeypatch, caplog):
    def broken(*_arguments: object) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr("api.v1.reading.document", broken)
    answer = Client(raise_request_exception=False).get(path)
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert b"secret" not in answer.content
    assert answer["Cache-Control"] == "no-store"
    assert answer.json()["request_id"] == answer["X-Request-ID"]
    assert answer["X-Request-ID"] in caplog.text


@pytest.fixture
def three(settings):
    """Three requests in a minute, through one proxy of ours."""
    settings.API_LIMIT, settings.PROXY_COUNT = 3, 1
    cache.clear()
    yield
    cache.clear()


def statuses(reader: Client, addresses: list[str]) -> list[int]:
    path = "/api/v1/health/"
    return [
        reader.get(path, headers={"X-Forwarded-For": address}).status_code for address in addresses
    ]


def test_too_many_requests_have_to_wait_whatever_the_client_says(three, reader):
    forged = [f"10.0.0.{n}, 203.0.113.5" for n in range(4)]
    assert statuses(reader, forged) == [200, 200, 200, 429]
    answer = reader.get("/api/v1/health/", headers={"X-Forwarded-For": forged[0]})
    assert answer.json()["type"].endswith("#rate-limited")
    assert 0 < int(answer["Retry-After"]) <= 61
    assert answer["Cache-Control"] == "no-store"
    assert statuses(reader, ["203.0.113.6"]) == [200]
    assert reader.get("/", headers={"X-Forwarded-For": forged[0]}).status_code == 200


def test_ten_times_unchanged_is_one_answer(three, reader, path):
    address = {"X-Forwarded-For": "203.0.113.9"}
    etag = reader.get(path, headers=address)["ETag"]
    known = {**address, "If-None-Match": etag}
    assert {reader.get(path, headers=known).status_code for _ in range(20)} == {304}
    assert reader.get(path, headers=known).status_code == 429
    said = reader.get("/api/v1/").json()["limit"]
    assert said == {"answers": 3, "seconds": 60, "counted_by": "process"}


@pytest.mark.usefixtures("redis")
def test_all_workers_count_together_in_redis(three, reader, settings):
    """Each thread has a connection to the cache of its own, as each worker has."""
    settings.REDIS_URL = settings.CACHES["default"]["LOCATION"]
    address, found = "203.0.113.7", []
    for _ in range(4):
        thread = Thread(target=lambda: found.append(limits.add(asking(address), limits.ANSWER)))
        thread.start()
        thread.join()
    assert found == [10, 20, 30, 40]
    assert limits.seconds_to_wait(asking(address)) > 0
    assert reader.get("/api/v1/").json()["limit"]["counted_by"] == "site"


def asking(address: str) -> HttpRequest:
    return RequestFactory().get("/api/v1/", headers={"X-Forwarded-For": address})


def test_one_network_of_ipv6_is_one_client(three, reader):
    addresses = [f"2001:db8:1:2::{n}" for n in range(1, 5)]
    assert statuses(reader, addresses) == [200, 200, 200, 429]
    assert statuses(reader, ["2001:db8:1:3::1"]) == [200]


def test_the_header_is_not_believed_without_a_proxy(three, reader, settings):
    settings.PROXY_COUNT = 0
    assert statuses(reader, [f"10.0.0.{n}" for n in range(4)]) == [200, 200, 200, 429]


def test_an_outage_of_the_cache_is_none_of_the_api(three, reader, monkeypatch):
    def away(*_arguments: object) -> None:
        raise ValueError("the cache is away")  # see kensite.cache

    monkeypatch.setattr(cache, "incr", away)
    assert statuses(reader, ["203.0.113.5"] * 5) == [200] * 5


@pytest.mark.parametrize(
    ("path", "media_type", "said"),
    [
        ("/api/v1/search/?q=난민&locale=ko", "application/problem+json", "detail"),
        ("/api/v1/인권/", "application/problem+json", "detail"),
        ("/api/v2/pages/?search=난민", "application/json", "message"),
        ("/search/?q=난민", "text/html", None),
    ],
)
def test_an_address_that_is_not_encoded_is_told_so(server, path, media_type, said):
    """gunicorn reads it, not Django: bytes as they stand in the address."""
    host, port = server.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as client:
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert f"Content-Type: {media_type}".encode() in head
    if said:
        assert "percent-encoded" in json.loads(body)[said]
        assert f"Content-Length: {len(body)}".encode() in head
