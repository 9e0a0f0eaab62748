"""wagtail-localize's addresses in the admin: nothing is lost, nobody does what they may not."""

from copy import deepcopy

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Locale,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)
from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    TranslationSource,
)

from localization.models import PreviousSource
from localization.publish import publish_translation, submit_for_review
from localization.status import State, translation_status
from newsletters.models import IssuePage, NewsletterIndexPage, Organisation
from tests.localization.conftest import in_korean, into_korean, text, translate

ENGLISH = "The second sentence has a tpyo."
EDITED = "The second sentence has a typo."


@pytest.fixture
def read(add_issue):
    """An issue that readers know in both languages."""
    link = '<p>See <a href="https://a.example/">our site</a>.</p>'
    issue = add_issue(text("a", f"<p>The first one stays.</p><p>{ENGLISH}</p>{link}"))
    translate(issue)
    publish_translation(into_korean(issue))
    return issue


@pytest.fixture
def user_with(db):
    """Somebody with these permissions: `user_with("change", "wagtail_localize.submit_…")`.

    Those without a dot are for pages below `tree`, by default the Korean newsletters.
    """

    def make(*permissions: str, tree: Page | None = None, name: str = "translator") -> Client:
        group = Group.objects.create(name=name)
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        tree = tree or NewsletterIndexPage.objects.get(locale__language_code="ko")
        for permission in permissions:
            app, _dot, codename = permission.rpartition(".")
            if app:
                found = Permission.objects.get(content_type__app_label=app, codename=codename)
                group.permissions.add(found)
            else:
                found = Permission.objects.get(
                    content_type__app_label="wagtailcore", codename=f"{codename}_page"
                )
                GroupPagePermission.objects.create(group=group, page=tree, permission=found)
        user = get_user_model().objects.create_user(name, f"{name}@example.org", "x")
        user.groups.add(group)
        client = Client()
        client.force_login(user)
        return client

    return make


@pytest.fixture
def translator(user_with) -> Client:
    """May edit Korean pages, no more."""
    return user_with("change")


def segment(page, english: str) -> StringSegment:
    return StringSegment.objects.get(source=into_korean(page).source, string__data=english)


def address(page, number: int, kind: str = "string_translation") -> str:
    return reverse(f"wagtail_localize:edit_{kind}", args=[into_korean(page).pk, number])


def put(client: Client, url: str, value: str):
    """What the editor's script sends."""
    boundary = "BoUnDaRyStRiNg"
    body = f'--{boundary}\r\nContent-Disposition: form-data; name="value"\r\n\r\n{value}\r\n'
    return client.put(url, f"{body}--{boundary}--\r\n", f"multipart/form-data; boundary={boundary}")


def stored(page) -> list[dict]:
    return deepcopy(page.body.stream_block.get_prep_value(page.body))


def edit_english(page, publish, new: str = EDITED) -> None:
    body = stored(page)
    body[0]["value"]["text"] = body[0]["value"]["text"].replace(ENGLISH, new)
    publish(page, body=body)


def korean_of(page, english: str) -> StringTranslation:
    return StringTranslation.objects.get(
        translation_of__data=english, context__object_id=page.translation_key
    )


