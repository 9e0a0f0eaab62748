"""Two who edit at once: nobody's saved words are replaced before whoever saves was told."""

import re

import pytest
from django.contrib.admin.utils import quote
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from newsletters.models import Organisation

NEWER = "saved a newer version"


def shown(client, url: str) -> dict[str, str]:
    """What the form at this address says of the version that it shows."""
    return shown_by(client.get(url).text)


def shown_by(html: str) -> dict[str, str]:
    names = ("loaded_revision_id", "loaded_revision_created_at")
    return {name: re.search(f'name="{name}" value="([^"]*)"', html)[1] for name in names}


@pytest.fixture(params=["page", "snippet"])
def edited(request, issue, django_user_model):
    """A page or a snippet with its edit view, its form's data and the name of a field."""
    if request.param == "page":
        facts = {
            "title": "Mine",
            "slug": "october-2020",
            "summary": "S.",
            "cover": "",
            "volume": "",
        }
        stream = streamfield([("text", {"text": rich_text("<p>Hello.</p>")})])
        data = nested_form_data({**facts, "edition_date": "2020-10-01", "body": stream})
        return issue, reverse("wagtailadmin_pages:edit", args=[issue.pk]), data, "title"
    one = Organisation.objects.filter(locale__language_code="en").first()
    name = "wagtailsnippets_newsletters_organisation:edit"
    links = streamfield([])
    data = {
        "name": "Mine",
        "kind": one.kind,
        "slug": one.slug,
        "description": rich_text("<p>x</p>"),
    }
    data = nested_form_data({**data, "social_links": links})
    return one, reverse(name, args=[quote(one.pk)]), data, "name"


def latest(instance, field: str) -> str:
    instance = type(instance).objects.get(pk=instance.pk)
    return getattr(instance.get_latest_revision_as_object(), field)


def test_who_saves_over_a_newer_version_is_told_first(edited, editor, django_user_model):
    instance, url, data, field = edited
    colleague = django_user_model.objects.create_user("mina", first_name="Mina")
    instance.save_revision()
    opened = data | shown(editor, url)
    newer = type(instance).objects.get(pk=instance.pk)
    setattr(newer, field, "Of a colleague")
    newer.save_revision(user=colleague)

    refused = editor.post(url, opened)
    assert refused.status_code == 200
    assert f"Mina {NEWER} at" in refused.text
    assert 'value="Mine"' in refused.text
    assert latest(instance, field) == "Of a colleague"
    again = opened | shown_by(refused.text)
    assert editor.post(url, again).status_code == 302
    assert latest(instance, field) == "Mine"


@pytest.mark.parametrize("way", ["action-publish", "action-submit", ""])
def test_every_way_of_saving_is_refused_and_a_confirmed_one_is_not(edited, editor, way):
    instance, url, data, field = edited
    instance.save_revision()
    opened = data | shown(editor, url) | ({way: "1"} if way else {})
    instance.save_revision()
    assert "newer version was saved in another window" in editor.post(url, opened).text
    assert latest(instance, field) != "Mine"
    assert editor.post(url, opened | {"overwrite_confirmed": "1"}).status_code == 302
    assert latest(instance, field) == "Mine"


def test_ones_own_autosave_is_no_conflict(edited, editor):
    instance, url, data, field = edited
    instance.save_revision()
    opened = data | shown(editor, url)
    saved = editor.post(url, opened, headers={"Accept": "application/json"}).json()
    assert saved["success"], saved
    own = opened | {"overwrite_revision_id": saved["revision_id"], field: "Mine again"}
    assert editor.post(url, own).status_code == 302
    assert latest(instance, field) == "Mine again"
