"""Deleting what is in use: the screen says where, and everything that used it still works."""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from html import unescape

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.blocks import ChooserBlock, ListBlock
from wagtail.documents import get_document_model
from wagtail.images.blocks import ImageBlock
from wagtail.models import Collection, Comment, Page
from wagtail_localize.models import OverridableSegment, SegmentOverride

from home.models import HomePage, StandingPage
from images.models import Picture
from localization.publish import publish_translation
from newsletters.blocks import IssueBody
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


# Where something is chosen in an issue, and whether one could not be published without it
PLACES = {
    "event.organisers.item": True,
    "event.image": False,
    "event.image beside a video": True,
    "cso_profile.organisation": True,
    "cso_profile.image": False,
    "cso_profile.image beside a video": True,
    "cso_list.organisations.item.organisation": True,
    "interview.organisation": False,
    "interview.image": False,
    "interview.image beside a video": True,
    "news.image": False,
    "video.image beside a video": True,
    "image.image": True,
}


def choosers(block, path: str) -> Iterator[str]:
    """The places within a block where something is chosen."""
    if isinstance(block, (ChooserBlock, ImageBlock)):
        yield path
        return
    inner = {"item": block.child_block} if isinstance(block, ListBlock) else {}
    for name, child in {**inner, **getattr(block, "child_blocks", {})}.items():
        yield from choosers(child, f"{path}.{name}" if path else name)


def choose(value: dict, path: list[str], chosen: int) -> None:
    name, *rest = path
    if rest == ["item"]:
        value[name] = [chosen]
    elif rest:
        choose(value[name][0]["value"], rest[1:], chosen)
    else:
        value[name] = {"image": chosen, "decorative": True} if name == "image" else chosen


def users() -> tuple[list[dict], dict[str, Picture | Organisation]]:
    """For each place a block that uses something there that is used nowhere else."""
    known = {block["type"]: block for block in examples()}
    logo, locale = known["image"]["value"]["image"]["image"], HomePage.objects.first().locale
    body, used = [], {}
    for place in PLACES:
        path, _beside, video = place.partition(" beside a ")
        kind, *rest = path.split(".")
        block = deepcopy(known[kind])
        if "video_url" in block["value"] and not video:
            block["value"]["video_url"] = ""
        elif video:
            block["value"]["video_url"] = "https://vimeo.com/76979871"
        if rest[-1] == "image":
            used[place] = Picture.objects.create(
                title=place, file=Picture.objects.get(pk=logo).file.name, width=9, height=9
            )
        else:
            used[place] = Organisation.objects.create(name=place, locale=locale)
        choose(block["value"], rest, used[place].pk)
        body.append(block)
    return body, used


def bulk_address(instance) -> str:
    model = instance._meta.label_lower.replace(".", "/")
    return f"/admin/bulk/{model}/delete/?id={instance.pk}&next=/admin/"


@pytest.mark.parametrize("draft", [False, True])
def test_what_an_issue_could_not_be_published_without_stays(editor, add_issue, draft):  # noqa: F811
    assert {place.split(" ")[0] for place in PLACES} == set(choosers(IssueBody(), ""))
    body, used = users()
    page = add_issue(*([] if draft else body))
    if draft:
        page.body = json.dumps(body)
        page.save_revision(clean=False)
    for place, instance in used.items():
        kind = type(instance).__name__.lower()
        for address in (delete_address(kind, instance), bulk_address(instance)):
            screen = editor.get(address)
            said = words(screen)
            assert ("could not be published without it" in said) is PLACES[place], place
            assert ("Yes, delete" in screen.text) is not PLACES[place], place
            assert ("Back to the editor" in said) is PLACES[place], place
            assert f"{page.title} (English): Contents › " in said, place
        editor.post(bulk_address(instance))
        assert type(instance).objects.filter(pk=instance.pk).exists() is PLACES[place], place


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
    picture = used["picture"].pk
    chosen = chosen_values(editor.get(f"/admin/pages/{korean.pk}/edit/"))
    assert picture in chosen
    for kind in ("document", "page"):
        with committed():
            assert editor.post(delete_address(kind, used[kind])).status_code == 302, kind
    for kind in ("picture", "organisation"):  # an editor could not; a program may
        with committed():
            used[kind].delete()
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


def test_what_is_needed_no_more_can_be_deleted(editor, used, publish):
    english, korean = used["english"], used["korean"]
    for kind in ("picture", "organisation"):
        said = words(editor.get(bulk_address(used[kind])))
        assert f"{korean.title} (한국어): " in said, kind
        editor.post(bulk_address(used[kind]))
        assert type(used[kind]).objects.filter(pk=used[kind].pk).exists(), kind
    publish(english, body=[], cover=None, social_image=None)
    publish_translation(into_korean(english))
    assert not in_korean(english).body
    for kind in ("picture", "organisation"):
        editor.post(bulk_address(used[kind]))
        assert not type(used[kind]).objects.filter(pk=used[kind].pk).exists(), kind
    assert not Organisation.objects.filter(name__contains="Open Door").exists(), "in no language"


def test_what_every_page_links_to_is_not_called_unused(editor, db):
    for slug, said in (("about", "The menu of"), ("privacy", "The foot of")):
        page = StandingPage.objects.get(slug=slug, locale__language_code="ko")
        shown = words(editor.get(delete_address("page", page)))
        assert f"{said} every page links to it." in shown
        assert "used nowhere" not in shown
    page = HomePage.objects.get(locale__language_code="en")
    draft = page.add_child(instance=StandingPage(title="New", slug="new", live=False))
    assert "It is used nowhere." in words(editor.get(delete_address("page", draft)))


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
