"""The schedule in the editor: whose clock it is, what is over, and what was cancelled."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield
from wagtail.users.models import UserProfile

from newsletters.models import IssuePage
from tests.localization.conftest import (  # noqa: F401 - add_issue is a fixture
    add_issue,
    text,
)


def moment(at) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


def latest(page: IssuePage) -> IssuePage:
    return IssuePage.objects.get(pk=page.pk).get_latest_revision_as_object()


def form_of(*, action: str = "", **changes: str) -> dict:
    """The form of an issue."""
    data = {
        "edition_date": "2026-03-01",
        "summary": "S.",
        "body": streamfield([("text", {"text": rich_text("<p>Hello.</p>")})]),
        "go_live_at": "",
        "expire_at": "",
        **changes,
    }
    data |= {f"comments-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return nested_form_data(data | ({f"action-{action}": action} if action else {}))


def post(editor, page: IssuePage, action: str = "", **changes: str):
    """Send the form of an issue as it is, with these changes."""
    draft = latest(page)
    data = {
        "title": draft.title,
        "slug": draft.slug,
        "go_live_at": moment(draft.go_live_at) if draft.go_live_at else "",
        "expire_at": moment(draft.expire_at) if draft.expire_at else "",
        **changes,
    }
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return editor.post(address, form_of(action=action, **data), follow=True)


@pytest.fixture
def expired(add_issue) -> IssuePage:  # noqa: F811
    """An issue whose time is over."""
    page = add_issue(text("a", "<p>Hello.</p>"))
    over = timezone.now() - timedelta(days=1, seconds=7)
    IssuePage.objects.filter(pk=page.pk).update(expire_at=over)
    draft = IssuePage.objects.get(pk=page.pk)
    draft.save_revision()
    call_command("publish_scheduled")
    return IssuePage.objects.get(pk=page.pk)


def test_what_is_over_can_be_edited_and_published_again(editor, reader, expired, committed):
    assert (expired.live, expired.expired) == (False, True)
    for title in ("One", "Two"):
        form = post(editor, expired, title=title).context["form"]
        assert not form.errors
        draft = latest(expired)
        assert (draft.title, draft.expire_at is None) == (title, False)
    said = post(editor, expired, expire_at=moment(timezone.now() - timedelta(hours=2)))
    assert "Expiry date/time must be in the future" in said.content.decode()
    with committed():
        post(editor, expired, "publish", title="Again")
    page = IssuePage.objects.get(pk=expired.pk)
    assert (page.live, page.expire_at, page.title) == (True, None, "Again")
    assert reader.get(page.url).status_code == 200


def test_many_at_once_can_be_published_again_too(editor, reader, expired, committed):
    with committed():
        editor.post(f"/admin/bulk/wagtailcore/page/publish/?id={expired.pk}&next=/admin/")
    page = IssuePage.objects.get(pk=expired.pk)
    assert (page.live, page.expire_at) == (True, None)
    assert reader.get(page.url).status_code == 200


def test_the_dialog_names_the_time_zone(editor, admin_user, issue):
    places = [
        reverse("wagtailadmin_pages:edit", args=[issue.pk]),
        reverse("wagtailadmin_pages:add", args=["newsletters", "issuepage", issue.get_parent().pk]),
    ]
    for place in places:
        assert editor.get(place).content.decode().count("Seoul time (UTC+09).") == 2
    profile = UserProfile.get_for_user(admin_user)
    profile.current_time_zone = "Europe/Brussels"
    profile.save()
    assert "Brussels time (UTC+0" in editor.get(places[0]).content.decode()


def test_a_cancelled_schedule_leaves_no_date(editor, reader, add_issue, committed):  # noqa: F811
    page = add_issue(text("a", "<p>Hello.</p>"))
    page.unpublish()
    later = moment(timezone.now() + timedelta(days=3))
    with committed():
        post(editor, page, "publish", go_live_at=later)
    revision = Page.objects.get(pk=page.pk).scheduled_revision
    address = reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, revision.pk])
    with committed():
        editor.post(address)
    page = IssuePage.objects.get(pk=page.pk)
    assert page.go_live_at is None
    assert page.get_latest_revision_as_object().go_live_at is None
    with committed():
        post(editor, page, "publish")
    assert IssuePage.objects.get(pk=page.pk).live
    assert reader.get(page.url).status_code == 200
