"""Deleting what is in use: the screen says where, and everything that used it still works."""

import json
import re
from html import unescape

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.documents import get_document_model
from wagtail.models import Collection, Comment, Page
from wagtail_localize.models import OverridableSegment, SegmentOverride

from home.models import HomePage, StandingPage
from images.models import Picture
from localization.publish import publish_translation
from newsletters.models import IssuePage, Organisation
from publishing.preflight import Unpublishable
from tests.images.conftest import upload
from tests.localization.conftest import (  # noqa: F401 - add_issue is a fixture
    add_issue,
    in_korean,
    into_korean,
    text,
    translate,
)
from tests.publishing.test_ids import examples

KINDS = ("picture", "document", "organisation", "page")


@pytest.fixture
def used(add_issue, publish) -> dict:  # noqa: F811
    """One of each kind, used wherever an issue in two languages can."""
    home = HomePage.objects.get(locale__language_code="en")
    page = StandingPage(title="Statutes", slug="statutes", locale=home.locale)
    home.add_child(instance=page)
    page.save_revision().publish()
    organisation = Organisation(name="Open Door", locale=home.locale, live=False)
    organisation.save()
    publish(organisation)
    document = get_document_model().objects.create(
        title="Report", file=ContentFile(b"words", name="report.txt")
    )
    found = {"page": page, "organisation": organisation, "document": document}
    found["picture"] = upload(name="demonstration.png")  # the newest: all examples show it
    return found | issues(add_issue, found)


def issues(add_issue, used: dict) -> dict:  # noqa: F811
    """An issue in two languages, every block of which uses what it can."""
    body = examples()
    links = (
        f'<p><a linktype="page" id="{used["page"].pk}">The statutes</a> and '
        f'<a linktype="document" id="{used["document"].pk}">the report</a>.</p>'
    )
    for block in body:
        value, key = block["value"], used["organisation"].pk
        if "organisation" in value:
            value["organisation"] = key
        if "organisers" in value:
            value["organisers"] = [key]
            value["image"] = {"image": used["picture"].pk, "decorative": True}
        for item in value.get("organisations", []):
            item["value"]["organisation"] = key
        value |= {name: links for name, old in value.items() if str(old).startswith("<p")}
    facts = {"cover": used["picture"], "social_image": used["picture"], "cover_alt": "A march"}
    english = add_issue(*body, **facts)
    translate(english)
    replace_pictures(english, used["picture"])
    publish_translation(into_korean(english))
    return {"english": IssuePage.objects.get(pk=english.pk), "korean": in_korean(english)}


def replace_pictures(page: Page, picture: Picture) -> None:
    """Have the Korean page choose its pictures for itself."""
    locale = in_korean(page).locale
    for segment in OverridableSegment.objects.filter(source=into_korean(page).source):
        if json.loads(segment.data_json) == picture.pk:
            SegmentOverride.objects.create(
                locale=locale, context=segment.context, data_json=json.dumps(picture.pk)
            )


def delete_address(kind: str, instance) -> str:
    name = {
        "picture": "wagtailimages:delete",
        "document": "wagtaildocs:delete",
        "organisation": "wagtailsnippets_newsletters_organisation:delete",
        "page": "wagtailadmin_pages:delete",
        "collection": "wagtailadmin_collections:delete",
    }[kind]
    return reverse(name, args=[instance.pk])


def words(response) -> str:
    main = response.content.decode().partition('id="main"')[2]
    return " ".join(
        unescape(strip_tags(re.sub("<script.*?</script>", "", main, flags=re.S))).split()
    )


def chosen_values(response) -> set:
    """What wagtail-localize's editor has to show: with what is not there it stays blank."""
    props = json.loads(response.context["props"])
    overrides = [override["data"] for override in props["initialOverrides"]]
    values = [one["value"] for one in props["segments"] if one["type"] == "synchronised_value"]
    return {value for value in [*values, *overrides] if isinstance(value, int)}