def said(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


# ── One sentence ─────────────────────────────────────────────────────────────────────────────


def test_a_sentence_is_saved_as_the_editor_expects(add_issue, translator):
    issue = add_issue()
    url = address(issue, segment(issue, "Spring").pk)
    created = put(translator, url, "봄")
    assert created.status_code == 201
    assert created.json()["segment_id"] == segment(issue, "Spring").pk
    assert created.json()["data"] == "봄"
    assert created.json()["last_translated_by"]["full_name"] == ""
    assert put(translator, url, "봄호").status_code == 200
    assert korean_of(issue, "Spring").data == "봄호"
    assert in_korean(issue).draft_title == "봄호"
    assert translator.delete(url).status_code == 200
    assert translator.delete(url).status_code == 404
    assert translator.put(url).status_code == 400


def test_what_is_saved_after_the_original_changed_is_carried_over(read, publish, translator):
    """The translator's newer words win over those that were carried over, and stay flagged."""
    old = segment(read, ENGLISH)
    edit_english(read, publish)
    response = put(translator, address(read, old.pk), "더 나은 문장")
    assert response.status_code == 200
    assert response.json()["segment_id"] == segment(read, EDITED).pk
    assert korean_of(read, ENGLISH).data == "더 나은 문장"
    assert korean_of(read, EDITED).data == "더 나은 문장"
    assert PreviousSource.objects.get(translation=korean_of(read, EDITED)).text == ENGLISH
    assert translator.delete(address(read, old.pk)).status_code == 404
    assert korean_of(read, ENGLISH).data == "더 나은 문장"


def test_the_first_translation_of_what_changed_meanwhile_is_carried_over(
    add_issue, publish, translator
):
    issue = add_issue(text("a", f"<p>{ENGLISH}</p>"))
    old = segment(issue, ENGLISH)
    edit_english(issue, publish)
    response = put(translator, address(issue, old.pk), "두 번째 문장")
    assert response.json()["segment_id"] == segment(issue, EDITED).pk
    assert korean_of(issue, EDITED).previous_source.text == ENGLISH


def test_edited_twice_it_reaches_the_sentence_of_now(read, publish, translator):
    edit_english(read, publish)
    middle = segment(read, EDITED)
    read.refresh_from_db()
    body = stored(read)
    body[0]["value"]["text"] = body[0]["value"]["text"].replace(EDITED, "The second has a typo.")
    publish(read, body=body)
    put(translator, address(read, middle.pk), "새 문장")
    last = korean_of(read, "The second has a typo.")
    assert (last.data, last.previous_source.text) == ("새 문장", EDITED)


def test_what_a_person_wrote_for_the_new_sentence_stays(read, publish, translator):
    old = segment(read, ENGLISH)
    edit_english(read, publish)
    put(translator, address(read, segment(read, EDITED).pk), "검토한 문장")
    response = put(translator, address(read, old.pk), "늦은 문장")
    assert response.json()["segment_id"] is None
    assert korean_of(read, EDITED).data == "검토한 문장"
    assert korean_of(read, ENGLISH).data == "늦은 문장"


def test_without_a_similar_sentence_the_words_are_kept(read, publish, translator):
    old = segment(read, ENGLISH)
    edit_english(read, publish, "Wholly other words, 2026!")
    response = put(translator, address(read, old.pk), "그대로 보관")
    assert (response.status_code, response.json()["segment_id"]) == (200, None)
    assert korean_of(read, ENGLISH).data == "그대로 보관"


def test_a_sentence_that_came_back_has_a_new_number_and_takes_the_words(read, publish, translator):
    old = segment(read, ENGLISH)
    edit_english(read, publish, "Wholly other words, 2026!")
    publish(read, body=stored(read))
    response = put(translator, address(read, old.pk), "돌아온 문장")
    assert response.json()["segment_id"] == segment(read, ENGLISH).pk != old.pk


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("가" * 300, "Too long: 300 characters"),
        (" ", "There are no words"),
        ("<script>alert(1)</script>", "<script> tag is not allowed"),
        ('<a id="a9">가</a>', "Unrecognised id"),
        ('<a href="javascript:alert(1)">가</a>', "with attributes"),
    ],
)
def test_words_that_cannot_stand_there_are_stored_with_an_error(read, translator, words, complaint):
    response = put(translator, address(read, segment(read, "Spring").pk), words)
    assert response.status_code == 200
    assert complaint in response.json()["error"]
    assert korean_of(read, "Spring").has_error
    assert in_korean(read).draft_title == "한 Spring"


def test_zero_bytes_are_no_error(read, translator):
    response = put(translator, address(read, segment(read, "Spring").pk), "봄\0호")
    assert (response.status_code, response.json()["data"]) == (200, "봄호")


