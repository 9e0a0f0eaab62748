"""/api/v1/ as an app developer meets it."""

import json
import uuid
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from api.content.documents import KINDS
from api.models import Counter, Dependency, Document, Entry, Mark
from api.store import doorbell, sequencer
from api.store.failures import failures
from api.store.reconcile import forget_tombstones
from api.v1 import cursors
from images.models import Picture
from newsletters.models import IssuePage, Organisation
from tests.api.conftest import Offline


def queries(reader: Client, path: str, **headers: str) -> tuple[int, int]:
    """The status of an answer and the number of queries it took."""
    with CaptureQueriesContext(connection) as sent:
        response = reader.get(f"/api/v1/{path}", headers=headers)
    return response.status_code, len(sent)


def copies(count: int) -> None:
    """That many more issues in the store, as if they had been published."""
    one = Document.objects.get(type="issue", locale="en", sort__startswith="2020")
    entries = list(Entry.objects.filter(document=one))
    last = Document.objects.order_by("-seq").first().seq
    fresh = [
        Document(
            kind="page", object_id=100_000 + i, type="issue", key=uuid.uuid4(), locale="en",
            seq=last + 1 + i, etag=f"copy{i}", changed_at=one.changed_at, path=f"/copy-{i}/",
            sort=f"{1800 + i % 200}-01-01#{i:012d}", payload=one.payload, rich=one.rich,
            summary=one.summary,
        )
        for i in range(count)
    ]  # fmt: skip
    Document.objects.bulk_create(fresh, batch_size=200)
    for document in fresh[:50]:
        for entry in entries:
            entry.pk, entry.document_id = None, document.pk
        Entry.objects.bulk_create(entries)
    Counter.objects.update(value=last + count)


def test_what_an_answer_costs_does_not_grow_with_the_archive(reader, issue):
    copies(200)
    one = f"issues/{issue.translation_key}/?locale=en"
    listing = "issues/?locale=en&limit=20&fields=full"
    for path in (one, listing, "entries/?locale=en&fields=full", "events/?locale=en&when=past"):
        assert queries(reader, path) == (200, 2), path
        etag = reader.get(f"/api/v1/{path}")["ETag"]
        assert queries(reader, path, **{"If-None-Match": etag}) == (304, 1), path
    assert queries(reader, "") == (200, 1)
    etag = reader.get("/api/v1/")["ETag"]
    assert queries(reader, "", **{"If-None-Match": etag}) == (304, 1)
    assert queries(reader, "sync/?locale=en") == (200, 2)
    assert queries(reader, "site/?locale=en") == (200, 2)
    assert queries(reader, "lookup/?path=/ko/newsletters/october-2020/") == (200, 2)
    assert len(reader.get(f"/api/v1/{listing}").json()["items"]) == 20


def test_rendering_many_issues_costs_fourteen_queries(issue, publish, report):
    links = f'<p><a linktype="document" id="{report.pk}">f</a></p>'
    publish(issue, body=[*issue.body.raw_data, block_of_text(links)])
    pks = [issue.pk, *(add(issue, number).pk for number in range(18))]
    pks.append(IssuePage.objects.get(slug="october-2020", locale__language_code="ko").pk)
    KINDS["page"].render(pks)  # cuts the pictures
    with CaptureQueriesContext(connection) as sent:
        rendered = KINDS["page"].render(pks)
    assert len(rendered) == 20
    assert len(sent) <= 14


def block_of_text(html: str) -> dict:
    return {"type": "text", "id": "file", "value": {"text": html}}


def add(issue: IssuePage, number: int) -> IssuePage:
    page = IssuePage(
        title=f"Issue {number}", slug=f"copy-{number}", edition_date="2019-01-01", summary="Short.",
        body=json.dumps([dict(block) for block in issue.body.raw_data]), locale=issue.locale,
    )  # fmt: skip
    return issue.get_parent().add_child(instance=page)


