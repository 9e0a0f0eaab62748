"""Addresses: two never collide, none is taken by the site itself, and changed ones redirect."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from home.models import HomePage, StandingPage
from newsletters.models import NewsletterIndexPage, Organisation
from publishing.addresses import reserved_addresses
from tests.localization.conftest import add_issue, text  # noqa: F401 - add_issue is a fixture


@pytest.fixture
def home(db) -> HomePage:
    return HomePage.objects.get(locale__language_code="en")


def form(slug: str, **more: object) -> dict:
    return nested_form_data(
        {"title": "T", "slug": slug, "body": "null", "comments": {}, **more}
        | {f"comments-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    )


def test_what_the_site_itself_uses_is_known():
    assert {"search", "admin", "api", "ko", "en", "media", "static", "documents", "card"} <= (
        reserved_addresses()
    )
    assert not {"about", "news", "events", "newsletters"} & reserved_addresses()


@pytest.mark.parametrize("slug", ["search", "admin", "api", "ko", "media"])
def test_a_reserved_address_is_refused_in_every_way(editor, home, slug):
    about = StandingPage.objects.get(slug="about", locale=home.locale)
    add = reverse("wagtailadmin_pages:add", args=["home", "standingpage", home.pk])
    edit = reverse("wagtailadmin_pages:edit", args=[about.pk])
    copy = reverse("wagtailadmin_pages:copy", args=[about.pk])
    copied = {"new_title": "T", "new_slug": slug, "new_parent_page": home.pk}
    for address, data in ((add, form(slug)), (edit, form(slug)), (copy, copied)):
        said = editor.post(address, data).content.decode()
        assert "is an address that the site itself uses" in said, address
    with pytest.raises(ValidationError, match="the site itself uses"):
        home.add_child(instance=StandingPage(title="T", slug=slug, locale=home.locale))
    assert not Page.objects.child_of(home).filter(slug=slug).exists()


def test_a_long_address_is_refused_before_its_redirect_fails(home, publish, add_issue):  # noqa: F811
    issue = add_issue(text("a", "<p>Hello.</p>"))
    with pytest.raises(ValidationError, match="This address is too long"):
        publish(issue, slug="a" * 250)
    longest = "a" * (249 - len(issue.get_parent().url_path))
    publish(issue, slug=longest)
    publish(issue, slug="short")
    assert Redirect.objects.filter(old_path__contains=longest).exists()


def test_nobody_is_led_in_a_circle_or_to_what_is_not_public(reader, publish, add_issue):  # noqa: F811
    issue = publish(add_issue(text("a", "<p>Hello.</p>"), slug="first"), slug="second")
    assert reader.get("/newsletters/first/")["Location"] == "/newsletters/second/"
    issue = publish(issue, slug="first")
    assert reader.get("/newsletters/second/")["Location"] == "/newsletters/first/"
    issue.unpublish()
    for path in ("/newsletters/first/", "/newsletters/second/", "/ko/newsletters/first/"):
        assert reader.get(path).status_code == 404, path
    for old, new in (("/a", "/b/"), ("/b", "/c/"), ("/c", "/a/"), ("/d", "/d/")):
        Redirect.objects.create(old_path=old, redirect_link=new)
    Redirect.objects.create(old_path="/e", redirect_link="https://example.org/e")
    Redirect.objects.create(old_path="/f", redirect_link="/newsletters/")
    assert [reader.get(f"/{name}/").status_code for name in "abcdef"] == [404] * 4 + [301] * 2


# ── Organisations ────────────────────────────────────────────────────────────────────────────


def organisation_form(organisation: Organisation, **changes: str) -> dict:
    facts = {"name": organisation.name, "kind": "ngo", "description": "null"}
    links = {"social_links": streamfield([])}
    return nested_form_data({**facts, **links, "slug": organisation.slug, **changes})


def test_the_address_of_another_organisation_is_refused(editor, db):
    one, other = Organisation.objects.filter(locale__language_code="en")[:2]
    edit = reverse("wagtailsnippets_newsletters_organisation:edit", args=[one.pk])
    said = editor.post(edit, organisation_form(one, slug=other.slug)).content.decode()
    assert f"“{other}” has this address already" in said.replace("&#x27;", "'")
    one.slug = other.slug
    with pytest.raises(ValidationError, match="has this address already"):
        one.save_revision().publish()


def test_equal_names_get_addresses_of_their_own(home):
    made = []
    for name in ("n" * 80, "n" * 80, "n" * 80):
        made.append(Organisation(name=name, short_name=name, locale=home.locale))
        made[-1].save()
    assert len({one.slug for one in made}) == 3
    assert all(len(one.slug) <= 80 for one in made)


def test_changed_addresses_of_an_organisation_redirect(reader, publish):
    organisation = Organisation.objects.filter(locale__language_code="en", live=True).first()
    first = organisation.slug
    publish(organisation, slug="second")
    publish(organisation, slug="third")
    for prefix in ("", "/ko"):
        for old in (first, "second"):
            response = reader.get(f"{prefix}/organisations/{old}/")
            assert (response.status_code, response.get("Location")) == (
                301,
                f"{prefix}/organisations/third/",
            )
    publish(organisation, slug=first)
    assert reader.get(f"/organisations/{first}/").status_code == 200
    Organisation.objects.filter(translation_key=organisation.translation_key).delete()
    assert reader.get("/organisations/third/")["Location"] == "/organisations/"
    assert reader.get(f"/organisations/{first}/").status_code == 404


def test_the_archive_has_no_reserved_addresses(db):
    archive = NewsletterIndexPage.objects.get(locale__language_code="en")
    from publishing.addresses import address_error

    assert address_error("search", archive) == ""