def test_endless_tags_are_refused(read, translator):
    url = address(read, segment(read, "Spring").pk)
    assert put(translator, url, "<b>" * 3000).status_code == 400
    assert korean_of(read, "Spring").data == "한 Spring"


def test_words_with_a_link_that_is_gone_are_carried_over_with_an_error(read, publish, committed):
    """Publishing such words would end in an error 500, and synchronising with it."""
    body = stored(read)
    html = body[0]["value"]["text"]
    body[0]["value"]["text"] = html.replace('<a href="https://a.example/">our site</a>', "our site")
    publish(read, body=body)
    assert korean_of(read, "See our site.").has_error
    assert translation_status(in_korean(read)).state == State.PARTIAL


def test_a_failing_synchronisation_does_not_undo_the_publication(issue, publish, monkeypatch):
    """Django's own handling of a failure needs a function with a name."""
    monkeypatch.setattr("localization.signals.sync_again", lambda *args: 1 / 0)
    assert publish(issue, title="Published all the same").title == "Published all the same"


def test_numbers_of_another_page_are_not_found(read, issue, translator):
    foreign = StringSegment.objects.filter(source=into_korean(issue).source).first()
    assert put(translator, address(read, foreign.pk), "x").status_code == 404
    assert put(translator, address(read, 10**30), "x").status_code == 404


def test_who_may_not_edit_the_page_may_not_save(read, user_with):
    stranger = user_with(name="stranger")
    url = address(read, segment(read, "Spring").pk)
    for response in (put(stranger, url, "봄"), stranger.delete(url)):
        assert response.status_code == 403
        assert "permission" in response.json()["detail"]
    assert korean_of(read, "Spring").data == "한 Spring"


def lock(page: Page, user: object = None) -> None:
    Page.objects.filter(pk=in_korean(page).pk).update(locked=True, locked_by=user)


def review(page: Page) -> None:
    """Put the page into a workflow whose reviewers are the moderators."""
    workflow = Workflow.objects.create(name="Review")
    task = GroupApprovalTask.objects.create(name="Second pair of eyes")
    task.groups.add(Group.objects.create(name="reviewers"))
    WorkflowTask.objects.create(workflow=workflow, task=task)
    index = in_korean(page).get_parent()
    WorkflowPage.objects.update_or_create(page=index, defaults={"workflow": workflow})
    submit_for_review(into_korean(page), get_user_model().objects.filter(is_superuser=True).first())


@pytest.mark.parametrize("shut", [lock, review])
def test_a_locked_page_takes_no_sentence(read, translator, admin_user, shut):
    shut(read)
    url = address(read, segment(read, "Spring").pk)
    for response in (put(translator, url, "봄"), translator.delete(url)):
        assert response.status_code == 403
        assert "<" not in response.json()["detail"]
        assert response.json()["detail"]
    assert korean_of(read, "Spring").data == "한 Spring"


def test_who_locked_the_page_may_go_on(read, editor, admin_user):
    lock(read, admin_user)
    assert put(editor, address(read, segment(read, "Spring").pk), "봄").status_code == 200


def test_a_stopped_translation_takes_no_sentence(read, translator):
    translation = into_korean(read)
    url = address(read, segment(read, "Spring").pk)
    translation.enabled = False
    translation.save()
    assert "stopped" in put(translator, url, "봄").json()["detail"]


def test_a_snippet_has_no_lock(korean, editor):
    organisation = Organisation.objects.filter(locale__language_code="en").first()
    name = StringSegment.objects.get(source=into_korean(organisation).source, context__path="name")
    assert put(editor, address(organisation, name.pk), "단체").status_code == 200


# ── Overrides ────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def override(read) -> OverridableSegment:
    """The link of the text."""
    return OverridableSegment.objects.filter(source=into_korean(read).source).first()