def test_an_issue_with_all_it_says(get, korean_issue):
    data = get(f"issues/{korean_issue.translation_key}/", locale="ko")
    assert data["title"] == korean_issue.title
    assert data["edition_date"] == "2020-10-08"
    assert data["url"] == "http://testserver/ko/newsletters/october-2020/"
    assert [link["locale"] for link in data["translations"]] == ["en"]
    assert data["translation"]["state"] == "complete"
    assert data["cover"]["sources"][0]["srcset"][0]["url"].startswith("http://testserver/media/")
    blocks = {block["type"]: block for block in reversed(data["body"])}
    assert blocks["event"]["value"]["precision"] in ("exact", "day", "month")
    assert blocks["cso_profile"]["value"]["organisation"]["name"] == "유럽난민망명협의회"
    for block in data["body"]:
        assert block["html"].startswith("<")
        assert block["text"]
        assert "<" not in block["text"]
        assert 'href="/' not in block["html"]
        assert 'src="/' not in block["html"]


def test_rich_text_in_the_form_asked_for(get, issue):
    forms = {}
    for form in ("html", "nodes", "html,nodes"):
        body = get(f"issues/{issue.translation_key}/", locale="en", rich_text=form)["body"]
        letter = next(block for block in body if block["type"] == "letter")
        forms[form] = letter["value"]["text"]
    assert forms["html"].keys() == {"html"}
    assert forms["nodes"].keys() == {"nodes"}
    assert forms["html,nodes"] == forms["html"] | forms["nodes"]
    assert forms["nodes"]["nodes"][0]["type"] == "paragraph"


def test_two_languages_of_an_issue_block_by_block(get, issue, korean_issue, publish):
    raw = [dict(block) for block in issue.body.raw_data]
    identity = "0b6f0e0c-9c3e-4a4d-8f5e-2b8f3a1c7d55"
    raw.insert(2, {"type": "text", "id": identity, "value": {"text": "<p>Only in English.</p>"}})
    publish(issue, body=raw)
    data = get(f"issues/{issue.translation_key}/", locales="en,ko")
    assert data["locales"] == ["en", "ko"]
    assert data["issues"]["ko"]["title"] == korean_issue.title
    assert [block["id"] for block in data["blocks"]] == [block["id"] for block in raw]
    new = data["blocks"][2]["by_locale"]
    assert new["en"]["text"] == "Only in English."
    assert new["ko"] is None
    letter = next(b["by_locale"] for b in data["blocks"] if b["type"] == "letter")
    assert letter["en"]["value"]["signature"]
    assert letter["ko"]["translation"]["state"] == "complete"


