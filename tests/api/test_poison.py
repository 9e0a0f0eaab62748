"""Nothing that one document holds stops another document, a page or the worker.

An error at each stage of bringing a document up to date, and each content that is known to cause
one, all of them in one batch, each in another document. The others of the batch are published,
readers get the last good words, `health/` and `reconcile` name the documents, and once they are
mended they heal by themselves.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from api.content.documents import KINDS, Rendered
from api.models import Dependency, Document, Entry, EntryOrganisation, Mark
from api.store import batch, freshness, sequencer, touches
from api.store.failures import failures
from api.store.marks import mark
from newsletters.models import IssuePage
from search import passages

READ = (
    "/", "/ko/", "/newsletters/", "/newsletters/october-2020/", "/newsletters/january-2021/",
    "/events/", "/calendar.ics", "/search/?q=network", "/robots.txt",
    "/api/v1/", "/api/v1/issues/?locale=en", "/api/v1/entries/?locale=en",
    "/api/v1/sync/?locale=en", "/api/v1/health/", "/api/v1/search/?q=network&locale=en",
)  # fmt: skip
GOOD, BAD = "Good words that are published", "Words of a document that cannot be kept"
# In which page each of several faults is put, so that all of them are in one batch
PAGES = (
    ("january-2021", "en"), ("april-2021", "en"), ("october-2020", "ko"), ("january-2021", "ko"),
    ("april-2021", "ko"), ("about", "en"), ("contact", "en"),
)  # fmt: skip


def page_at(slug: str, language: str) -> Page:
    return Page.objects.get(slug=slug, locale__language_code=language, alias_of=None).specific


@pytest.fixture
def poisoned(db) -> IssuePage:
    return page_at("january-2021", "en")


@pytest.fixture(autouse=True)
def nobody_rests(monkeypatch) -> None:
    monkeypatch.setitem(freshness.resting, "until", 0.0)


def breaking(monkeypatch, owner: object, name: str, concerns: Callable[[object], bool]) -> None:
    """Have a function fail whenever it is to do with the poisoned document."""
    original = getattr(owner, name)

    def broken(*args, **kwargs):
        given = [list(a) if not isinstance(a, dict | Document | str) else a for a in args[:1]]
        if any(concerns(each) for each in given):
            raise RuntimeError("poison")
        return original(*given, *args[1:], **kwargs)

    monkeypatch.setattr(owner, name, broken)


def break_stage(monkeypatch, stage: str, page: Page) -> None:
    """An error at this stage whenever the document with these words is to be written."""
    own = Document.objects.get(kind="page", object_id=page.pk).pk
    where = {
        "render": (KINDS["page"], "render", lambda pks: page.pk in pks),
        "fill": (batch, "fill", lambda document: is_document(document, page)),
        "entries": (Entry.objects, "bulk_create", lambda rows: own in ids(rows)),
        "organisations": (
            EntryOrganisation.objects,
            "bulk_create",
            lambda rows: own in {row.entry.document_id for row in rows},
        ),
        "dependencies": (batch, "write_dependencies", lambda results: own in results),
        "touches": (touches, "of_document", lambda document: is_document(document, page)),
        "passages": (passages, "write", lambda documents: own in documents),
    }
    breaking(monkeypatch, *where[stage])


def is_document(document: Document, page: Page) -> bool:
    return (document.kind, document.object_id) == ("page", page.pk)


def ids(rows: list) -> set[int]:
    return {row.document_id for row in rows}


# Entries are of issues, and name organisations in that of October
STAGES = {
    "entries": ("january-2021", "en"),
    "render": ("april-2021", "en"),
    "organisations": ("october-2020", "ko"),
    "fill": ("january-2021", "ko"),
    "passages": ("april-2021", "ko"),
    "dependencies": ("about", "en"),
    "touches": ("contact", "en"),
}


def break_every_stage(monkeypatch) -> list[Page]:
    """Each in a page of its own."""
    pages = [page_at(*where) for where in STAGES.values()]
    for stage, page in zip(STAGES, pages, strict=True):
        break_stage(monkeypatch, stage, page)
    return pages


def new_titles(pages: list[Page], issue: IssuePage) -> None:
    """These pages change at once: bad titles, and a good one for the issue."""
    Page.objects.filter(pk__in=[page.pk for page in pages]).update(title=BAD)
    Page.objects.filter(pk=issue.pk).update(title=GOOD)
    mark({f"page:{page.translation_key}" for page in [*pages, issue]})


def title_of(reader: Client, page: Page) -> str:
    query = {"locale": page.locale.language_code}
    answer = reader.get(f"/api/v1/pages/{page.translation_key}/", query)
    assert answer.status_code == 200
    return answer.json()["title"]


def everybody_is_answered(reader: Client) -> None:
    for path in READ:
        assert reader.get(path).status_code == 200, path


def are_failing(reader: Client, pages: list[Page]) -> None:
    """`health/` and `reconcile` name these documents and no others."""
    said = reader.get("/api/v1/health/").json()
    assert said["status"] == "failing"
    expected = {(str(page.translation_key), page.locale.language_code) for page in pages}
    assert {(each["key"], each["locale"]) for each in said["failures"]} == expected
    with pytest.raises(CommandError) as refused:
        call_command("reconcile", verbosity=0)
    assert all(key in str(refused.value) for key, _language in expected)
    assert all(failure.attempts > 1 for failure in failures())


def heal(reader: Client, pages: list[Page]) -> None:
    """After their pause, when somebody reads."""
    Mark.objects.update(retry_at=timezone.now() - timedelta(seconds=1))
    assert {title_of(reader, page) for page in pages} == {BAD}
    assert reader.get("/api/v1/health/").json()["status"] == "ok"
    assert failures() == []


def test_an_error_at_any_stage_stays_with_its_document(reader, issue, monkeypatch):
    pages = break_every_stage(monkeypatch)
    before = [title_of(reader, page) for page in pages]
    new_titles(pages, issue)
    everybody_is_answered(reader)
    assert title_of(reader, issue) == GOOD
    assert [title_of(reader, page) for page in pages] == before
    are_failing(reader, pages)
    monkeypatch.undo()
    heal(reader, pages)


def test_a_new_publication_heals_at_once(reader, publish, poisoned, monkeypatch):
    break_stage(monkeypatch, "entries", poisoned)
    publish(poisoned, title=BAD)
    title_of(reader, poisoned)
    assert len(failures()) == 1
    monkeypatch.undo()
    publish(poisoned, title=GOOD)
    assert title_of(reader, poisoned) == GOOD
    assert failures() == []


def test_what_was_withdrawn_vanishes_whatever_fails(reader, poisoned, monkeypatch):
    pages = break_every_stage(monkeypatch)
    read = reader.get("/newsletters/october-2020/").content.decode()
    assert poisoned.title in read
    tokens = {
        language: reader.get(f"/api/v1/sync/?locale={language}&limit=100").json()["next_token"]
        for language in ("en", "ko")
    }
    for page in pages:
        page.unpublish()
    gone = set()
    for token in tokens.values():
        items = reader.get("/api/v1/sync/", {"token": token, "limit": 100}).json()["items"]
        gone |= {(item["key"], item["locale"]) for item in items if item["op"] == "delete"}
    for page in pages:
        key, language = str(page.translation_key), page.locale.language_code
        path = f"/api/v1/pages/{key}/?locale={language}"
        assert reader.get(path).status_code in (404, 410), page
        assert (key, language) in gone
        if language == "en":  # the Korean address shows the English page, and says so
            assert reader.get(page.get_url()).status_code == 404
    withdrawn = {page.pk for page in pages}
    assert not Entry.objects.filter(document__object_id__in=withdrawn, document__kind="page")
    assert poisoned.title not in reader.get("/newsletters/october-2020/").content.decode()
    assert failures() == []


def twice(result: Rendered) -> None:
    result.entries.append(replace(result.entries[0]))


def with_entry(**changes: object) -> Callable[[Rendered], None]:
    def change(result: Rendered) -> None:
        result.entries[0] = replace(result.entries[0], **changes)

    return change


def with_title(title: str) -> Callable[[Rendered], None]:
    def change(result: Rendered) -> None:
        result.data["title"] = title

    return change


# What is wrong, and whether each database refuses it; the first five of each need entries
CONTENTS = (
    {
        "a block id twice": (twice, {"sqlite", "postgresql"}),
        "a long block id": (with_entry(block_id="x" * 37), {"postgresql"}),
        "a lone surrogate in an entry": (with_entry(text="\ud800"), {"sqlite", "postgresql"}),
        "a NUL character": (with_entry(text="\0"), {"postgresql"}),
        "a lone surrogate": (with_title("\ud800"), {"sqlite", "postgresql"}),
        "a long dependency": (lambda result: result.dependencies.add("x" * 256), {"postgresql"}),
    },
    {
        "a long title": (with_entry(title="x" * 256), {"postgresql"}),
        "a high position": (with_entry(position=32768), {"postgresql"}),
        "a negative position": (with_entry(position=-1), {"sqlite", "postgresql"}),
        "a long language": (lambda result: setattr(result, "locale", "x" * 21), {"postgresql"}),
        "no key": (lambda result: setattr(result, "key", None), {"sqlite", "postgresql"}),
    },
)


@pytest.mark.parametrize("contents", CONTENTS, ids=", ".join)
def test_a_content_that_no_database_takes_stays_with_its_document(
    reader, issue, monkeypatch, contents
):
    pages = [page_at(*where) for where in PAGES[: len(contents)]]
    spoilers = {page.pk: spoil for page, (spoil, _by) in zip(pages, contents.values(), strict=True)}
    refused = [
        page
        for page, (_spoil, by) in zip(pages, contents.values(), strict=True)
        if connection.vendor in by
    ]
    render = KINDS["page"].render

    def spoiled(pks):
        found = render(pks)
        for pk in spoilers.keys() & found:
            spoilers[pk](found[pk])
        return found

    before = [title_of(reader, page) for page in refused]
    monkeypatch.setattr(KINDS["page"], "render", spoiled)
    new_titles(pages, issue)
    everybody_is_answered(reader)
    assert title_of(reader, issue) == GOOD
    assert [title_of(reader, page) for page in refused] == before
    are_failing(reader, refused)
    monkeypatch.undo()
    heal(reader, refused)


def test_block_ids_that_were_written_past_every_check(reader, publish, issue):
    changed = []
    for block_id, where in zip(["", "x" * 37, '"><script>', "TWIN"], PAGES, strict=False):
        page = page_at(*where)
        body = [dict(block) for block in page.body.raw_data]
        body[0]["id"] = body[1]["id"] if block_id == "TWIN" else block_id
        IssuePage.objects.filter(pk=page.pk).update(body=json.dumps(body))
        changed.append(page)
    mark({f"page:{page.translation_key}" for page in changed})
    publish(issue, title=GOOD)
    everybody_is_answered(reader)
    assert title_of(reader, issue) == GOOD
    assert [title_of(reader, page) for page in changed] == [page.title for page in changed]


def test_a_mark_without_sense_stops_no_other(reader, publish, issue):
    publish(issue, title=GOOD)
    senseless = (
        "page:not-a-key", "one:page:nothing", "one:nothing:1", f"one:page:{10**20}", "tree:", ":",
    )  # fmt: skip
    Mark.objects.bulk_create(Mark(target=target) for target in senseless)
    assert title_of(reader, issue) == GOOD
    everybody_is_answered(reader)
    assert {failure.target for failure in failures()} <= set(senseless)
    assert failures()
    assert reader.get("/api/v1/health/").json()["status"] == "failing"
    with pytest.raises(CommandError, match="These cannot be brought up to date"):
        call_command("reconcile", verbosity=0)
    call_command("reconcile", verbosity=0)
    assert reader.get("/api/v1/health/").json()["status"] == "ok"


def test_a_due_document_that_fails_is_not_asked_for_again_and_again(reader, poisoned, monkeypatch):
    document = Document.objects.filter(kind="page", object_id=poisoned.pk)
    document.update(due_at=timezone.now() - timedelta(seconds=1))
    break_stage(monkeypatch, "render", poisoned)
    everybody_is_answered(reader)
    assert not document.filter(due_at__lte=timezone.now()).exists()
    assert len(failures()) == 1


def test_what_fails_altogether_is_no_failure_of_an_answer(reader, publish, issue, monkeypatch):
    before = {path: reader.get(path).content for path in READ}
    monkeypatch.setattr(sequencer.Step, "run", lambda step: 1 / 0)
    publish(issue, title=GOOD)
    everybody_is_answered(reader)
    assert reader.get("/api/v1/issues/?locale=en").content == before["/api/v1/issues/?locale=en"]
    assert Mark.objects.exists()
    monkeypatch.undo()
    monkeypatch.setitem(freshness.resting, "until", 0.0)
    assert title_of(reader, issue) == GOOD


def test_an_error_with_odd_letters_can_be_kept(reader, publish, poisoned, monkeypatch):
    monkeypatch.setattr("api.store.sequencer.log.disabled", True)  # xdist cannot send such letters

    def broken(pks):
        raise ValueError("a\0b\ud800c")

    monkeypatch.setattr(KINDS["page"], "render", broken)
    publish(poisoned, title=BAD)
    everybody_is_answered(reader)
    assert "a\\0b\\ud800c" in failures()[0].error
    assert Dependency.objects.filter(document__object_id=poisoned.pk).exists()