def visits(english: IssuePage, korean: IssuePage) -> list[str]:
    """Everything that shows an issue: to readers, to apps, to editors and to translators."""
    found = ["/calendar.ics", "/events/", "/interviews/", "/search/?q=Free", "/newsletters/"]
    for page, code in ((english, "en"), (korean, "ko")):
        latest, *_others = page.revisions.order_by("-pk")
        earliest = page.revisions.order_by("pk").first()
        found += [
            page.get_url(),
            f"/api/v1/issues/{page.translation_key}/?locale={code}",
            f"/api/v1/entries/?locale={code}&fields=full",
            f"/api/v2/pages/{page.pk}/",
            f"/admin/pages/{page.pk}/edit/",
            f"/admin/pages/{page.pk}/view_draft/",
            f"/admin/pages/{page.pk}/history/",
            f"/admin/pages/{page.pk}/revisions/{earliest.pk}/view/",
            f"/admin/pages/{page.pk}/revisions/compare/earliest...latest/",
            f"/admin/pages/{page.pk}/revisions/compare/{latest.pk}...live/",
            f"/admin/pages/{page.pk}/revisions/{earliest.pk}/revert/",
        ]
    return [*found, reverse("localization:workbench", args=[into_korean(english).pk])]


def test_the_screen_says_where_and_what_used_it_still_works(editor, used, publish, committed):
    english, korean = used["english"], used["korean"]
    other = IssuePage.objects.get(slug="october-2020", locale=english.locale)
    other.cover = used["picture"]
    other.save_revision()
    for kind in KINDS:
        said = words(editor.get(delete_address(kind, used[kind])))
        assert f"{english.title} (English): " in said, kind
        assert f"{korean.title} (한국어): " in said, kind
        assert "Contents › 3. Event" in said, kind
    said = words(editor.get(delete_address("picture", used["picture"])))
    assert f"{other.title} (English): Cover picture – only in its draft" in said
    picture, chosen = (
        used["picture"].pk,
        chosen_values(editor.get(f"/admin/pages/{korean.pk}/edit/")),
    )
    assert picture in chosen
    for kind in KINDS:
        with committed():
            assert editor.post(delete_address(kind, used[kind])).status_code == 302, kind
    assert not Organisation.objects.filter(name__contains="Open Door").exists(), "in no language"
    for address in visits(english, korean):
        with committed():
            response = editor.get(address)
        assert response.status_code == 200, address
        assert "Open Door" not in response.content.decode() or "/admin/" in address, address
    assert chosen_values(editor.get(f"/admin/pages/{korean.pk}/edit/")) == chosen - {picture}
    with pytest.raises(Unpublishable, match=r"Contents › 8\. Video › Picture: This field is req"):
        publish(english, title="New")
    assert "Organised by" not in editor.get(english.get_url()).content.decode()


def test_many_at_once(editor, used):
    for kind, model in (
        ("picture", "images.picture"),
        ("organisation", "newsletters.organisation"),
    ):
        address = f"/admin/bulk/{model.replace('.', '/')}/delete/?id={used[kind].pk}&next=/admin/"
        assert f"{used['korean'].title} (한국어): " in words(editor.get(address)), kind
        assert editor.post(address).status_code == 302
    assert not Organisation.objects.filter(name__contains="Open Door").exists(), "in no language"


def test_other_screens_that_say_where(editor, used, django_user_model):
    user = django_user_model.objects.create_user("writer", email="w@example.org")
    english = used["english"]
    Comment.objects.create(page=english, user=user, text="Hm", contentpath="title")
    english.save()
    said = words(editor.get(reverse("wagtailusers_users:delete", args=[user.pk])))
    assert f"{english.title} (English): " in said
    assert "Comment" in said
    organisation = used["organisation"]
    name = "wagtailsnippets_newsletters_organisation:unpublish"
    said = words(editor.get(reverse(name, args=[organisation.pk])))
    assert f"{english.title} (English): Contents › " in said
    assert "Contents › 3. Event › Organisers" in said
    assert "translations are deleted" not in said


def test_a_collection_that_is_not_empty_stays(editor, used):
    collection = Collection.get_first_root_node().add_child(name="March")
    Picture.objects.filter(pk=used["picture"].pk).update(collection=collection)
    address = delete_address("collection", collection)
    assert "It contains: 1 image" in words(editor.get(address))
    editor.post(address)
    assert Collection.objects.filter(pk=collection.pk).exists()