def test_a_list_is_read_to_its_end_by_cursors(get):
    found, cursor = [], None
    while True:
        query = {"locale": "ko", "limit": 1} | ({"cursor": cursor} if cursor else {})
        page = get("issues/", **query)
        found += [item["slug"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert found == ["april-2021", "january-2021", "october-2020"]
    assert "body" not in page["items"][0]
    assert get("issues/", locale="en", fields="full")["items"][0]["body"]
    assert [i["slug"] for i in get("issues/", locale="en", year=2020)["items"]] == ["october-2020"]


def test_organisations_by_name(get):
    names = [item["name"] for item in get("organisations/", locale="en")["items"]]
    assert names == sorted(names, key=str.casefold)
    one = get("organisations/", locale="en")["items"][0]
    found = get(f"organisations/{one['key']}/", locale="ko")
    assert found["key"] == one["key"]
    assert found["name"] != one["name"]


def test_a_missing_translation_is_told_or_replaced_if_asked_for(reader, get, korean_issue):
    korean_issue.unpublish()
    path = f"issues/{korean_issue.translation_key}/"
    refused = reader.get(f"/api/v1/{path}?locale=ko")
    assert refused.status_code == 404
    assert refused.json()["type"].endswith("#not-translated")
    assert refused.json()["available"] == ["en"]
    assert "Ask with fallback=en" in refused.json()["detail"]
    both = reader.get(f"/api/v1/{path}?locales=en,ko").json()
    assert "Ask with locale=en" in both["detail"]
    english = get(path, locale="ko", fallback="en")
    assert (english["locale"], english["locale_requested"]) == ("en", "ko")
    assert english["is_fallback"] is True
    listed = get("issues/", locale="ko", fallback="en")["items"]
    assert [(i["slug"], i["locale"], i["is_fallback"]) for i in listed] == [
        ("april-2021", "ko", False),
        ("january-2021", "ko", False),
        ("october-2020", "en", True),
    ]
    answer = reader.get(f"/api/v1/{path}?locale=ko&fallback=en")
    assert answer["Content-Language"] == "en"


def test_what_was_public_once_is_gone(reader, issue, korean_issue):
    korean_issue.unpublish()
    issue.unpublish()
    response = reader.get(f"/api/v1/issues/{issue.translation_key}/?locale=ko")
    assert response.status_code == 410
    assert response.json()["type"].endswith("#gone")
    assert reader.get(f"/api/v1/issues/{uuid.uuid4()}/?locale=ko").status_code == 404


BOTH = "issues/3a304ba5-0000-4000-8000-000000000000/?locales=en,ko&fallback=en"
SENTENCES = {
    "issues/?locale=en&limt=3": "is unknown. Did you mean limit?",
    "issues/?locale=en&locale=ko": "is given more than once",
    "issues/?locale=en&limit=0": "must be a whole number from 1 to 50",
    "issues/?locale=en&cursor=x": cursors.NOT_OURS,
    BOTH: "fallback goes with locale only, not with locales.",
    "search/?locale=ko&q=%B3%AD%B9%CE": "has to be percent-encoded as UTF-8",
    "lookup/?path=%00": "contains characters that are not allowed",
    "lookup/": "is required",
}


@pytest.mark.parametrize(
    ("path", "slug", "named"),
    [
        ("issues/?locale=en&limt=3", "unknown-parameter", "limt"),
        ("issues/", "invalid-parameter", "locale"),
        ("issues/?locale=fr", "invalid-parameter", "locale"),
        ("issues/?locale=en&locale=ko", "invalid-parameter", "locale"),
        ("issues/?locale=en&limit=0", "invalid-parameter", "limit"),
        ("issues/?locale=en&limit=%D9%A3", "invalid-parameter", "limit"),
        ("issues/?locale=en&fields=body", "invalid-parameter", "fields"),
        ("issues/?locale=en&cursor=x", "invalid-cursor", "cursor"),
        ("issues/?locale=en&cursor=WzFd", "invalid-cursor", "cursor"),
        ("entries/?locale=en&kind=event,nonsense", "invalid-parameter", "kind"),
        ("entries/?locale=en&organisation=7", "invalid-parameter", "organisation"),
        ("events/?locale=en&from=2026-13-01", "invalid-parameter", "from"),
        ("events/?locale=en&when=soon", "invalid-parameter", "when"),
        ("sync/", "invalid-parameter", "locale"),
        ("sync/?token=e30", "invalid-cursor", "token"),
        ("lookup/?path=%00", "invalid-parameter", "path"),
        ("lookup/?path=/%ff", "invalid-parameter", "path"),
        ("search/?locale=ko&q=%B3%AD%B9%CE", "invalid-parameter", "q"),
        (
            BOTH,
            "invalid-parameter",
            "fallback",
        ),
        ("lookup/", "invalid-parameter", "path"),
    ],
)
def test_a_request_that_is_wrong_is_told_where(reader, path, slug, named):
    response = reader.get(f"/api/v1/{path}")
    assert response.status_code == 400
    problem = response.json()
    assert problem["type"].endswith(f"/api/v1/docs/#{slug}")
    assert [error["parameter"] for error in problem["errors"]] == [named]
    assert named in problem["detail"]
    assert problem["errors"][0]["detail"] == SENTENCES.get(path, problem["errors"][0]["detail"])


def test_a_wrong_cursor_without_what_it_would_have_brought(reader):
    """A good cursor brings the locale along, so it is missing only for a new start."""
    problem = reader.get("/api/v1/issues/?cursor=x").json()
    assert problem["title"] == "Invalid cursor or token"
    assert [(each["parameter"], each["detail"]) for each in problem["errors"]] == [
        ("cursor", cursors.NOT_OURS),
        ("locale", "is required to start again, one of: en | ko"),
    ]


@pytest.mark.parametrize("path", ["issues/abc/", "organisations/ecre", "pages/7/"])
def test_what_is_no_key_is_told_so(reader, path):
    problem = reader.get(f"/api/v1/{path}?locale=en")
    assert problem.status_code == 404
    assert problem["Content-Type"] == "application/problem+json"
    said = problem.json()["detail"]
    assert said.startswith(f"{path.split('/')[1]} is no key: it must be a key such as 3a304ba5")


def test_a_fallback_that_is_the_language_itself_is_none(reader, issue):
    for path in ("issues/", f"issues/{issue.translation_key}/"):
        one, both = (reader.get(f"/api/v1/{path}?locale=ko{more}") for more in ("", "&fallback=ko"))
        assert (both.status_code, both.content) == (one.status_code, one.content)


def test_either_one_language_or_several(reader, issue):
    path = f"/api/v1/issues/{issue.translation_key}/"
    for query in ("", "?locale=en&locales=en,ko"):
        assert reader.get(path + query).status_code == 400
    assert reader.get(f"{path}?locales=en").status_code == 400
    assert reader.get(f"{path}?locales=ko,en").status_code == 200


def test_parts_of_issues_found_on_their_own(get, issue):
    ecre = Organisation.objects.get(short_name="ECRE", locale__language_code="en")
    found = get("entries/", locale="ko", organisation=ecre.translation_key)["items"]
    assert "cso_profile" in {item["kind"] for item in found}
    assert all(item["locale"] == "ko" for item in found)
    interviews = get("entries/", locale="en", kind="interview", fields="full")["items"]
    assert interviews[0]["block"]["value"]["person"]
    assert interviews[0]["url"].endswith(f"#{interviews[0]['id']}")
    of_issue = get("entries/", locale="en", issue=issue.translation_key, limit=50)["items"]
    in_order = sorted(of_issue, key=lambda item: item["position"])
    assert [item["id"] for item in in_order] == [block.id for block in issue.body]
    within = get("entries/", **{"locale": "en", "from": "2020-11-01", "to": "2020-12-31"})["items"]
    assert within
    assert all(item["last_day"] >= "2020-11-01" for item in within)


def test_events_keep_how_exactly_they_are_known(get):
    past = get("events/", locale="en", when="past", limit=50)["items"]
    assert {item["dates"]["precision"] for item in past} >= {"exact", "month"}
    month = next(item for item in past if item["dates"]["precision"] == "month")
    assert month["dates"]["starts_at"] is None
    assert month["dates"]["first_day"].endswith("-01")
    days = [item["first_day"] for item in past]
    assert days == sorted(days, reverse=True)
    assert get("events/", locale="en")["items"] == []
    every = get("events/", locale="en", when="all", limit=50)["items"]
    assert [item["first_day"] for item in every] == sorted(days)


def test_the_page_at_an_address(reader, get, issue, korean_issue):
    found = get("lookup/", path="/ko/newsletters/october-2020/")
    assert (found["type"], found["id"]) == ("issue", korean_issue.pk)
    assert found["canonical_url"] == found["url"]
    assert get("lookup/", path="newsletters/october-2020")["id"] == issue.pk
    for ours in ("http://testserver/ko/?x=1", "https://TestServer/ko/#a", "//testserver/ko/"):
        assert get("lookup/", path=ours)["type"] == "home"
    for other in ("https://example.org/", "//evil/ko/", "https://testserver@evil/", "mailto:a@b.c",
                  "https://testserver:1/", "https://[x/"):  # fmt: skip
        refused = reader.get("/api/v1/lookup/", {"path": other})
        assert refused.status_code == 404
        assert refused.json()["detail"] == f"{other} is not an address of http://testserver."
    Redirect.objects.create(old_path="/old", redirect_page=issue)
    assert get("lookup/", path="/old/")["canonical_url"] == found["url"].replace("/ko/", "/")
    assert reader.get("/api/v1/lookup/?path=/nope/").status_code == 404


def test_every_page_by_its_key(get, issue):
    archive = issue.get_parent()
    assert get(f"pages/{archive.translation_key}/", locale="ko")["type"] == "archive"
    assert get(f"pages/{issue.translation_key}/", locale="ko")["type"] == "issue"


def test_a_picture_is_public_if_a_public_page_shows_it(reader, get, issue):
    assert get(f"images/{issue.cover_id}/")["credit"] == "kensite, CC0"
    target = f"image:{issue.cover_id}"
    assert Dependency.objects.filter(target=target).exists()
    for page in IssuePage.objects.filter(slug="october-2020"):
        page.unpublish()
    assert reader.get(f"/api/v1/images/{issue.cover_id}/").status_code == 404
    assert reader.get("/api/v1/images/999999999999999999/").status_code == 404
    assert reader.get("/api/v1/images/9999999999999999999999/").status_code == 404


def test_the_frame_of_the_site(get):
    frame = get("site/", locale="ko")
    assert [link["title"] for link in frame["navigation"]] == [
        "뉴스레터", "인터뷰", "소식", "행사", "단체", "KEN 소개",
    ]  # fmt: skip
    assert [link["title"] for link in frame["foot"]] == ["연락처", "개인정보 보호", "접근성"]
    assert [each["locale"] for each in frame["disclaimers"]] == ["ko", "en"]
    assert frame["contact_email"]


def test_the_start_names_every_endpoint_and_moves_with_every_change(get, publish, issue):
    before = get("")
    assert before["links"]["listIssues"] == "http://testserver/api/v1/issues/"
    assert [each["code"] for each in before["locales"]] == ["en", "ko"]
    publish(issue, title="Changed")
    assert get("")["seq"]["en"] > before["seq"]["en"]


def test_an_offline_copy_is_brought_up_to_date(reader, publish, issue, korean_issue):
    client = Offline(reader)
    assert set(client.update()) == {"upsert"}
    assert len(client.copy) == 18
    assert client.update() == []
    publish(issue, title="Changed")
    assert client.update() == ["upsert"]  # the Korean issue names its English title
    korean_issue.unpublish()
    assert client.update() == ["delete"]
    truth = Document.objects.filter(locale="ko", gone=False)
    assert {(d.type, str(d.key)): json.loads(d.payload) for d in truth} == client.copy
    fresh = Offline(reader)
    assert "delete" not in fresh.update()
    assert fresh.copy == client.copy


def test_a_deletion_during_the_first_run_is_not_missed(reader, korean_issue):
    client = Offline(reader)
    first = reader.get("/api/v1/sync/", {"locale": "ko", "limit": 4}).json()
    assert first["has_more"]
    assert str(korean_issue.translation_key) in {item["key"] for item in first["items"]}
    korean_issue.unpublish()
    for item in first["items"]:
        client.copy[item["type"], item["key"]] = item["data"]
    client.query = {"token": first["next_token"]}
    assert "delete" in client.update()
    assert ("issue", str(korean_issue.translation_key)) not in client.copy


def test_nothing_new_is_304(reader):
    token = reader.get("/api/v1/sync/?locale=ko&limit=100").json()["next_token"]
    response = reader.get(f"/api/v1/sync/?token={token}")
    again = reader.get(f"/api/v1/sync/?token={token}", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("change", [{"v": "2020-01-01"}, {"s": 10**9}])
def test_a_token_of_another_time_has_expired(reader, change):
    token = reader.get("/api/v1/sync/?locale=ko").json()["next_token"]
    old = cursors.encode(cursors.decode(token) | change)
    response = reader.get(f"/api/v1/sync/?token={old}")
    assert response.status_code == 410
    assert response.json()["type"].endswith("#sync-token-expired")


def test_a_token_from_before_forgotten_tombstones_has_expired(reader, korean_issue, monkeypatch):
    token = reader.get("/api/v1/sync/?locale=ko&limit=100").json()["next_token"]
    korean_issue.unpublish()
    sequencer.flush()
    Document.objects.filter(gone=True).update(changed_at="2020-01-01T00:00:00Z")
    forget_tombstones()
    assert reader.get(f"/api/v1/sync/?token={token}").status_code == 410
    assert reader.get("/api/v1/sync/?locale=ko").status_code == 200


def test_what_cannot_be_rendered_stops_nothing_else(reader, get, publish, issue, monkeypatch):
    poisoned = IssuePage.objects.get(slug="january-2021", locale__language_code="en")
    before = get(f"issues/{poisoned.translation_key}/", locale="en")["title"]
    render = KINDS["page"].render

    def broken(pks):
        if poisoned.pk in set(pks):
            raise RuntimeError("poison")
        return render(pks)

    monkeypatch.setattr(KINDS["page"], "render", broken)
    publish(poisoned, title="Never shown")
    publish(issue, title="Shown")
    assert get(f"issues/{issue.translation_key}/", locale="en")["title"] == "Shown"
    assert get(f"issues/{poisoned.translation_key}/", locale="en")["title"] == before
    (mark,) = failures()
    assert "poison" in mark.error
    assert get("health/")["status"] == "failing"
    poisoned.unpublish()  # what must not be seen vanishes, poisoned or not
    assert reader.get(f"/api/v1/issues/{poisoned.translation_key}/?locale=en").status_code in (
        404,
        410,
    )
    monkeypatch.undo()
    Mark.objects.update(retry_at=None)
    assert get("health/")["waiting"] >= 0
    sequencer.flush()
    assert get("health/")["status"] == "ok"


def test_changes_that_wait_for_long_are_reported(reader, db, monkeypatch):
    rung = []
    monkeypatch.setattr(doorbell, "ring", lambda: rung.append(True))
    mark = Mark.objects.create(target="everything", urgent=False)
    Mark.objects.filter(pk=mark.pk).update(created_at="2020-01-01T00:00:00Z")
    response = reader.get("/api/v1/health/")
    assert response.status_code == 503
    assert response.json()["status"] == "behind"
    assert response["Cache-Control"] == "no-store"
    assert int(response["Retry-After"]) > 0
    assert rung, "or it would stay so until somebody publishes"


def test_health_heals_by_being_asked(reader, db):
    """A balancer that lets nobody else in must not keep it from that."""
    Mark.objects.create(target="everything")
    Mark.objects.update(created_at="2020-01-01T00:00:00Z")
    response = reader.get("/api/v1/health/")
    assert (response.status_code, response.json()["status"]) == (200, "ok")


@pytest.mark.parametrize("other", ["https://old.example.org", "http://testserver:8000"])
def test_another_address_in_the_database_is_reported_and_mended(other, get, settings):
    """A backup of another site was restored, or PUBLIC_URL was changed."""
    assert get("health/")["status"] == "ok"
    site = Site.objects.get(is_default_site=True)
    was = site.hostname, site.port
    site.hostname, site.port = urlsplit(other).hostname, urlsplit(other).port or 443
    site.save()
    said = get("health/")
    assert said["status"] == "failing"
    assert "manage.py reconcile" in said["failures"][0]["error"]
    call_command("reconcile", verbosity=0)
    assert get("health/")["status"] == "ok"
    site.refresh_from_db()
    assert (site.hostname, site.port) == was
    assert "old.example.org" not in json.dumps(get("issues/", locale="en", fields="full"))


def test_a_private_picture_stays_out_of_the_html_too(get, issue):
    from wagtail.models import Collection, CollectionViewRestriction

    private = Collection.get_first_root_node().add_child(name="Private")
    for picture in Picture.objects.all():
        picture.collection = private
        picture.save()
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    body = json.dumps(get(f"issues/{issue.translation_key}/", locale="en"))
    assert "/media/images/" not in body


def test_addresses_begin_with_the_public_url(get):
    text = json.dumps(get("issues/", locale="en", fields="full"))
    assert settings.PUBLIC_URL == "http://testserver"
    assert '"/media' not in text
    assert '\\"/newsletters' not in text
