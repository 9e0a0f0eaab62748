"""The map of the site, and who may read it."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction

from newsletters.models import IssuePage, NewsletterIndexPage

SITE = "http://testserver"
LINK = "{http://www.w3.org/1999/xhtml}link"
PAGES = [
    "/",
    *(f"/newsletters/{slug}" for slug in ("", "october-2020/", "january-2021/", "april-2021/")),
    *("/interviews/", "/news/", "/events/", "/about/"),
    *("/contact/", "/privacy/", "/accessibility/"),
    *(f"/organisations/{slug}" for slug in ("", "ecre/", "human-asia/", "ken/", "riverside/")),
]


def entries(client) -> dict[str, dict]:
    """What the map says of each address: its date, and the addresses by language."""
    found = {}
    for url in ElementTree.fromstring(client.get("/sitemap.xml").content):
        facts = {child.tag.rpartition("}")[2]: child.text for child in url}
        links = {link.get("hreflang"): link.get("href") for link in url.iter(LINK)}
        found[facts["loc"]] = {"lastmod": facts.get("lastmod"), "languages": links}
    return found


def test_every_page_is_listed_with_its_languages(reader):
    found = entries(reader)
    assert sorted(found) == sorted(f"{SITE}{pre}{path}" for path in PAGES for pre in ("", "/ko"))
    for path in PAGES:
        english, korean = f"{SITE}{path}", f"{SITE}/ko{path}"
        languages = {"en": english, "ko": korean, "x-default": english}
        assert found[english]["languages"] == found[korean]["languages"] == languages


def test_an_entry_says_when_it_was_published(reader, korean_issue):
    day = timezone.now() - timedelta(days=400)
    Page.objects.filter(pk=korean_issue.pk).update(last_published_at=day)
    found = entries(reader)[korean_issue.full_url]
    assert found["lastmod"] == timezone.localtime(day).date().isoformat()
    assert "Last-Modified" in reader.get("/sitemap.xml").headers


@pytest.mark.parametrize("state", ["draft", "private", "expired"])
def test_what_nobody_may_see_is_not_on_the_map(reader, issue, korean_issue, state):
    if state == "draft":
        korean_issue.unpublish()
    elif state == "private":
        kind = PageViewRestriction.LOGIN
        PageViewRestriction.objects.create(page=korean_issue, restriction_type=kind)
    else:
        past = timezone.now() - timedelta(minutes=1)
        Page.objects.filter(pk=korean_issue.pk).update(expire_at=past)
    found = entries(reader)
    assert korean_issue.full_url not in found
    assert found[issue.full_url]["languages"] == {}  # of one language only: nothing to choose


def test_a_mirror_is_not_on_the_map(reader, issue, korean_issue):
    korean_issue.delete()
    alias = issue.copy_for_translation(Locale.objects.get(language_code="ko"), alias=True)
    Page.objects.filter(pk=alias.pk).update(live=True)
    found = entries(reader)
    assert alias.full_url not in found
    assert found[issue.full_url]["languages"] == {}


def test_the_map_costs_the_same_for_any_number_of_pages(reader):
    def cost() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as captured:
            found = entries(reader)
        return len(found), len(captured)

    cost()
    few, queries = cost()
    for index in NewsletterIndexPage.objects.all():
        for number in range(60):
            words = {"title": "Issue", "slug": f"issue-{number}", "summary": "Summary"}
            page = IssuePage(edition_date="2026-03-01", locale=index.locale, **words)
            index.add_child(instance=page)
    assert cost() == (few + 120, queries)
    assert queries <= 24


def test_robots_are_shown_the_map_and_kept_from_the_admin(reader):
    response = reader.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    assert [line for line in lines if line.startswith("Disallow")] == ["Disallow: /admin/"]
    assert lines[0] == "User-agent: *"
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
