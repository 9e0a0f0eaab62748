"""Organisations say where their pages are, and whoever comes to such an address finds them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from home.models import HomePage, OrganisationsPage
from newsletters.models import Organisation

ECRE = {"en": "/organisations/ecre/", "ko": "/ko/organisations/ecre/"}

REFUGEES = {"en": "/organisations/refugees/", "ko": "/ko/organisations/refugees/"}


@pytest.fixture
def ecre(db) -> Organisation:
    return Organisation.objects.get(short_name="ECRE", locale__language_code="en")


@pytest.fixture
def directory(db) -> OrganisationsPage:
    return OrganisationsPage.objects.get(locale__language_code="en")


@pytest.fixture
def paths(get, ecre) -> Callable[[], dict[str, str | None]]:
    """Where the organisation's page is in each language: as it, the list and a copy say alike."""

    def said(language: str) -> str | None:
        one = get(f"organisations/{ecre.translation_key}/", locale=language)
        listed = get("organisations/", locale=language, limit=50)["items"]
        synced = [item["data"] for item in get("sync/", locale=language, limit=100)["items"]]
        for other in (*listed, *synced):
            assert other["key"] != one["key"] or other["url"] == one["url"]
        for link in one["translations"]:
            other = get(f"organisations/{ecre.translation_key}/", locale=link["locale"])
            assert link.get("url") == other["url"]
        if one["url"]:
            at_it = get("lookup/", path=one["url"])
            assert (at_it["id"], at_it["canonical_url"]) == (one["id"], one["url"])
        return one["url"] and one["url"].removeprefix("http://testserver")

    return lambda: {language: said(language) for language in ("en", "ko")}


def test_an_organisation_says_where_its_page_is(paths, reader):
    assert paths() == ECRE
    assert {reader.get(path).status_code for path in ECRE.values()} == {200}


def unpublished(directory: OrganisationsPage, **_more: Any) -> None:
    OrganisationsPage.objects.get(locale__language_code="ko").unpublish()


def private(directory: OrganisationsPage, **_more: Any) -> None:
    PageViewRestriction.objects.create(page=directory, restriction_type="login")


def below_another(directory: OrganisationsPage, **_more: Any) -> None:
    home = HomePage.objects.get(locale__language_code="en")
    section = home.add_child(instance=Page(title="All", slug="all", locale=home.locale))
    directory.move(section, pos="last-child")


def renamed(directory: OrganisationsPage, publish, **_more: Any) -> None:
    publish(directory, slug="members")


def with_a_parent_renamed(directory: OrganisationsPage, **more: Any) -> None:
    below_another(directory)
    section = Page.objects.get(slug="all")
    section.slug = "every"
    section.save()


def over(directory: OrganisationsPage, publish, monkeypatch, **_more: Any) -> None:
    moment = timezone.now() + timedelta(hours=1)
    OrganisationsPage.objects.filter(locale__language_code="ko").update(expire_at=moment)
    korean = OrganisationsPage.objects.get(locale__language_code="ko")
    korean.save()
    more = _more["get"]("organisations/", locale="ko")
    assert more["items"][0]["url"]
    monkeypatch.setattr(timezone, "now", lambda: moment + timedelta(hours=1))


def deleted(directory: OrganisationsPage, **_more: Any) -> None:
    directory.delete()


def given_another_address(ecre: Organisation, publish, **_more: Any) -> None:
    publish(ecre, slug="refugees")


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (renamed, {"en": "/members/ecre/", "ko": "/ko/members/ecre/"}),
        (below_another, {**ECRE, "en": "/all/organisations/ecre/"}),
        (with_a_parent_renamed, {**ECRE, "en": "/every/organisations/ecre/"}),
        (given_another_address, REFUGEES),
        (private, {"en": None, "ko": None}),  # in every language
        (unpublished, {**ECRE, "ko": None}),
        (over, {**ECRE, "ko": None}),
        (deleted, None),
    ],
)  # fmt: skip
def test_it_moves_with_the_directory(
    event, expected, paths, changes, ecre, directory, publish, monkeypatch, get, reader
):
    event(directory=directory, ecre=ecre, publish=publish, monkeypatch=monkeypatch, get=get)
    changes()  # renders everything again, and finds that nothing was missed
    found = paths()
    if expected:
        assert found == expected
    for language, path in found.items():
        if path != ECRE[language]:
            known = reader.get("/api/v1/lookup/", {"path": ECRE[language]})
            assert (known.status_code == 200) == bool(path)
            if path:
                assert known.json()["canonical_url"] == f"http://testserver{path}"
                assert reader.get(ECRE[language])["Location"] == path


def test_a_directory_that_comes_again(paths, changes, directory):
    """Made anew, with a key that no organisation knows."""
    home = directory.get_parent()
    for page in OrganisationsPage.objects.all():
        page.delete()
    changes()
    assert paths() == {"en": None, "ko": None}
    home.add_child(
        instance=OrganisationsPage(title="CSOs", slug="organisations", locale=home.locale)
    )
    changes()
    assert paths() == {**ECRE, "ko": None}


def test_a_directory_shows_what_is_not_published_in_its_language(reader, get, ecre, publish):
    korean = Organisation.objects.get(
        translation_key=ecre.translation_key, locale__language_code="ko"
    )
    korean.unpublish()
    found = get("lookup/", path=ECRE["ko"])
    assert (found["id"], found["locale"], found["locale_requested"]) == (ecre.pk, "en", "ko")
    assert found["is_fallback"] is True
    assert found["canonical_url"].endswith(ECRE["ko"])
    publish(ecre, slug="refugees")
    assert get("lookup/", path=ECRE["ko"])["canonical_url"].endswith("/ko/organisations/refugees/")
    ecre.refresh_from_db()
    ecre.unpublish()
    assert reader.get("/api/v1/lookup/", {"path": "/ko/organisations/refugees/"}).status_code == 404
    assert get("lookup/", path=ECRE["en"])["type"] == "organisations"  # where a redirect leads
