"""Copying, moving and deleting in the admin: the languages stay together."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page
from wagtail_localize.models import StringTranslation, Translation

from localization.publish import publish_translation
from localization.status import State, translation_status
from localization.sync import sync_source
from newsletters.models import IssuePage, NewsletterIndexPage
from tests.localization.conftest import in_korean, into_korean, text, translate


@pytest.fixture(autouse=True)
def two_archives(monkeypatch):
    """The site allows one archive; these tests need a place to move to."""
    monkeypatch.setattr(NewsletterIndexPage, "max_count_per_parent", None)


@pytest.fixture
def issue(add_issue) -> IssuePage:
    """An issue that readers know in both languages."""
    issue = add_issue(text("a", "<p>Hello.</p>"))
    translate(issue)
    publish_translation(into_korean(issue))
    return IssuePage.objects.get(pk=issue.pk)


@pytest.fixture
def other(add_issue) -> IssuePage:
    """A second issue, not translated yet."""
    return add_issue(slug="other")


@pytest.fixture
def old_archive(db) -> NewsletterIndexPage:
    """A second archive, in English only."""
    home = archive("en").get_parent()
    page = NewsletterIndexPage(title="Old issues", slug="old", locale=home.locale)
    home.add_child(instance=page)
    return page


@pytest.fixture
def old_archives(old_archive) -> tuple[Page, Page]:
    """A second archive in both languages."""
    sync_source(old_archive)
    return old_archive, in_korean(old_archive)


def archive(code: str) -> Page:
    return NewsletterIndexPage.objects.get(locale__language_code=code, slug="newsletters")


def somebody(user_model, **rights: list[Page]) -> Client:
    """Somebody who may do only this, below these pages."""
    user = user_model.objects.create_user("somebody", email="s@example.org", password="x")
    group = Group.objects.create(name="limited")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for right, pages in rights.items():
        permission = Permission.objects.get(
            codename=f"{right}_page", content_type__app_label="wagtailcore"
        )
        for page in pages:
            GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


def move(client: Client, page: Page, parent: Page) -> str:
    path = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, parent.pk])
    return client.post(path, follow=True).content.decode()


def delete(client: Client, page: Page) -> str:
    path = reverse("wagtailadmin_pages:delete", args=[page.pk])
    site = {"confirm_site_name": "Korea-EU CSO Network"}
    return client.post(path, site, follow=True).content.decode()


def bulk(client: Client, action: str, *pages: Page, **data: object) -> str:
    data["next"] = reverse("wagtailadmin_explore", args=[pages[0].get_parent().pk])
    return client.post(bulk_path(action, *pages), data, follow=True).content.decode()


def bulk_path(action: str, *pages: Page) -> str:
    path = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    return f"{path}?{'&'.join(f'id={page.pk}' for page in pages)}"


def parent_of(page: Page) -> Page:
    return Page.objects.get(pk=page.pk).get_parent().specific


def there(*pages: Page) -> bool:
    """Whether all are there (True) or none (False)."""
    found = Page.objects.filter(pk__in=[page.pk for page in pages]).count()
    assert found in (0, len(pages))
    return bool(found)


# ── Copying ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("alias", ["", "on"])
def test_a_copy_below_another_language_is_refused(editor, issue, alias):
    path = reverse("wagtailadmin_pages:copy", args=[issue.pk])
    assert editor.get(path).status_code == 200
    data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": archive("ko").pk}
    html = editor.post(path, data | {"alias": alias}, follow=True).content.decode()
    assert "English “Spring” cannot stand below 한국어" in html
    assert not Page.objects.filter(slug="copy").exists()
    editor.post(path, data | {"new_parent_page": archive("en").pk})
    assert Page.objects.get(slug="copy").get_parent().specific == archive("en")


# ── Moving ───────────────────────────────────────────────────────────────────────────────────


def test_a_move_below_another_language_is_refused(editor, issue, old_archives):
    assert editor.get(reverse("wagtailadmin_pages:move", args=[issue.pk])).status_code == 200
    html = move(editor, issue, old_archives[1])
    assert "English “Spring” cannot stand below 한국어 “Old issues”" in html
    assert parent_of(issue) == archive("en")


def test_a_translation_moves_with_its_original(editor, issue, old_archives):
    english, korean = old_archives
    path = reverse("wagtailadmin_pages:move_confirm", args=[issue.pk, english.pk])
    html = editor.get(path).content.decode()
    assert "Its translations move with it: 한국어 “한 Spring”." in html
    assert parent_of(in_korean(issue)) == archive("ko")
    assert "moved" in move(editor, issue, english)
    assert parent_of(issue) == english
    assert parent_of(in_korean(issue)) == korean
    assert in_korean(issue).url_path.endswith("/old/spring/")
    assert editor.get(reverse("wagtailadmin_pages:edit", args=[issue.pk])).status_code == 200


def test_an_archive_moves_with_all_its_issues(editor, issue, old_archives, monkeypatch):
    monkeypatch.setattr(NewsletterIndexPage, "parent_page_types", None)
    monkeypatch.setattr(NewsletterIndexPage, "subpage_types", None)
    for name in ("_clean_parent_page_models", "_clean_subpage_models"):
        monkeypatch.setattr(NewsletterIndexPage, name, None)
    english, korean = old_archives
    move(editor, archive("en"), english)
    assert parent_of(archive("ko")) == korean
    assert parent_of(in_korean(issue)) == archive("ko")
    assert in_korean(issue).url_path.endswith("/old/newsletters/spring/")


def test_without_a_place_for_the_translation_nothing_moves(editor, issue, old_archive):
    html = move(editor, issue, old_archive)
    assert "“Old issues” is not translated into 한국어" in html
    assert parent_of(issue) == archive("en")
    assert parent_of(in_korean(issue)) == archive("ko")


def test_a_move_into_a_taken_korean_address_is_refused(editor, issue, old_archives):
    english, korean = old_archives
    korean.add_child(instance=IssuePage(title="K", slug="spring", summary="s", live=False))
    assert "a page with its slug in 한국어" in move(editor, issue, english)
    assert parent_of(issue) == archive("en")


def test_half_a_move_is_none(editor, issue, old_archives, monkeypatch):
    """Something unforeseen happens to the translation after its original has moved."""
    page_move = Page.move

    def fail(page, *args, **kwargs):
        return 1 / 0 if page.pk == in_korean(issue).pk else page_move(page, *args, **kwargs)

    monkeypatch.setattr(Page, "move", fail)
    editor.raise_request_exception = False
    path = reverse("wagtailadmin_pages:move_confirm", args=[issue.pk, old_archives[0].pk])
    assert editor.post(path).status_code == 500
    assert parent_of(issue) == archive("en")


def test_who_may_not_move_the_translation_moves_nothing(issue, old_archives, django_user_model):
    home = archive("en").get_parent()
    client = somebody(django_user_model, add=[home], change=[home], publish=[home])
    assert "you cannot move that below" in move(client, issue, old_archives[0])
    assert parent_of(issue) == archive("en")


def test_a_translation_does_not_move_alone(editor, issue, old_archives):
    html = move(editor, in_korean(issue), old_archives[1])
    assert "is a translation and stays where its original is" in html
    assert parent_of(in_korean(issue)) == archive("ko")


def test_a_translation_gone_astray_can_return(editor, issue, old_archives):
    in_korean(issue).move(old_archives[1], pos="last-child")
    move(editor, in_korean(issue), archive("ko"))
    assert parent_of(in_korean(issue)) == archive("ko")


def test_a_translation_written_by_hand_moves_as_it_likes(editor, issue, old_archives):
    Translation.objects.filter(source__object_id=issue.translation_key).update(enabled=False)
    move(editor, in_korean(issue), old_archives[1])
    assert parent_of(in_korean(issue)) == old_archives[1]
    assert parent_of(issue) == archive("en")


def test_a_mirror_moves_with_its_original(editor, issue, old_archives, korean):
    in_korean(issue).delete()
    mirror = issue.copy_for_translation(korean, alias=True)
    assert "stays where its original is" in move(editor, mirror, old_archives[1])
    move(editor, issue, old_archives[0])
    assert parent_of(mirror) == old_archives[1]


def test_the_order_among_siblings_is_free(editor, issue):
    path = reverse("wagtailadmin_pages:set_page_position", args=[issue.pk])
    assert editor.post(f"{path}?position=0").status_code == 200
    assert archive("en").get_children().first().specific == issue
    assert archive("ko").get_children().first().specific != in_korean(issue)


def test_many_pages_move_with_their_translations(editor, issue, other, old_archives):
    english, korean = old_archives
    bulk(editor, "move", issue, other, chooser=english.pk)
    for page in (issue, other):
        assert parent_of(page) == english
        assert parent_of(in_korean(page)) == korean


def test_many_pages_move_all_or_none(editor, issue, other, old_archive):
    in_korean(other).delete()
    html = bulk(editor, "move", other, issue, chooser=old_archive.pk)
    assert "is not translated into 한국어" in html
    assert parent_of(other) == parent_of(issue) == archive("en")


def test_many_pages_do_not_cross_languages(editor, issue, old_archives):
    html = bulk(editor, "move", issue, chooser=old_archives[1].pk)
    assert "cannot stand below 한국어" in html
    assert parent_of(issue) == archive("en")


# ── Deleting ─────────────────────────────────────────────────────────────────────────────────


def test_deleting_an_original_names_and_deletes_its_translation(editor, issue):
    korean = in_korean(issue)
    html = editor.get(reverse("wagtailadmin_pages:delete", args=[issue.pk])).content.decode()
    assert "Translations are deleted too: 한국어 “한 Spring”." in html
    assert there(issue, korean)
    delete(editor, issue)
    assert not there(issue, korean)


def test_deleting_an_archive_deletes_everything_below_it(editor, issue):
    pages = [archive("en"), archive("ko"), issue, in_korean(issue)]
    path = reverse("wagtailadmin_pages:delete", args=[pages[0].pk])
    below = archive("ko").get_descendant_count()
    assert f"and {below} pages below it" in editor.get(path).content.decode()
    editor.post(path, {"confirm_site_name": "wrong"})
    assert there(*pages)
    delete(editor, pages[0])
    assert not there(*pages)


def test_a_korean_page_without_an_original_is_not_deleted_unawares(editor, issue):
    own = IssuePage(title="우리말", slug="own", summary="s", live=False)
    archive("ko").add_child(instance=own)
    html = delete(editor, archive("en"))
    assert "Nothing was deleted: 한국어 “우리말” stands below" in html
    assert there(issue, in_korean(issue), own)


def test_a_translation_elsewhere_is_deleted_with_an_archive(editor, issue, old_archives):
    korean = in_korean(issue)
    korean.move(old_archives[1], pos="last-child")
    delete(editor, archive("en"))
    assert not there(issue, korean)
    assert there(*old_archives)


def test_who_may_not_delete_the_translation_deletes_nothing(issue, django_user_model):
    english = archive("en")
    client = somebody(django_user_model, change=[english], publish=[english])
    html = delete(client, issue)
    assert "the translation 한국어 “한 Spring” would be deleted too" in html
    assert there(issue, in_korean(issue))
    bulk(client, "delete", issue)
    assert there(issue, in_korean(issue))


def test_half_a_deletion_is_none(editor, issue, monkeypatch):
    korean = in_korean(issue)
    monkeypatch.setattr("localization.admin.trees.DeletePageAction", lambda *a, **k: 1 / 0)
    editor.raise_request_exception = False
    path = reverse("wagtailadmin_pages:delete", args=[issue.pk])
    assert editor.post(path).status_code == 500
    assert there(issue, korean)


def test_a_translation_written_by_hand_stays(editor, issue):
    Translation.objects.filter(source__object_id=issue.translation_key).update(enabled=False)
    path = reverse("wagtailadmin_pages:delete", args=[issue.pk])
    assert "Translations are deleted too" not in editor.get(path).content.decode()
    delete(editor, issue)
    assert there(in_korean(issue))


def test_many_pages_are_deleted_with_their_translations(editor, issue, other):
    pages = [issue, other, in_korean(issue), in_korean(other)]
    html = editor.get(bulk_path("delete", issue, other)).content.decode()
    assert "Translations are deleted too: 한국어 “한 Spring”, 한국어 “Spring”." in html
    assert there(*pages)
    bulk(editor, "delete", issue, other, pages[2])  # one of the translations is chosen itself
    assert not there(*pages)


def test_deleting_only_the_translation_leaves_the_language_not_started(editor, issue):
    korean = in_korean(issue)
    path = reverse("wagtailadmin_pages:delete", args=[korean.pk])
    assert "Translations are deleted too" not in editor.get(path).content.decode()
    delete(editor, korean)
    assert not there(korean)
    assert there(issue)
    assert translation_status(issue).state == State.SOURCE

    submit = reverse("wagtail_localize:submit_page_translation", args=[issue.pk])
    editor.post(submit, {"locales": [korean.locale_id]})
    again = in_korean(issue)
    assert not again.live
    status = translation_status(again)
    assert (status.state, status.missing) == (State.UNPUBLISHED, 0)  # the words were kept


def test_an_original_deleted_by_code_leaves_its_translation_standing(editor, reader, issue):
    korean = in_korean(issue)
    issue.delete()
    korean = IssuePage.objects.get(pk=korean.pk)
    assert str(korean.body[0].value["text"]) == "<p>한 Hello.</p>"
    assert StringTranslation.objects.filter(data="한 Hello.").exists()
    assert translation_status(korean).state == State.MANUAL
    edit = editor.get(reverse("wagtailadmin_pages:edit", args=[korean.pk]))
    assert edit.status_code == 200
    assert "한 Spring" in edit.content.decode()
    korean.title = "손으로"
    korean.save_revision().publish()
    html = reader.get(korean.url).content.decode()
    assert "손으로" in html
    assert "한 Hello." in html
