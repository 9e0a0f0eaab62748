"""What readers and apps find: why, where, how much of it, and never what is not public."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction
from wagtail.search.models import IndexEntry

from newsletters.models import IssuePage, Organisation
from search.models import Passage, Synonyms
from search.spelling import did_you_mean


@pytest.fixture
def search(reader):
    """`search("난민", "ko", kind="news")`: the JSON of a good answer."""

    def ask(q: str, locale: str = "en", **more: object) -> dict:
        response = reader.get("/api/v1/search/", {"q": q, "locale": locale, **more})
        assert response.status_code == 200, response.content.decode()
        return response.json()

    return ask


def test_a_block_is_found_with_its_place_in_the_issue(search, korean_issue):
    (hit, *_more) = search("난민을", "ko", kind="cso_profile")["items"]
    block = next(block for block in korean_issue.body if block.block_type == "cso_profile")
    assert hit["url"] == f"{korean_issue.full_url}#{hit['block_id']}"
    assert hit["document"] == {"type": "issue", "key": str(korean_issue.translation_key)}
    assert hit["issue"] == {"title": korean_issue.title, "url": korean_issue.full_url}
    assert hit["match"] == "exact"
    assert "난민" in [hit["title"][a:b] for a, b in hit["title_ranges"]]
    assert {hit["excerpt"][a:b] for a, b in hit["excerpt_ranges"]} == {"난민"}
    assert block.id in {item["block_id"] for item in search("난민", "ko", limit=50)["items"]}


def test_an_issue_is_found_by_words_that_stand_in_different_blocks(search, issue):
    """No single block has both: neither would be found without the whole."""
    assert search("Yerong")["total"]
    assert search("Jalali")["total"]
    (hit,) = search("Yerong Jalali")["items"]
    assert (hit["kind"], hit["block_id"], hit["issue"]) == ("issue", None, None)
    assert hit["url"] == issue.full_url
    # and not a second time beside its blocks
    assert "issue" not in {hit["kind"] for hit in search("webtoon")["items"]}
    assert "issue" in {hit["kind"] for hit in search("updates network")["items"]}


def test_an_organisation_leads_to_its_page(search):
    hit = search("ECRE", kind="organisation")["items"][0]
    assert hit["url"].endswith("/organisations/ecre/")
    assert search("ECRE", "ko", kind="organisation")["items"][0]["url"].endswith(
        "/ko/organisations/ecre/"
    )


def test_facets_count_what_each_choice_would_give(search):
    found = search("network", "all", limit=50)
    assert found["total"] == sum(facet["count"] for facet in found["facets"]["kind"])
    for facet in found["facets"]["kind"]:
        narrowed = search("network", "all", kind=facet["value"])
        assert narrowed["total"] == facet["count"]
        assert {hit["kind"] for hit in narrowed["items"]} == {facet["value"]}
        assert narrowed["facets"]["kind"] == found["facets"]["kind"]  # to choose another
    for facet in found["facets"]["year"]:
        narrowed = search("network", "all", year=facet["value"], limit=50)
        assert narrowed["total"] == facet["count"]
        assert {hit["date"][:4] for hit in narrowed["items"]} == {str(facet["value"])}


def test_a_hit_shows_its_picture(search, publish, issue):
    (block,) = search("refugees", kind="cso_profile")["items"]
    assert block["image"]["sources"][0]["srcset"]
    assert search("subscribers", kind="letter")["items"][0]["image"] is None
    (hit,) = search("Yerong Jalali")["items"]
    assert hit["image"]["alt"] == issue.cover_alt
    publish(issue, cover=None)
    (hit,) = search("Yerong Jalali")["items"]
    assert hit["image"] is None


def test_a_cursor_gives_everything_once(search):
    whole = search("network", "all", limit=50)["items"]
    found, cursor = [], {}
    while cursor is not None:
        page = search("network", "all", limit=3, **cursor)
        found += page["items"]
        cursor = page["next_cursor"] and {"cursor": page["next_cursor"]}
    assert found == whole
    assert len(whole) > 6


def test_another_language_is_offered_when_this_one_has_nothing(search):
    found = search("webtoon", "ko")
    assert found["match"] == "language"
    assert {hit["locale"] for hit in found["items"]} == {"en"}
    assert search("웹툰", "ko")["match"] == "exact"


def test_an_organisation_is_found_by_its_names(search, committed):
    """From the directory: a name in one language finds the entry in the other."""
    found = search("European Council on Refugees and Exiles", "ko")
    assert found["match"] == "name"
    assert "유럽난민망명협의회" in {hit["title"] for hit in found["items"]}
    with committed():
        for organisation in Organisation.objects.filter(slug="ecre"):
            organisation.unpublish()
    assert search("European Council on Refugees and Exiles", "ko")["match"] != "name"


def test_a_synonym_finds_after_the_word_itself(search):
    assert {hit["match"] for hit in search("NHRCK", "ko", limit=50)["items"]} == {"exact"}
    Synonyms.objects.create(words="NHRCK\n난민")
    order = [hit["match"] for hit in search("NHRCK", "ko", limit=50)["items"]]
    assert set(order) == {"exact", "name"}
    assert order == sorted(order)  # exact first
    Synonyms.objects.create(words="zwieback\n난민")
    assert search("zwieback", "ko")["match"] == "name"


def test_a_misspelt_word_is_corrected(search):
    found = search("refuges")
    assert (found["did_you_mean"], found["match"]) == ("refugees", "close")
    corrected = search("refugees")
    assert corrected["match"] == "exact"
    assert [hit["url"] for hit in found["items"]] == [hit["url"] for hit in corrected["items"]]
    assert found["items"][0]["title_ranges"] == corrected["items"][0]["title_ranges"] != []
    found = search("국가인권위웬회", "ko")
    assert found["match"] == "close"
    assert found["did_you_mean"]
    assert "국가인권위원회" in found["items"][0]["title"] + found["items"][0]["excerpt"]
    assert did_you_mean("anti-refuges", "en", 0) == "anti-refugees"  # and not the opposite
    assert search("qqqqqqqq zzzzzzzz")["did_you_mean"] is None


def test_it_is_found_once_it_is_published_and_no_longer(search, publish, issue, committed):
    assert search("zwieback")["total"] == 0
    publish(issue, summary="A zwieback for everybody.")
    assert [hit["kind"] for hit in search("zwieback")["items"]] == ["issue"]
    issue = IssuePage.objects.get(pk=issue.pk)
    issue.summary = "Rye bread."
    issue.save_revision()  # a draft
    assert search("zwieback")["total"] == 1
    assert search("rye")["total"] == 0
    with committed():
        PageViewRestriction.objects.create(page=issue, restriction_type="login")
    assert search("zwieback")["total"] == 0
    with committed():
        PageViewRestriction.objects.all().delete()
    assert search("zwieback")["total"] == 1
    with committed():
        Page.objects.get(pk=issue.pk).unpublish()
    assert search("zwieback")["total"] == 0
    with committed():
        issue.delete()
    of_issue = Passage.objects.filter(document__kind="page", document__object_id=issue.pk)
    assert not of_issue.exists()
    indexed = IndexEntry.objects.filter(content_type__model="passage")
    assert indexed.count() == Passage.objects.count()


def test_a_title_comes_before_a_text_and_the_newer_of_two_that_are_equal(search, issue):
    one = IssuePage.objects.get(slug="april-2021", locale__language_code="en")
    for page, summary in ((issue, "Zwieback."), (one, "Zwieback.")):
        IssuePage.objects.filter(pk=page.pk).update(summary=summary, body="[]")
        IssuePage.objects.get(pk=page.pk).save()
    assert [hit["date"][:4] for hit in search("zwieback")["items"]] == ["2021", "2020"]
    issue = IssuePage.objects.get(pk=issue.pk)
    issue.title = "Zwieback"
    issue.save()
    assert [hit["date"][:4] for hit in search("zwieback")["items"]] == ["2020", "2021"]


def test_suggestions_go_on_as_somebody_types(reader):
    def titles(q: str, locale: str) -> list[str]:
        found = reader.get("/api/v1/suggest/", {"q": q, "locale": locale}).json()["items"]
        for item in found:
            assert item["title_ranges"], item
        return [item["title"] for item in found]

    # the last ones as a keyboard has them while it puts a syllable together
    for typed in ("국", "국가인", "인권위", "국가인권위원회", "국가인ㄱ", "국가인궈", "인권위우"):
        assert any("국가인권위원회" in title for title in titles(typed, "ko")), typed
    for typed in ("refu", "refugee", "migration and refug"):
        assert any("refugees" in title.lower() for title in titles(typed, "en")), typed
    assert titles("zzz", "en") == []
    assert len(titles("a", "en")) <= 8


def test_of_titles_that_are_alike_the_best_is_suggested(reader, issue, publish):
    publish(issue, title="Quokka forum")
    other = IssuePage.objects.get(slug="april-2021", locale__language_code="en")
    publish(other, title="Quokka forum")
    asked = {"q": "quokka", "locale": "en"}
    (one,) = reader.get("/api/v1/suggest/", asked).json()["items"]
    assert one["document"]["key"] == str(other.translation_key)  # the newer one


def test_a_search_costs_few_queries_however_much_it_finds(reader, search):
    costs = []
    for limit in (10, 50):
        search("network", "all", limit=limit)  # names and words are known from now on
        with CaptureQueriesContext(connection) as queries:
            search("network", "all", limit=limit)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 8
    with CaptureQueriesContext(connection) as queries:
        reader.get("/api/v1/suggest/", {"q": "ref", "locale": "en"})
    assert len(queries) <= 5


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("locale=en", "q"),
        ("q=a", "locale"),
        ("q=&locale=en", "q"),
        ("q=a&locale=fr", "locale"),
        ("q=a&locale=en&kind=heading", "kind"),
        ("q=a&locale=en&year=20", "year"),
        ("q=a&locale=en&cursor=WyJhIl0", "cursor"),
        ("q=a&locale=en&cursor=WyI5OTk5OTk5OSJd", "cursor"),
        ("q=a&locale=en&cursor=WyIwMDAwMDAwMDAwMDk5OSJd", "cursor"),
        (f"q={'a' * 256}&locale=en", "q"),
        ("q=a&locale=en&lang=all", "lang"),
    ],
)
def test_what_cannot_be_understood_is_named(reader, query, parameter):
    response = reader.get(f"/api/v1/search/?{query}")
    assert response.status_code == 400
    assert parameter in [error["parameter"] for error in response.json()["errors"]]


def test_a_client_that_has_the_answer_is_told_so(reader):
    first = reader.get("/api/v1/search/?q=network&locale=en")
    again = reader.get(
        "/api/v1/search/?q=network&locale=en", headers={"If-None-Match": first["ETag"]}
    )
    assert again.status_code == 304


def test_a_failure_to_index_keeps_the_last_good_words_and_never_what_was_withdrawn(
    search, publish, issue, monkeypatch
):
    before = search("webtoon")["total"]
    assert before
    monkeypatch.setattr("search.passages.write", lambda documents: 1 / 0)
    publish(issue, summary="Something else.")
    assert search("webtoon")["total"] == before
    for page in IssuePage.objects.filter(translation_key=issue.translation_key):
        page.unpublish()
    assert search("webtoon")["total"] == 0
    monkeypatch.undo()
    assert search("webtoon")["total"] == 0
