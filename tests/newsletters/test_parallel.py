"""Reading an issue in two languages at once, and what it tells machines about itself."""

import json
import re

import pytest
from django.core.cache import cache

from api.store.sequencer import flush
from newsletters.models import IssuePage
from newsletters.parallel import pairs

OCTOBER = "/newsletters/october-2020/"


def content(reader, path: str) -> str:
    response = reader.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_every_block_stands_beside_its_translation(reader, issue, korean_issue):
    page = content(reader, f"/ko{OCTOBER}?with=en")
    assert page.count('class="twin" lang="en"') == sum(
        block.block_type != "heading" for block in issue.body
    )
    for words in (issue.title, korean_issue.title, "Dear subscribers,", "구독자 여러분께"):
        assert words in page
    # Dates are said in the language of the passage
    assert "23 June 2020" in page
    assert "2020년 6월 23일" in page
    letter = page.index("구독자 여러분께")
    assert letter < page.index("Dear subscribers,") < page.index("다시 보기", letter)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_each_language_offers_the_other_beside_it(reader):
    assert 'href="?with=ko"' in content(reader, OCTOBER)
    beside = content(reader, f"{OCTOBER}?with=ko")
    assert f'<a href="{OCTOBER}">Read in English only</a>' in beside
    assert re.search(rf'rel="canonical" href="[^"]+{OCTOBER}"', beside)


@pytest.mark.parametrize("language", ["en", "fr", "", "x" * 3000, "ko/../"])
def test_what_is_not_there_cannot_be_shown_beside(reader, language):
    response = reader.get(OCTOBER, {"with": language})
    assert (response.status_code, response["Location"]) == (302, OCTOBER)


def test_a_translation_that_is_not_public_is_not_shown_beside(reader, korean_issue):
    IssuePage.objects.filter(pk=korean_issue.pk).update(live=False)
    cache.clear()
    assert reader.get(f"{OCTOBER}?with=ko").status_code == 302
    assert "?with=" not in content(reader, OCTOBER)


def test_a_change_of_the_other_language_is_seen_beside(reader, publish, issue):
    assert "A new English title" not in content(reader, f"/ko{OCTOBER}?with=en")
    publish(issue, title="A new English title")
    flush(deferred=True)
    assert "A new English title" in content(reader, f"/ko{OCTOBER}?with=en")


def test_what_is_not_translated_yet_stands_at_its_place(issue, korean_issue):
    newer = IssuePage.objects.get(pk=issue.pk)
    raw = [*newer.body.raw_data]
    raw.insert(3, {**raw[1], "id": "new"})
    newer.body = newer._meta.get_field("body").to_python(json.dumps(raw, default=str))
    found = pairs(korean_issue, newer)
    assert [pair.shown.id for pair in found] == [block.id for block in newer.body]
    assert (found[3].mine, found[3].theirs.id) == (None, "new")


def test_search_engines_learn_what_is_in_an_issue(reader, issue):
    page = content(reader, OCTOBER)
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    graph = {item["@type"]: item for item in json.loads(text)["@graph"]}
    assert graph["NewsArticle"]["headline"] == issue.title
    assert graph["NewsArticle"]["datePublished"] == "2020-10-08"
    assert graph["Event"]["startDate"] == "2020-06-23"
    assert graph["Event"]["url"].startswith(graph["NewsArticle"]["url"] + "#")
    assert graph["Article"]["about"]["name"] == "Prof. Changrok Soh"


def test_no_title_ends_the_machines_part(reader, publish, issue):
    publish(issue, title="</script><b>& more")
    flush(deferred=True)
    page = content(reader, OCTOBER)
    assert page.count("</script><b>") == 0
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert json.loads(text)["@graph"][0]["headline"] == "</script><b>& more"


def test_the_time_it_takes_to_read_depends_on_the_language(issue, korean_issue):
    assert 3 <= issue.reading_minutes <= 8
    assert 3 <= korean_issue.reading_minutes <= 8
    assert IssuePage(title="Empty").reading_minutes == 1


def test_each_story_has_a_link_of_its_own(reader, issue):
    page = content(reader, OCTOBER)
    story = next(block for block in issue.body if block.block_type == "interview")
    assert f'<a href="#{story.id}" data-share>' in page
