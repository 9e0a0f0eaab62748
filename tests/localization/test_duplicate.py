"""New issue from this one: a draft in every language, with what can be used again."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail import blocks
from wagtail.models import Comment, GroupPagePermission, Page, PageViewRestriction
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield
from wagtail_localize.models import SegmentOverride, StringTranslation, Translation

from localization.duplicate import duplicate as start_from
from localization.duplicate import without_dates
from localization.models import PreviousSource
from localization.publish import publish_translation
from localization.status import State, translation_status
from newsletters.models import IssuePage, NewsletterIndexPage, Organisation
from publishing.ids import derived
from tests.localization.conftest import block, block_id, in_korean, into_korean, text, translate

EVENT = {
    "title": "Open discussion",
    "summary": "<p>Everybody is welcome to it.</p>",
    "precision": "exact",
    "start_date": "2026-03-10",
    "start_time": "10:00:00",
    "end_date": "2026-03-10",
    "end_time": "12:00:00",
    "time_zone": "Asia/Seoul",
}
NEWS = {"headline": "A ruling", "date": "2026-02-01", "text": "<p>The judges listened.</p>"}
SENTENCES = 6  # of the issue, without its title


@pytest.fixture
def old(add_issue):
    """An issue that readers know in both languages."""
    issue = add_issue(
        text("a", "<p>The first sentence stays.</p>"),
        block("event", "e", **EVENT),
        block("news", "n", **NEWS),
        number=7,
    )
    translate(issue)
    publish_translation(into_korean(issue))
    return IssuePage.objects.get(pk=issue.pk)


def address(page: Page) -> str:
    return reverse("localization_duplicate", args=[page.pk])


def summer() -> IssuePage:
    return IssuePage.objects.get(slug="summer", locale__language_code="en")


def duplicate(client: Client, page: Page, **fields: str) -> str:
    """Fill in the form; returns the screen that follows."""
    data = {"title": "Summer", "slug": "summer"} | fields
    return client.post(address(page), data, follow=True).content.decode()


def somebody(user_model, *rights: tuple[str, Page]) -> Client:
    """Somebody who may do only this, below these pages."""
    user = user_model.objects.create_user("somebody", email="s@example.org", password="x")
    group = Group.objects.create(name="limited")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for right, page in rights:
        permission = Permission.objects.get(
            codename=f"{right}_page", content_type__app_label="wagtailcore"
        )
        GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


def archive(code: str) -> Page:
    return NewsletterIndexPage.objects.get(locale__language_code=code)


@pytest.mark.parametrize("start", [lambda issue: issue, in_korean])
def test_the_new_issue_is_a_draft_in_both_languages(editor, old, start):
    html = duplicate(editor, start(old))
    assert "“Summer” was created as a draft, in Korean too." in html
    english, korean = summer(), in_korean(summer())
    for page in (english, korean):
        assert not page.live
        assert page.first_published_at is None
        assert page.live_revision is None
        assert page.edition_date is None
        assert page.number is None
        assert page.slug == "summer"
    assert english.translation_key != old.translation_key
    assert english.get_parent() == old.get_parent()
    assert korean.get_parent() == in_korean(old).get_parent()
    assert english.summary == old.summary
    assert english.locale.language_code == "en"


def test_the_new_issue_opens_in_the_editor(editor, old):
    response = editor.post(address(in_korean(old)), {"title": "Summer", "slug": "summer"})
    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[summer().pk])
    for page in (summer(), in_korean(summer())):
        assert editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


@pytest.mark.parametrize("language", ["en", "ko"])
def test_dates_are_empty_and_everything_else_is_there(editor, old, language):
    duplicate(editor, old)
    new = summer() if language == "en" else in_korean(summer())
    for page in (new, new.get_latest_revision_as_object()):
        assert [b.id for b in page.body] == [derived(new.translation_key, b.id) for b in old.body]
        event, news = page.body[1].value, page.body[2].value
        dates = ("start_date", "start_time", "end_date", "end_time")
        assert [event[name] for name in dates] == [None] * 4
        assert news["date"] is None
        assert event["time_zone"] == "Asia/Seoul"
        assert event["title"] == ("한 " if language == "ko" else "") + "Open discussion"


def test_dates_are_emptied_at_any_depth():
    inner = blocks.StructBlock([("day", blocks.DateBlock()), ("name", blocks.CharBlock())])
    stream = blocks.StreamBlock([("when", blocks.DateTimeBlock()), ("row", inner)])
    outer = blocks.StructBlock([("list", blocks.ListBlock(inner)), ("stream", stream)])
    row = {"day": "2026-01-01", "name": "N"}
    raw = {
        "list": [{"type": "item", "id": "i", "value": row}],
        "stream": [
            {"type": "when", "id": "w", "value": "2026-01-01T10:00:00Z"},
            {"type": "row", "id": "r", "value": row},
        ],
    }
    empty = {"day": None, "name": "N"}
    assert without_dates(outer, raw) == {
        "list": [{"type": "item", "id": "i", "value": empty}],
        "stream": [
            {"type": "when", "id": "w", "value": None},
            {"type": "row", "id": "r", "value": empty},
        ],
    }


def test_every_translation_comes_along_and_waits_for_review(editor, old):
    StringTranslation.objects.filter(
        context__object_id=old.translation_key, translation_of__data="A ruling"
    ).update(translation_type="machine")
    duplicate(editor, old)
    status = translation_status(in_korean(summer()))
    assert (status.total, status.translated) == (SENTENCES + 1, SENTENCES)  # not the new title
    assert status.needs_review == status.translated
    assert status.machine == 1
    flags = PreviousSource.objects.filter(
        translation__context__object_id=summer().translation_key
    ).select_related("translation__translation_of")
    assert len(flags) == SENTENCES
    assert all(flag.text == flag.translation.translation_of.data for flag in flags)

    translate(summer())
    status = translation_status(in_korean(summer()))
    assert (status.state, status.needs_review) == (State.NEEDS_REVIEW, SENTENCES)


def test_what_cannot_be_used_does_not_come_along(editor, old):
    StringTranslation.objects.filter(
        context__object_id=old.translation_key, translation_of__data="A ruling"
    ).update(has_error=True)
    duplicate(editor, old)
    assert translation_status(in_korean(summer())).translated == SENTENCES - 1


def test_a_sentence_that_waited_for_review_remembers_what_it_was_made_for(editor, old, publish):
    body = old.body.stream_block.get_prep_value(old.body)
    body[0]["value"]["text"] = "<p>The first sentence staid.</p>"
    publish(old, body=body)
    duplicate(editor, old)
    flag = PreviousSource.objects.get(
        translation__context__object_id=summer().translation_key,
        translation__translation_of__data="The first sentence staid.",
    )
    assert flag.text == "The first sentence stays."


def test_a_replaced_link_comes_along(editor, old, publish):
    body = old.body.stream_block.get_prep_value(old.body)
    body[1]["value"]["registration_url"] = "https://example.org/en"
    publish(old, body=body)
    source = into_korean(old).source
    path = f"body.{block_id(old, 'e')}.registration_url"
    segment = source.overridablesegment_set.get(context__path=path)
    SegmentOverride.objects.create(
        locale=in_korean(old).locale, context=segment.context, data_json='"https://example.org/ko"'
    )
    duplicate(editor, old)
    assert in_korean(summer()).body[1].value["registration_url"] == "https://example.org/ko"


def test_the_new_issue_goes_its_own_way_to_readers(editor, old, publish):
    duplicate(editor, old)
    translate(summer())
    body = summer().body.stream_block.get_prep_value(summer().body)
    body[1]["value"] |= {name: EVENT[name] for name in ("start_date", "start_time")}
    publish(summer(), edition_date="2026-06-01", body=body)
    assert translation_status(in_korean(summer())).needs_review == SENTENCES
    publish_translation(into_korean(summer()))
    assert in_korean(summer()).live
    assert in_korean(summer()).title == "한 Summer"
    old.refresh_from_db()
    assert (old.title, str(old.edition_date)) == ("Spring", "2026-03-01")
    assert translation_status(in_korean(old)).state == State.COMPLETE


def test_comments_schedule_and_lock_stay_with_the_old_issue(editor, old, admin_user):
    Comment.objects.create(page=old, user=admin_user, text="Hm", contentpath="title")
    IssuePage.objects.filter(pk=old.pk).update(
        locked=True, locked_by=admin_user, expire_at="2050-01-01T00:00Z"
    )
    duplicate(editor, old)
    for page in (summer(), in_korean(summer())):
        assert not page.wagtail_admin_comments.exists()
        assert (page.locked, page.locked_by, page.expire_at) == (False, None, None)
        assert page.revisions.count() <= 2


def test_a_private_issue_stays_private(editor, old):
    PageViewRestriction.objects.create(page=old, restriction_type="login")
    duplicate(editor, old)
    for page in (summer(), in_korean(summer())):
        assert page.view_restrictions.get().restriction_type == "login"
    summer().view_restrictions.get().delete()
    assert not in_korean(summer()).view_restrictions.exists()


def test_an_issue_that_was_never_published_is_copied_as_its_draft_is(editor, old):
    duplicate(editor, old)
    draft = summer()
    draft.summary = "A summary of the draft."
    draft.save_revision(clean=False)
    duplicate(editor, draft, title="Autumn", slug="autumn")
    new = IssuePage.objects.get(slug="autumn", locale__language_code="en")
    assert new.summary == "A summary of the draft."


@pytest.mark.parametrize("absent", [False, True])
def test_a_translation_written_by_hand_is_copied_as_it_is(editor, old, absent):
    if absent:
        Translation.objects.filter(source__object_id=old.translation_key).delete()
    Translation.objects.filter(source__object_id=old.translation_key).update(enabled=False)
    korean = in_korean(old)
    korean.summary = "손으로 쓴 요약입니다."
    korean.save_revision().publish()
    duplicate(editor, old)
    new = in_korean(summer())
    assert new.summary == "손으로 쓴 요약입니다."
    assert not new.live
    assert new.edition_date is None
    assert new.body[1].value["start_date"] is None
    assert not Translation.objects.filter(
        source__object_id=summer().translation_key, enabled=True
    ).exists()


def test_a_mirror_is_not_copied(editor, old, korean):
    in_korean(old).delete()
    old.copy_for_translation(korean, alias=True)
    html = duplicate(editor, old)
    assert "“Summer” was created as a draft. Fill in its dates." in html
    assert not summer().get_translations().exists()


def test_organisations_are_not_touched(editor, issue):
    before = list(Organisation.objects.order_by("pk").values_list("pk", "latest_revision"))
    duplicate(editor, issue)
    assert before == list(Organisation.objects.order_by("pk").values_list("pk", "latest_revision"))


# ── The form ─────────────────────────────────────────────────────────────────────────────────


def test_the_form_names_what_it_does(editor, old):
    html = editor.get(address(old)).content.decode()
    assert "New issue from this one" in html
    assert "It will also be created in Korean." in html


def test_without_a_slug_it_is_made_of_the_title(editor, old):
    duplicate(editor, old, title="Summer!", slug="")
    assert summer().title == "Summer!"


def test_a_title_that_cannot_be_romanised_needs_a_slug(editor, old):
    html = duplicate(editor, old, title="夏", slug="")
    assert "the title has none" in html
    assert not IssuePage.objects.filter(title="夏").exists()
    duplicate(editor, old, title="여름호", slug="")
    assert IssuePage.objects.get(title="여름호", locale__language_code="en").slug == "yeoreumho"


def test_a_slug_that_only_korean_uses_is_refused(editor, old):
    index = archive("ko")
    index.add_child(instance=IssuePage(title="K", slug="summer", summary="s", live=False))
    html = duplicate(editor, old)
    assert "“summer” is already the slug of a page beside it in 한국어." in html
    assert not IssuePage.objects.filter(slug="summer", locale__language_code="en").exists()


def test_the_button_is_in_the_menus_of_issues_only(editor, old):
    edit = reverse("wagtailadmin_pages:edit", args=[old.pk])
    listing = reverse("wagtailadmin_explore", args=[old.get_parent().pk])
    for screen in (edit, listing):
        html = editor.get(screen).content.decode()
        assert f'href="{address(old)}"' in html
        assert address(old.get_parent()) not in html
    assert editor.get(address(old.get_parent())).status_code == 404


def test_half_a_copy_is_none(editor, old, monkeypatch):
    monkeypatch.setattr("localization.duplicate.carry_overrides", lambda *args: 1 / 0)
    editor.raise_request_exception = False
    assert editor.post(address(old), {"title": "S", "slug": "summer"}).status_code == 500
    assert not IssuePage.objects.filter(slug="summer").exists()


def test_who_may_not_add_in_korean_is_told_so(old, django_user_model):
    client = somebody(django_user_model, ("add", archive("en")))
    html = client.get(address(old), follow=True).content.decode()
    assert "You cannot add “Spring” once more in 한국어." in html
    duplicate(client, old)
    assert not IssuePage.objects.filter(slug="summer").exists()


def test_who_may_only_add_can_make_a_new_issue(old, django_user_model):
    client = somebody(django_user_model, ("add", archive("en")), ("add", archive("ko")))
    duplicate(client, old)
    assert in_korean(summer()).owner.username == "somebody"
    screen = reverse("wagtailadmin_explore", args=[old.get_parent().pk])
    assert address(old) in client.get(screen).content.decode()


def test_who_may_only_edit_is_not_offered_it(old, django_user_model):
    client = somebody(django_user_model, ("change", archive("en")), ("change", archive("ko")))
    edit = reverse("wagtailadmin_pages:edit", args=[old.pk])
    assert address(old) not in client.get(edit).content.decode()
    duplicate(client, old)
    assert not IssuePage.objects.filter(slug="summer").exists()


def test_a_long_issue_costs_as_many_queries_as_a_short_one(
    editor, add_issue, admin_user, django_assert_num_queries
):
    def translated(slug: str, sentences: int) -> IssuePage:
        html = "".join(f"<p>Sentence {number} of many.</p>" for number in range(sentences))
        issue = add_issue(text("a", html), slug=slug)
        translate(issue)
        return issue

    short, long = translated("short", 1), translated("long", 50)
    with CaptureQueriesContext(connection) as few:
        start_from(short, title="A", slug="a", user=admin_user)
    with django_assert_num_queries(len(few)):
        new, _korean = start_from(long, title="B", slug="b", user=admin_user)
    assert translation_status(in_korean(new)).needs_review == 51


# ── What an editor does with it ──────────────────────────────────────────────────────────────


def filled_in(start_date: str, edition_date: str) -> dict:
    """The editor's form with an event in it."""
    event = {**EVENT, "summary": rich_text(EVENT["summary"]), "start_date": start_date}
    event |= {"end_date": "", "organisers": streamfield([]), "materials": streamfield([])}
    event |= {"venue": "", "registration_url": "", "video_url": "", "duration": ""}
    event["image"] = {"image": "", "alt_text": ""}
    return nested_form_data(
        {
            "title": "Summer",
            "slug": "summer",
            "edition_date": edition_date,
            "number": "",
            "summary": "A summary.",
            "cover": "",
            "cover_alt": "",
            "social_image": "",
            "seo_title": "",
            "search_description": "",
            "body": streamfield([("event", event)]),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
        }
    )


@pytest.mark.parametrize(
    ("start_date", "edition_date", "published"),
    [
        ("", "", False),
        ("2026-06-10", "", False),
        ("", "2026-06-01", False),
        ("2026-06-10", "2026-06-01", True),
    ],
)
def test_a_draft_is_saved_without_dates_and_published_only_with_them(
    editor, old, start_date, edition_date, published
):
    duplicate(editor, old)
    edit = reverse("wagtailadmin_pages:edit", args=[summer().pk])
    data = filled_in(start_date, edition_date)
    revisions = summer().revisions.count()
    assert editor.post(edit, data).status_code == 302
    assert summer().revisions.count() == revisions + 1
    editor.post(edit, data | {"action-publish": "1"})
    assert summer().live == published


def test_the_preview_of_a_draft_without_dates_renders(editor, old):
    duplicate(editor, old)
    for page, words in ((summer(), "Open discussion"), (in_korean(summer()), "한 Open discussion")):
        draft = page.get_latest_revision_as_object()
        response = draft.make_preview_request(preview_mode=draft.default_preview_mode)
        assert response.status_code == 200
        html = response.content.decode()
        assert words in html
        assert 'datetime=""' not in html
        view = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
        assert editor.get(view).status_code == 200