def test_an_override_is_saved_and_deleted(read, override, translator):
    url = address(read, override.pk, "override")
    response = put(translator, url, "https://b.example/")
    assert (response.status_code, response.json()["data"]) == (201, "https://b.example/")
    assert put(translator, url, "https://c.example/").status_code == 200
    assert SegmentOverride.objects.get().data == "https://c.example/"
    editor_page = reverse("wagtailadmin_pages:edit", args=[in_korean(read).pk])
    assert "https://c.example/" in translator.get(editor_page).content.decode()
    assert translator.delete(url).status_code == 200
    assert translator.delete(url).status_code == 404


def test_an_override_of_what_is_gone_is_not_found(read, override, publish, translator):
    url = address(read, override.pk, "override")
    publish(read, body=[])
    assert put(translator, url, "https://b.example/").status_code == 404
    assert translator.delete(url).status_code == 404


def test_an_override_of_a_locked_page_is_refused(read, override, translator, user_with):
    url = address(read, override.pk, "override")
    assert put(user_with(name="stranger"), url, "x").status_code == 403
    lock(read)
    assert put(translator, url, "https://b.example/").status_code == 403
    assert not SegmentOverride.objects.exists()


# ── Synchronising ────────────────────────────────────────────────────────────────────────────


def sync_address(page) -> str:
    return reverse("wagtail_localize:update_translations", args=[into_korean(page).source.pk])


def test_synchronising_says_what_is_to_do_and_publishes_no_english(read, editor):
    page = IssuePage.objects.get(pk=read.pk)
    page.title = "Wholly new title, nobody knows it"
    page.save_revision().publish()  # what follows a commit does not happen in this test
    assert "한 Spring" in editor.get(sync_address(read)).content.decode()
    response = editor.post(sync_address(read), {"publish_translations": "on"})
    assert response.status_code == 302
    assert "1 to translate" in said(response)
    assert in_korean(read).title == "한 Spring"
    assert in_korean(read).live
    assert segment(read, "Wholly new title, nobody knows it")


def test_synchronising_needs_its_permission(read, translator):
    title = translation_status(in_korean(read))
    for response in (translator.get(sync_address(read)), translator.post(sync_address(read))):
        assert "permission" in said(response)
    assert translation_status(in_korean(read)) == title


def test_synchronising_is_offered_only_when_something_is_out_of_step(read, editor):
    listing = reverse("wagtailadmin_explore", args=[read.get_parent().pk])
    snippets = reverse("wagtailsnippets_newsletters_organisation:list")
    pages = [listing, reverse("wagtailadmin_pages:edit", args=[read.pk]), snippets]
    assert not any("/localize/update/" in editor.get(page).content.decode() for page in pages)
    page = IssuePage.objects.get(pk=read.pk)
    page.title = "Out of step"
    page.save_revision().publish()
    organisation = Organisation.objects.filter(locale__language_code="en").first()
    organisation.name = "Out of step"
    organisation.save_revision().publish()
    for address in pages:
        assert "/localize/update/" in editor.get(address).content.decode(), address


# ── Submitting ───────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def untranslated(add_issue):
    """An issue whose Korean draft was deleted."""
    issue = add_issue()
    in_korean(issue).delete()
    TranslationSource.objects.filter(object_id=issue.translation_key).delete()
    return IssuePage.objects.get(pk=issue.pk)


def submit(client: Client, page: Page, locale: Locale):
    url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    return client.post(url, {"locales": [locale.pk]})


def test_submitting_needs_permission_to_add_pages_there(untranslated, korean, user_with):
    permission = "wagtail_localize.submit_translation"
    response = submit(user_with(permission, "change"), untranslated, korean)
    assert "permission to add" in said(response)
    assert not untranslated.has_translation(korean)
    response = submit(user_with(permission, "add", name="adder"), untranslated, korean)
    assert response.status_code == 302
    assert untranslated.has_translation(korean)


def test_submitting_publishes_nothing(untranslated, korean, editor):
    submit(editor, untranslated, korean)
    assert untranslated.live
    assert not in_korean(untranslated).live


