"""A backup is put back: nobody is told “unchanged” of words that are not there any more.

A rolled back savepoint is what a restored file is, on both databases: every row as it was.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from api.models import Counter, Document, Span, Touch
from api.store import history
from api.store.reconcile import forget_tombstones
from api.store.sequencer import flush
from home import delivery
from newsletters.models import IssuePage
from tests.api.conftest import Offline
from tests.kensite.test_cache import redis  # noqa: F401 (a fixture)

PAGE = "/newsletters/october-2020/"
LOST, FOUND = "The title that is lost", "The title after the restored backup"


@contextmanager
def lost() -> Iterator[None]:
    """What is done in here is lost: the backup is older."""
    backup = transaction.savepoint()
    yield
    transaction.savepoint_rollback(backup)


@pytest.fixture
def other(db) -> IssuePage:
    return IssuePage.objects.get(slug="january-2021", locale__language_code="en")


@pytest.fixture
def token(reader: Client) -> str:
    """That of a phone which has everything."""
    return token_after(reader, locale="en")


def token_after(reader: Client, **query: str) -> str:
    return reader.get("/api/v1/sync/", {**query, "limit": 100}).json()["next_token"]


def synchronised(reader: Client, token: str) -> tuple[int, int]:
    """The status of the answer, and how many items it has."""
    answer = reader.get("/api/v1/sync/", {"token": token})
    return answer.status_code, len(answer.json().get("items", ()))


def test_a_token_of_lost_changes_has_expired(reader, publish, issue, other, token):
    with lost():
        publish(issue, title=LOST)
        newer = token_after(reader, token=token)
    assert synchronised(reader, newer) == (410, 0)
    assert synchronised(reader, token) == (200, 0)
    publish(other, title=FOUND)
    assert synchronised(reader, newer) == (410, 0)
    status, count = synchronised(reader, token)
    assert (status, count > 0) == (200, True)


def test_a_first_run_that_began_with_lost_changes_has_expired(reader, publish, issue, other):
    with lost():
        publish(issue, title=LOST)
        begun = reader.get("/api/v1/sync/?locale=en&limit=2").json()["next_token"]
    publish(other, title=FOUND)
    assert synchronised(reader, begun) == (410, 0)


def test_a_run_that_jumped_over_lost_changes_has_expired(reader, publish, issue):
    """October moves to the end while somebody reads, and back to where they have been by then."""
    query, seen = {"locale": "en"}, set()
    while issue.pk not in seen:
        before, query = query, {"token": page_of(reader, query)["next_token"]}
        seen = {item["id"] for item in page_of(reader, before)["items"]}
    with lost():
        publish(issue, title=LOST)
        jumped = page_of(reader, before)
        assert issue.pk not in {item["id"] for item in jumped["items"]}
        assert jumped["has_more"]
    assert synchronised(reader, jumped["next_token"]) == (410, 0)
    assert synchronised(reader, query["token"])[0] == 200


def page_of(reader: Client, query: dict) -> dict:
    return reader.get("/api/v1/sync/", {**query, "limit": 2}).json()


@pytest.mark.parametrize("edited", [False, True])
@pytest.mark.parametrize(
    "path", ["", "issues/?locale=en", "entries/?locale=en", "events/?locale=en&when=past"]
)
def test_no_list_is_unchanged(reader, publish, issue, other, path, edited):
    body = reader.get(f"/api/v1/{path}").content
    with lost():
        publish(issue, title=LOST)
        flush(deferred=True)
        newer = reader.get(f"/api/v1/{path}")
        assert newer.content != body
    if edited:
        publish(other, title=FOUND)
    again = reader.get(f"/api/v1/{path}", headers={"If-None-Match": newer["ETag"]})
    assert again.status_code == 200
    assert again.content != newer.content


@pytest.mark.parametrize("header", ["ETag", "Last-Modified"])
def test_no_document_is_unchanged(reader, publish, issue, header):
    path = f"/api/v1/issues/{issue.translation_key}/?locale=en"
    with lost():
        publish(issue, title=LOST)
        newer = reader.get(path)
    condition = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}[header]
    again = reader.get(path, headers={condition: newer[header]})
    assert again.status_code == 200
    assert again.json()["title"] == issue.title


def page_outlives(reader: Client, publish: Callable, issue: IssuePage, other: IssuePage) -> None:
    """The page as it is, though a later one is kept; also for whoever has that."""
    reader.get(PAGE)
    with lost():
        publish(issue, title=LOST)
        newer = reader.get(PAGE)
        assert LOST.encode() in newer.content
        assert reader.get(PAGE).content == newer.content
    for _ in range(2):
        again = reader.get(PAGE, headers={"If-None-Match": newer["ETag"]})
        assert again.status_code == 200
        assert LOST.encode() not in again.content
        with lost():
            publish(issue, title=LOST + " once more")
            reader.get(PAGE)
        publish(other, title=FOUND)
        assert FOUND.encode() in reader.get(PAGE).content  # October's neighbour


def test_a_page_that_is_kept_is_not_shown(reader, publish, issue, other):
    page_outlives(reader, publish, issue, other)


@pytest.mark.usefixtures("redis")
def test_a_page_that_is_kept_in_redis_is_not_shown(reader, publish, issue, other):
    page_outlives(reader, publish, issue, other)
    assert cache._cache.get_client(None).keys("*:page-*")


def test_a_page_with_words_newer_than_its_number_is_not_kept(reader, publish, issue, monkeypatch):
    """Who reads while somebody publishes: with the backup, the number would be right again."""
    keep = delivery.keep

    def meanwhile(response, seq):
        kept = keep(response, seq)
        publish(issue, title=LOST)
        return kept

    with lost():
        monkeypatch.setattr(delivery, "keep", meanwhile)
        reader.get(PAGE)
    monkeypatch.undo()
    reader.get("/about/")
    pages = [name for name in cache._cache if ":page-" in name]
    assert len(pages) == 1, "only the page that nobody interfered with"


def test_numbers_have_gaps_of_their_own_and_stay_exact_in_javascript(reader, publish, issue):
    before = Counter.objects.get().value
    for number in range(3):
        publish(issue, title=f"Title {number}")
        flush(deferred=True)
    spans = list(Span.objects.filter(last__gt=before).order_by("last").values_list("first", "last"))
    assert len(spans) >= 3
    gaps = [first - last for (_f, last), (first, _l) in pairwise(spans)]
    assert len(set(gaps)) == len(gaps), "gaps that are no accident"
    assert Counter.objects.get().value < 2**53 / 1_000_000_000
    rows = Document.objects.values_list("seq", flat=True)
    assert all(Counter.objects.filter(history.is_ours(number)).exists() for number in rows)
    assert not Counter.objects.filter(history.is_ours(spans[-1][0] - 1)).exists()


def test_nothing_changed_and_no_number_is_skipped(reader, db):
    flush(deferred=True)
    before = Counter.objects.get().value, Span.objects.count()
    Document.objects.filter(type="home").update(due_at="2020-01-01T00:00:00Z")
    reader.get("/")
    assert (Counter.objects.get().value, Span.objects.count()) == before


def test_tokens_of_before_there_were_spans_are_good(reader, publish, other, token):
    Span.objects.all().delete()
    publish(other, title=FOUND)
    status, count = synchronised(reader, token)
    assert (status, count > 0) == (200, True)


def test_a_first_run_after_numbers_were_forgotten_comes_to_its_end(reader, publish, issue, other):
    other.unpublish()
    flush(deferred=True)
    Document.objects.filter(gone=True).update(changed_at="2020-01-01T00:00:00Z")
    forget_tombstones()
    assert Span.objects.count() == 1
    phone = Offline(reader, "en")
    phone.update(limit=2)
    assert len(phone.copy) == Document.objects.filter(locale="en", gone=False).count()


def test_unchanged_asks_for_pages_of_this_database_only(db):
    seq = Counter.objects.get().value
    assert history.unchanged(["nothing"], seq)
    assert not history.unchanged(["nothing"], seq + 1)
    Touch.objects.create(key="something", seq=seq)
    assert history.unchanged(["something"], seq)
    assert not history.unchanged(["something"], Span.objects.order_by("first").first().first)
