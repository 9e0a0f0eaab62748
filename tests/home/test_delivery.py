"""Pages are kept until something that they show changes: which, by what an editor does."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail_localize.models import StringSegment, StringTranslation

from api.models import Document
from api.store.sequencer import flush
from home import delivery
from home.models import HomePage
from images.models import Picture
from localization.publish import publish_translation
from newsletters.models import IssuePage, NewsletterIndexPage, Organisation
from publishing.public import public
from tests.localization.conftest import into_korean

OCTOBER, JANUARY, APRIL = (
    f"/newsletters/{slug}/" for slug in ("october-2020", "january-2021", "april-2021")
)
LISTS = {"/", "/newsletters/"}
FROM_OCTOBER = {"/events/", "/interviews/", "/news/"}  # name the issue that an entry is from


def korean_of(*paths: str) -> set[str]:
    return {f"/ko{path}" for path in paths}


@pytest.fixture
def rendered(monkeypatch) -> list[str]:
    """The addresses of the pages that were rendered, not taken from memory."""
    found: list[str] = []
    original = delivery.keep

    def noted(response, seq):
        kept = original(response, seq)
        if kept:
            found.append(response.context_data["page"].get_url())
        return kept

    monkeypatch.setattr(delivery, "keep", noted)
    return found


remembered: dict[str, Any] = {}  # the site as every test finds it, and the cache full of it


@pytest.fixture
def after(reader: Client, rendered) -> Callable[..., SimpleNamespace]:
    """Which pages an event changes, and which are rendered again.

    Every page is what it would be without any memory, in all cases.
    """
    flush(deferred=True)

    def site(*without: str) -> dict[str, bytes]:
        flush(deferred=True)  # what no reader waits for is done by the doorbell
        addresses = {page.get_url() for page in public().filter(depth__gt=1)} - set(without)
        return {address: reader.get(address).content for address in addresses}

    def before() -> dict[str, bytes]:
        if not remembered:
            remembered.update(pages=site(), kept=dict(cache._cache), until=dict(cache._expire_info))
        cache._cache.update(remembered["kept"])
        cache._expire_info.update(remembered["until"])
        return remembered["pages"]

    def happened(event: Callable[[], object]) -> SimpleNamespace:
        old = before()
        rendered.clear()
        event()
        now = site()
        again = set(rendered)
        cache.clear()
        afresh = site(*again)
        assert afresh == {path: now[path] for path in afresh}, "a page was kept for too long"
        changed = {path for path in now if now[path] != old.get(path)}
        return SimpleNamespace(changed=changed, rendered=again)

    return happened


def test_nothing_happens_and_no_page_is_rendered(after):
    assert after(lambda: None).rendered == set()


def test_a_draft_changes_no_page(after, issue):
    issue.title = "Not yet"
    found = after(issue.save_revision)
    assert found.rendered == set()


def test_a_new_title_changes_the_issue_its_neighbours_and_lists(after, publish, issue):
    found = after(lambda: publish(issue, title="A title like no other"))
    # The Korean issue is published again with it, and tells search engines when
    korean = korean_of(OCTOBER)
    assert found.changed == {OCTOBER, JANUARY, *LISTS, *FROM_OCTOBER, *korean}
    assert found.rendered == found.changed


def test_new_words_inside_change_the_issue_alone(after, publish, issue):
    body = list(issue.body.raw_data)
    index = next(i for i, block in enumerate(body) if block["type"] == "letter")
    body[index] = {**body[index], "value": {**body[index]["value"], "text": "<p>New words.</p>"}}
    found = after(lambda: publish(issue, body=body))
    assert found.changed == found.rendered == {OCTOBER, *korean_of(OCTOBER)}


def test_an_unpublished_issue_leaves_its_neighbours_and_lists(after, committed):
    issue = IssuePage.objects.get(slug="january-2021", locale__language_code="ko")

    def unpublish() -> None:
        with committed():
            issue.unpublish()

    found = after(unpublish)
    korean = korean_of(OCTOBER, APRIL, *LISTS, "/events/", "/interviews/")
    # The English page no longer offers to be read in Korean
    assert found.changed == {*korean, JANUARY}
    assert found.rendered == found.changed


def test_an_issue_between_two_others_becomes_their_neighbour(after, committed):
    archive = NewsletterIndexPage.objects.get(locale__language_code="en")
    issue = IssuePage(title="Between", slug="between", edition_date="2020-12-01", summary="Words")

    def add() -> None:
        with committed():
            archive.add_child(instance=issue)

    found = after(add)
    assert found.changed == {OCTOBER, JANUARY, "/newsletters/between/", *LISTS}
    assert found.rendered == found.changed


def test_a_picture_changes_the_pages_that_show_it(after, issue):
    picture = Picture.objects.get(pk=issue.cover_id)

    def edit() -> None:
        picture.focal_point_x, picture.focal_point_y = 10, 10
        picture.focal_point_width = picture.focal_point_height = 20
        picture.save()

    found = after(edit)
    assert found.changed == {OCTOBER, *LISTS, *korean_of(OCTOBER, *LISTS)}
    assert found.rendered == found.changed


def test_a_menu_entry_changes_every_page_of_the_language(after, publish):
    archive = NewsletterIndexPage.objects.get(locale__language_code="en")
    found = after(lambda: publish(archive, title="All our letters"))
    english = {page.get_url() for page in public().filter(locale__language_code="en", depth__gt=1)}
    assert found.changed == english
    assert found.rendered - found.changed <= korean_of("/newsletters/", "/")


def test_the_foot_of_the_page_changes_every_page_of_the_language(after, publish):
    home = HomePage.objects.get(locale__language_code="ko")
    home_pages = public().descendant_of(home, inclusive=True)
    found = after(lambda: write_to(home, "other@example.org"))
    assert found.changed == {page.get_url() for page in home_pages}
    assert found.rendered == found.changed


def write_to(home: HomePage, address: str) -> None:
    home = HomePage.objects.get(pk=home.pk)
    home.contact_email = address
    home.save()


def test_a_corrected_translation_changes_the_translation_alone(after, committed, issue):
    translation = into_korean(issue)
    segment = StringSegment.objects.get(source=translation.source, string__data=issue.summary)

    def correct() -> None:
        StringTranslation.objects.filter(
            translation_of=segment.string, context=segment.context
        ).update(data="다른 요약입니다.", updated_at=timezone.now())
        with committed():
            publish_translation(translation)

    found = after(correct)
    assert found.changed == korean_of(OCTOBER, *LISTS)
    assert found.rendered == found.changed


def test_an_organisation_changes_the_issues_that_name_it(after, publish):
    organisation = Organisation.objects.get(short_name="ECRE", locale__language_code="ko")

    def rename() -> None:
        organisation.name = "새 이름"
        organisation.save()

    found = after(rename)
    assert OCTOBER in {path.removeprefix("/ko") for path in found.changed}
    assert all(path.startswith("/ko/") for path in found.changed)
    assert found.rendered == found.changed


def test_a_private_archive_disappears(after, reader):
    archive = NewsletterIndexPage.objects.get(locale__language_code="en")
    restriction = {"page": archive, "restriction_type": PageViewRestriction.LOGIN}
    found = after(lambda: PageViewRestriction.objects.create(**restriction))
    assert "/" in found.changed
    assert reader.get(OCTOBER).status_code == 302


def test_an_expired_page_is_gone_on_time(reader, issue, committed):
    assert reader.get(OCTOBER).status_code == 200
    with committed():
        issue.expire_at = timezone.now() + timedelta(hours=1)
        issue.save()
    assert reader.get(OCTOBER).status_code == 200
    IssuePage.objects.filter(pk=issue.pk).update(expire_at=timezone.now())
    Document.objects.filter(object_id=issue.pk, kind="page").update(due_at=timezone.now())
    assert issue.summary not in reader.get(OCTOBER).content.decode()


@pytest.mark.parametrize("path", ["/", "/newsletters/", OCTOBER, "/ko" + OCTOBER])
def test_a_page_from_memory_costs_one_query(reader, django_assert_num_queries, path):
    first = reader.get(path)
    with django_assert_num_queries(1):
        again = reader.get(path)
    assert again.content == first.content
    with django_assert_num_queries(1):
        fresh = reader.get(path, headers={"If-None-Match": first["ETag"]})
    assert (fresh.status_code, fresh.content) == (304, b"")


def test_a_page_that_another_change_left_alone_costs_two(reader, django_assert_num_queries):
    reader.get(OCTOBER)
    organisation = Organisation.objects.get(short_name="ECRE", locale__language_code="ko")
    organisation.name = "새 이름"
    organisation.save()
    flush(deferred=True)
    with django_assert_num_queries(2):
        reader.get(OCTOBER)


def test_what_a_page_says_about_itself(reader, issue):
    page = reader.get(OCTOBER, headers={"Accept-Encoding": "br"})
    assert page["Content-Encoding"] == "br"
    assert page["Vary"] == "Accept-Encoding"
    assert "max-age=0" in page["Cache-Control"]
    assert page["Content-Language"] == "en"
    assert f"issue:{issue.translation_key}:en" in page["Surrogate-Key"].split()
    assert page["X-Frame-Options"] == "DENY"
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert not page.cookies
    head = reader.head(OCTOBER, headers={"Accept-Encoding": "br"})
    assert (head.content, head["Content-Length"]) == (b"", page["Content-Length"])
    assert head["ETag"] == page["ETag"]


def test_who_is_logged_in_sees_more_and_leaves_nothing_behind(reader, editor):
    theirs = editor.get(OCTOBER)
    assert b"wagtail-userbar" in theirs.content
    assert theirs["Cache-Control"] == "private, no-store"
    assert b"wagtail-userbar" not in reader.get(OCTOBER).content
    assert b"wagtail-userbar" in editor.get(OCTOBER).content


@pytest.mark.parametrize(("cookie", "queries"), [("x", 2), ("a" * 32, 2), ("", 2)])
def test_a_cookie_that_names_no_session_costs_a_query_and_no_rendering(
    reader, rendered, django_assert_num_queries, cookie, queries
):
    first = reader.get(OCTOBER)
    rendered.clear()
    reader.cookies[settings.SESSION_COOKIE_NAME] = cookie
    with django_assert_num_queries(queries):
        again = reader.get(OCTOBER)
    assert (again.content, again["Cache-Control"]) == (first.content, first["Cache-Control"])
    assert rendered == []
    assert b"wagtail-userbar" not in again.content


def test_a_session_that_is_over_is_none(reader, editor, rendered):
    reader.get(OCTOBER)
    rendered.clear()
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert "public" in editor.get(OCTOBER)["Cache-Control"]
    assert rendered == []


def test_who_gave_a_page_s_password_has_a_session_of_their_own(reader, issue):
    restriction = PageViewRestriction.objects.create(
        page=issue, restriction_type=PageViewRestriction.PASSWORD, password="secret"
    )
    assert issue.summary not in reader.get(OCTOBER).text
    address = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, issue.pk])
    reader.post(address, {"password": "secret", "return_url": OCTOBER})
    theirs = reader.get(OCTOBER)
    assert issue.summary in theirs.text
    assert theirs["Cache-Control"] == "private, no-store"
    assert issue.summary not in Client().get(OCTOBER).text


def test_the_host_by_which_a_page_is_asked_for_makes_no_other_page(reader, rendered):
    first = reader.get(OCTOBER)
    rendered.clear()
    for host in ("localhost:4711", "TESTSERVER", "testserver."):
        assert reader.get(OCTOBER, headers={"host": host}).content == first.content
    assert reader.get(OCTOBER, headers={"host": "evil.example"}).status_code == 400
    assert rendered == []


def test_where_a_reader_comes_from_makes_no_other_page(reader, rendered):
    reader.get(OCTOBER)
    rendered.clear()
    assert reader.get(f"{OCTOBER}?utm_source=mail").status_code == 200
    assert rendered == []


def test_a_mirror_is_rendered_each_time(reader, issue):
    """Wagtail's alias is no document of the store, which could not tell that it changed."""
    alias = issue.create_alias(update_slug="mirror")
    assert reader.get(alias.get_url()).status_code == 200
    IssuePage.objects.filter(pk=alias.pk).update(summary="Other words than before")
    Page.objects.filter(pk=alias.pk).update(title="Other words")
    assert b"Other words than before" in reader.get(alias.get_url()).content


def test_a_mirror_is_no_issue_beside_its_original(reader, issue):
    """Wagtail's alias has the original's date; which one a page named as its neighbour was chance.

    The store does not know of aliases, so a page that named one told of it when it was over.
    """
    issue.create_alias(update_slug="mirror")
    for page in (JANUARY, "/", "/newsletters/", "/search/"):
        html = reader.get(page).content.decode()
        assert OCTOBER in html, page
        assert "/newsletters/mirror/" not in html, page


def test_issues_of_one_day_stand_in_one_order(issue):
    """Whoever reads on from one to the next comes through all of them."""
    day = date(2022, 2, 2)
    copies = [issue.copy(update_attrs={"slug": slug, "edition_date": day}) for slug in "abc"]
    first, second, third = (copy.specific for copy in copies)
    assert first.neighbours()["next_issue"] == second
    assert second.neighbours() == {"previous_issue": first, "next_issue": third}
    assert third.neighbours()["previous_issue"] == second
