"""/api/v2/pages/ as an app developer meets it."""

import pytest
from django.utils import timezone

from home.models import HomePage

LIST = "/api/v2/pages/?type=newsletters.IssuePage"


@pytest.mark.parametrize(("language", "title"), [("en", "KEN"), ("ko", "네트워크")])
def test_three_issues_in_each_language(reader, language, title):
    answer = reader.get(f"{LIST}&locale={language}").json()
    assert answer["meta"]["total_count"] == 3
    assert any(title in item["title"] for item in answer["items"])
    assert {item["meta"]["locale"] for item in answer["items"]} == {language}


def test_the_start_leads_to_every_list(reader):
    start = reader.get("/api/v2/")
    assert list(start.json()) == ["pages", "images", "documents"]
    for address in start.json().values():
        assert reader.get(address.removeprefix("http://testserver")).status_code == 200


def test_a_body_comes_with_pictures_and_links_resolved(reader, korean_issue):
    body = reader.get(f"/api/v2/pages/{korean_issue.pk}/").json()["body"]
    kinds = {"heading", "letter", "event", "cso_profile", "cso_list", "interview", "news", "text"}
    assert {block["type"] for block in body} == kinds
    profile = next(block["value"] for block in body if block["type"] == "cso_profile")
    assert profile["organisation"]["name"] == "유럽난민망명협의회"
    assert profile["organisation"]["locale"] == "ko"
    assert profile["image"]["alt"]
    assert profile["image"]["src"].startswith("http://testserver/media/images/")
    assert profile["video"]["player"].startswith("https://www.youtube-nocookie.com/embed/")


def test_links_between_pages_lead_to_the_pages_own_language(reader, issue, korean_issue):
    text = next(block for block in korean_issue.body if block.block_type == "text")
    text.value["text"].source = f'<p><a linktype="page" id="{issue.pk}">호</a></p>'
    korean_issue.save()
    for header in ("en", "ko"):
        answer = reader.get(
            f"/api/v2/pages/{korean_issue.pk}/", headers={"Accept-Language": header}
        )
        words = next(b["value"]["text"] for b in answer.json()["body"] if b["type"] == "text")
        assert 'href="http://testserver/ko/newsletters/october-2020/"' in words


def test_the_same_answer_for_everybody(reader, editor, issue):
    path = f"/api/v2/pages/{issue.pk}/"
    anonymous, member = reader.get(path), editor.get(path)
    assert anonymous.content == member.content
    assert "Cookie" not in anonymous["Vary"]
    assert not anonymous.cookies


@pytest.mark.parametrize(
    "query",
    [
        "first_published_at=2026",
        "search=a&search_operator=xx",
        "offset=99999999999999999999999",
        "search=%00",
        "nonsense=1",
        "limit=1000",
        "fields=nonsense",
    ],
)
def test_a_malformed_request_is_told_what_is_wrong(reader, query):
    response = reader.get(f"/api/v2/pages/?{query}")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/json"
    assert response.json()["message"]


def test_an_unknown_page_or_language_is_404(reader):
    assert reader.get("/api/v2/pages/999999/").status_code == 404
    assert reader.get("/api/v2/pages/?locale=xx").status_code == 404