def test_a_language_without_a_tree_needs_permission_at_the_root(read, user_with, editor):
    french = Locale.objects.create(language_code="fr")
    client = user_with("wagtail_localize.submit_translation", "add")
    assert "permission to add" in said(submit(client, read, french))
    assert not Page.objects.filter(locale=french).exists()
    assert submit(editor, read, french).status_code == 302


def test_submitting_a_snippet_needs_permission_to_add_it(korean, user_with, editor):
    english = Locale.objects.get(language_code="en")
    organisation = Organisation.objects.create(name="Green", locale=english)
    url = reverse(
        "wagtail_localize:submit_snippet_translation",
        args=["newsletters", "organisation", organisation.pk],
    )
    client = user_with("wagtail_localize.submit_translation")
    assert "permission to add" in said(client.post(url, {"locales": [korean.pk]}))
    assert not organisation.has_translation(korean)
    assert editor.post(url, {"locales": [korean.pk]}).status_code == 302
    assert not organisation.get_translation(korean).live


# ── What is refused, and buttons ─────────────────────────────────────────────────────────────


def test_no_page_becomes_a_mirror(read, editor, user_with):
    korean = in_korean(read)
    url = reverse("wagtail_localize:convert_to_alias", args=[korean.pk])
    for response in (editor.get(url), editor.post(url)):
        assert "mirror" in said(response)
    assert "permission" in said(user_with(name="stranger").post(url))
    assert in_korean(read).alias_of_id is None
    assert into_korean(read).enabled


@pytest.mark.parametrize("action", ["localize-restart-translation", "localize-convert-to-alias"])
def test_stopped_pages_are_not_offered_what_overwrites_them(read, editor, action):
    into_korean(read).source.translations.update(enabled=False)
    url = reverse("wagtailadmin_pages:edit", args=[in_korean(read).pk])
    assert action not in editor.get(url).content.decode()
    response = editor.post(url, {action: "1"})
    assert response["Location"] == url
    assert said(response)
    assert not into_korean(read).enabled
    assert in_korean(read).alias_of_id is None


def test_stopped_snippets_neither(korean, editor):
    organisation = Organisation.objects.filter(locale__language_code="en").first()
    into_korean(organisation).source.translations.update(enabled=False)
    twin = organisation.get_translation(korean)
    url = reverse("wagtailsnippets_newsletters_organisation:edit", args=[twin.pk])
    assert "localize-restart-translation" not in editor.get(url).content.decode()
    assert "written by hand" in said(editor.post(url, {"localize-restart-translation": "1"}))
    assert not into_korean(organisation).enabled


def stop(client: Client, page):
    return client.post(reverse("wagtail_localize:stop_translation", args=[into_korean(page).pk]))


def test_stopping_needs_permission_and_no_lock(read, translator, user_with):
    assert "permission" in said(stop(user_with(name="stranger"), read))
    lock(read)
    assert "locked" in said(stop(translator, read))
    assert into_korean(read).enabled
    Page.objects.update(locked=False)
    assert stop(translator, read).status_code == 302
    assert not into_korean(read).enabled


class Broken(BaseMachineTranslator):
    """A provider that is down."""

    display_name = "Broken"

    def can_translate(self, source_locale, target_locale):
        return True

    def translate(self, source_locale, target_locale, strings):
        raise ConnectionError("no route to the provider")


def test_a_machine_that_fails_is_a_message(add_issue, translator, settings, caplog):
    issue = add_issue()
    url = reverse("wagtail_localize:machine_translate", args=[into_korean(issue).pk])
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": f"{__name__}.Broken"}
    response = translator.post(url)
    assert response.status_code == 302
    assert "nothing was changed" in said(response)
    assert "no route to the provider" in caplog.text
    lock(issue)
    assert "locked" in said(translator.post(url))


def test_without_a_machine_there_is_no_such_address(read, translator, settings):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = None
    url = reverse("wagtail_localize:machine_translate", args=[into_korean(read).pk])
    assert translator.post(url).status_code == 404
