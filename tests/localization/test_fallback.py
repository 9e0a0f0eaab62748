"""At the address of a page that is not translated a reader is told so, and offered the other."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, PageViewRestriction, Site

from home.models import HomePage
from newsletters.models import IssuePage, NewsletterIndexPage

KOREAN, ENGLISH = "/ko/newsletters/spring/", "/newsletters/spring/"


def spring(language: str, **facts: object) -> IssuePage:
    """An issue that exists in one language only."""
    index = NewsletterIndexPage.objects.get(locale__language_code=language)
    words = {"title": f"SPRING {language}", "slug": "spring", "summary": "SUMMARY"}
    page = IssuePage(edition_date="2026-03-01", locale=index.locale, **words | facts)
    return index.add_child(instance=page)


def restrict(page: Page, kind: str = PageViewRestriction.PASSWORD) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")


def switch(html: str) -> str:
    """Where the language switcher leads."""
    (address,) = re.findall(r'<a class="lang" href="([^"]*)"', html)
    return address


def offer(html: str) -> tuple[str, str] | None:
    """The address and the language of the page that is offered."""
    found = re.search(r'<a class="btn" href="([^"]*)" hreflang="(\w+)"', html)
    return found and found.groups()


@pytest.mark.parametrize(
    ("here", "there", "asked", "real"),
    [("ko", "en", KOREAN, ENGLISH), ("en", "ko", ENGLISH, KOREAN)],
)
def test_an_untranslated_page_is_named_and_offered(reader, db, here, there, asked, real):
    spring(there)
    response = reader.get(asked)
    html = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{here}">' in html
    assert f'lang="{there}">SPRING {there}<' in html
    assert "SUMMARY" not in html
    assert offer(html) == (real, there)
    assert switch(html) == real
    main = html[html.index("<main") :]
    assert f'href="{"/ko/" if here == "ko" else "/"}"' in main
    assert reader.get(real).status_code == 200


def test_search_engines_are_sent_to_the_page_that_is_offered(reader, db):
    spring("en")
    html = reader.get(KOREAN).content.decode()
    head = html[: html.index("<body")]
    assert '<meta name="robots" content="noindex">' in head
    assert f'<link rel="canonical" href="http://testserver{ENGLISH}">' in head
    assert head.count("canonical") == 1
    assert "hreflang" not in head
    assert "og:" not in head
    assert "noindex" not in reader.get(ENGLISH).content.decode()


def test_a_translation_in_the_making_is_not_there_yet(reader, korean_issue):
    Page.objects.filter(pk=korean_issue.pk).update(title="HALF-DONE")
    korean_issue.unpublish()
    response = reader.get("/ko/newsletters/october-2020/")
    assert response.status_code == 200
    assert offer(response.content.decode()) == ("/newsletters/october-2020/", "en")
    assert "HALF-DONE" not in response.content.decode()


def test_an_expired_translation_is_no_longer_there(reader, korean_issue):
    """Also while the scheduled job that unpublishes it has not come round."""
    past = timezone.now() - timedelta(minutes=1)
    IssuePage.objects.filter(pk=korean_issue.pk).update(expire_at=past)
    html = reader.get("/ko/newsletters/october-2020/").content.decode()
    assert offer(html) == ("/newsletters/october-2020/", "en")


def test_a_whole_section_may_be_untranslated(reader, korean_issue):
    korean_issue.get_parent().delete()
    for path in ("/newsletters/", "/newsletters/october-2020/"):
        html = reader.get(f"/ko{path}").content.decode()
        assert offer(html) == (path, "en")


@pytest.mark.parametrize("state", ["draft", "private", "below", "login", "expired", "future"])
def test_what_nobody_may_see_is_not_offered(reader, db, state):
    tomorrow, past = timezone.now() + timedelta(days=1), timezone.now() - timedelta(minutes=1)
    page = spring("en", **{"live": False} if state in ("draft", "future") else {})
    if state == "private":
        restrict(page)
    elif state == "below":
        restrict(page.get_parent())
    elif state == "login":
        restrict(page, PageViewRestriction.LOGIN)
    elif state == "expired":
        Page.objects.filter(pk=page.pk).update(expire_at=past)
    elif state == "future":
        page.go_live_at = tomorrow
        page.save_revision().publish()
    response = reader.get(KOREAN)
    assert response.status_code == 404
    assert "SPRING" not in response.content.decode()


def test_a_mirror_of_another_language_counts_as_untranslated(reader, db):
    """wagtail-localize makes such aliases of the pages above the one that is translated."""
    page = spring("en")
    alias = page.copy_for_translation(Locale.objects.get(language_code="ko"), alias=True)
    Page.objects.filter(pk=alias.pk).update(live=True)
    html = reader.get(KOREAN).content.decode()
    assert offer(html) == (ENGLISH, "en")
    assert "SUMMARY" not in html
    restrict(page)
    assert reader.get(KOREAN).status_code == 404


def test_a_mirror_within_a_language_is_an_ordinary_page(reader, issue):
    issue.create_alias(update_slug="again")
    assert '<article class="issue">' in reader.get("/newsletters/again/").content.decode()


def test_a_site_without_korean_says_so_everywhere(reader, db):
    HomePage.objects.get(locale__language_code="ko").delete()
    for path in ("/", "/newsletters/", "/newsletters/october-2020/"):
        html = reader.get(f"/ko{path}").content.decode()
        assert '<html lang="ko">' in html
        assert offer(html) == (path, "en")
    assert reader.get("/ko/nope/").status_code == 404


def test_a_home_in_the_making_does_not_hide_what_is_published_below(reader, korean_issue):
    HomePage.objects.get(locale__language_code="ko").unpublish()
    assert offer(reader.get("/ko/").content.decode()) == ("/", "en")
    html = reader.get("/ko/newsletters/october-2020/").content.decode()
    assert korean_issue.title in html
    assert offer(html) is None


def test_a_renamed_page_is_found_by_its_redirect(reader, issue, korean_issue):
    """Its translation still has the old slug: that does not make the page untranslated."""
    issue.slug = "october"
    issue.save()
    new = "/newsletters/october/"
    Redirect.add_redirect("/newsletters/october-2020/", new)
    assert reader.get("/newsletters/october-2020/")["Location"] == new
    assert switch(reader.get(new).content.decode()) == "/ko/newsletters/october-2020/"


def test_what_is_nowhere_is_not_found(reader, db):
    for path in ("/nope/", "/ko/nope/", "/ko/newsletters/nope/", "/ko/newsletters/spring/nope/"):
        response = reader.get(path)
        assert response.status_code == 404
        assert switch(response.content.decode()) == ("/" if path.startswith("/ko") else "/ko/")


def test_a_private_translation_asks_for_its_password(reader, korean_issue):
    restrict(korean_issue)
    html = reader.get("/ko/newsletters/october-2020/").content.decode()
    assert 'type="password"' in html
    assert offer(html) is None


def test_the_switcher_leads_to_the_same_address(reader, db):
    spring("en")
    html = reader.get(ENGLISH).content.decode()
    assert switch(html) == KOREAN
    assert 'rel="alternate" hreflang' not in html
    assert reader.get(KOREAN).status_code == 200


def test_the_switcher_never_leads_nowhere(editor, db):
    """Nobody may see the page, so there is nothing to offer at its address in Korean."""
    page = spring("en")
    restrict(page, PageViewRestriction.LOGIN)
    assert switch(editor.get(ENGLISH).content.decode()) == "/ko/"


def test_machines_are_not_told_of_a_page_that_is_not_there(reader, db):
    """The API finds pages by the same routes, and would take the home page for the answer."""
    spring("ko")
    assert offer(reader.get(ENGLISH).content.decode()) == (KOREAN, "ko")
    assert reader.get(f"/api/v2/pages/find/?html_path={ENGLISH}").status_code == 404


@pytest.mark.parametrize("path", ["/ko/", "/newsletters/", "/ko/newsletters/october-2020/"])
def test_a_page_that_is_there_costs_nothing_more(reader, db, monkeypatch, path):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert reader.get(path).status_code == 200
        return len(captured)

    Site.get_site_root_paths()  # kept in the cache for an hour
    queries()
    cost = queries()
    monkeypatch.setattr(HomePage, "route", Page.route)
    assert queries() == cost