BAD = [
    "",
    "-1",
    "0",
    "1.5",
    "9" * 30,
    "٣",
    "\x00",
    "'",
    '"',
    "a:b",
    "((",
    '"a"b"c"',
    '""',
    "a AND NOT OR NEAR(x",
    "*,-*",
    "😀",
    "x" * 3000,
]
NAMES = [
    "limit", "offset", "order", "fields", "child_of", "descendant_of", "ancestor_of", "locale",
    "translation_of", "type", "search", "search_operator", "title", "slug", "id",
    "first_published_at", "show_in_menus", "site", "edition_date",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_no_value_is_too_odd(reader, name):
    for value in BAD:
        query = {"type": "newsletters.IssuePage", name: value}
        response = reader.get("/api/v2/pages/", query)
        assert response.status_code in (200, 400, 404), (name, value)
        assert response["Content-Type"] == "application/json"
    assert reader.get(f"/api/v2/pages/?{name}=%ED%A0%80%FF").status_code in (200, 400, 404)


@pytest.mark.parametrize("fields", ["_,title", "*,-body", "parent(id,title)", "(", "a(b", "-", ","])
def test_fields_may_be_nested_well_or_badly(reader, issue, fields):
    path = f"/api/v2/pages/{issue.pk}/"
    assert reader.get(path, {"fields": fields}).status_code in (200, 400)
    assert reader.get("/api/v2/pages/", {"fields": fields}).status_code in (200, 400)


def found(reader, **asked) -> list[str]:
    """The titles that a search gives."""
    response = reader.get("/api/v2/pages/", asked)
    assert response.status_code == 200, (asked, response.content)
    return [item["title"] for item in response.json()["items"]]


def test_a_search_finds_pages_and_can_be_narrowed(reader, issue, korean_issue):
    assert found(reader, search="난민을")[0] == korean_issue.title
    assert issue.title in found(reader, search="refugee")
    assert found(reader, search="refugee", locale="ko") == []
    only = {"type": "newsletters.IssuePage", "locale": "en"}
    assert found(reader, search="refugee", **only)
    assert set(found(reader, search="refugee webtoon", **only)) == {issue.title}
    assert len(found(reader, search="refugee webtoon", search_operator="or", **only)) > 1
    archive = issue.get_parent()
    assert issue.title in found(reader, search="webtoon", child_of=archive.pk)
    assert issue.title in found(reader, search="webtoon", descendant_of=archive.pk)
    assert found(reader, search="webtoon", translation_of=issue.pk) == []
    assert found(reader, search="webtoon", order="-title")
    assert found(reader, search="webtoon", limit=1) == found(reader, search="webtoon")[:1]


@pytest.mark.parametrize("query", ['"webtoon"', 'webtoon"', "(webtoon", "webtoon*", "webtoon ☃"])
def test_odd_signs_in_a_search_change_nothing(reader, query):
    assert found(reader, search=query) == found(reader, search="webtoon") != []


def test_a_search_finds_only_what_is_public(reader, issue, committed):
    issue.save_revision()
    with committed():
        issue.expire_at = timezone.now()
        issue.save()
    assert issue.title not in found(reader, search="webtoon")


def test_a_number_that_no_page_can_have(reader):
    assert reader.get(f"/api/v2/pages/{'9' * 30}/").status_code in (400, 404)


@pytest.mark.parametrize("coding", ["", "gzip", "br"])
def test_a_fresh_copy_is_not_sent_again(reader, issue, coding):
    path, headers = f"/api/v2/pages/{issue.pk}/", {"Accept-Encoding": coding}
    first = reader.get(path, headers=headers)
    assert first["Cache-Control"].startswith("public, max-age=60")
    again = reader.get(path, headers={**headers, "If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_rich_text_of_pages_links_absolutely(reader, issue):
    home = HomePage.objects.get(locale__language_code="en")
    home.introduction = f'<p><a linktype="page" id="{issue.pk}">October</a></p>'
    home.save_revision().publish()
    words = reader.get(f"/api/v2/pages/{home.pk}/").json()["introduction"]
    assert 'href="http://testserver/newsletters/october-2020/"' in words


def test_a_page_is_found_by_its_address(reader, korean_issue, issue):
    for page, path in [
        (issue, "/newsletters/october-2020/"),
        (issue, "newsletters/october-2020"),
        (korean_issue, "/ko/newsletters/october-2020/"),
        (korean_issue, "http://testserver/ko/newsletters/october-2020/?x=1"),
        (korean_issue.get_parent().get_parent(), "/ko/"),
        (issue.get_parent().get_parent(), "/"),
    ]:
        response = reader.get("/api/v2/pages/find/", {"html_path": path})
        assert response.status_code == 200, path
        assert response.json() == reader.get(f"/api/v2/pages/{page.pk}/").json()
    assert reader.get("/api/v2/pages/find/", {"id": issue.pk}).json()["id"] == issue.pk
    for path in ("/fr/", "/nowhere/", "/ko/nowhere/", "\x00", "/%00/"):
        response = reader.get("/api/v2/pages/find/", {"html_path": path})
        assert response.status_code in (400, 404), path
    korean_issue.unpublish()
    path = "/ko/newsletters/october-2020/"
    assert reader.get("/api/v2/pages/find/", {"html_path": path}).status_code == 404


def test_a_list_costs_the_same_for_any_length(reader, django_assert_max_num_queries):
    with django_assert_max_num_queries(6) as short:
        assert len(reader.get("/api/v2/pages/?limit=2").json()["items"]) == 2
    with django_assert_max_num_queries(len(short)):
        assert len(reader.get("/api/v2/pages/?limit=50").json()["items"]) == 26


def test_finding_a_page_by_nonsense_is_told_so(reader):
    assert reader.get("/api/v2/pages/find/?id=x").status_code == 400
