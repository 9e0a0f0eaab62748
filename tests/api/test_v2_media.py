"""/api/v2/images/ and documents/: what a public page shows, and never an original's address."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction

from images.models import Picture
from newsletters.models import IssuePage

Document = get_document_model()


def listed(reader, name: str) -> set[int]:
    answer = reader.get(f"/api/v2/{name}/?limit=50")
    assert answer.status_code == 200, answer.content
    return {item["id"] for item in answer.json()["items"]}


@pytest.fixture
def private(db) -> Collection:
    collection = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    return collection


@pytest.fixture
def picture(db) -> Picture:
    """One more, which nothing shows, with a telling name."""
    data = BytesIO()
    Image.new("RGB", (64, 48), "teal").save(data, "JPEG")
    file = ContentFile(data.getvalue(), name="whistle-blower.jpg")
    return Picture.objects.create(title="whistle-blower", file=file)


@pytest.fixture
def fresh(issue) -> IssuePage:
    """An issue that nobody has published yet."""
    page = IssuePage(title="Soon", slug="soon", edition_date="2021-07-01", summary="Soon.")
    page.locale, page.live = issue.locale, False
    return issue.get_parent().add_child(instance=page)


def use(page: IssuePage, picture: Picture, file: Document) -> None:
    """Show the picture on the page and link to the file from it."""
    link = f'<p><a linktype="document" id="{file.pk}">the report</a></p>'
    block = {"type": "text", "id": "0b6f0e0c-9c3e-4a4d-8f5e-2b8f3a1c7d55", "value": {"text": link}}
    page.cover = picture
    page.body = json.dumps([*page.body.raw_data, block], default=dict)


def draft(page: IssuePage) -> None:
    page.save_revision()


def embargo(page: IssuePage) -> None:
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision().publish()


def publish_it(page: IssuePage) -> None:
    page.save_revision().publish()


def withdraw(page: IssuePage) -> None:
    publish_it(page)
    IssuePage.objects.get(pk=page.pk).unpublish()


def expire(page: IssuePage) -> None:
    publish_it(page)
    IssuePage.objects.get(pk=page.pk).unpublish(set_expired=True)


# What becomes of the page that uses them, and whether they are public then
STATES = {
    "unused": (None, False),
    "draft": (draft, False),
    "under embargo": (embargo, False),
    "published": (publish_it, True),
    "unpublished": (withdraw, False),
    "expired": (expire, False),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("new", [True, False])
def test_only_what_a_public_page_shows(reader, issue, fresh, picture, report, state, new):
    done, public = STATES[state]
    page = fresh if new else issue
    if done:
        use(page, picture, report)
        done(page)
    are_public(reader, picture, report, public)


def test_nothing_of_a_private_collection(reader, fresh, picture, report, private):
    use(fresh, picture, report)
    publish_it(fresh)
    are_public(reader, picture, report, True)
    for each in (picture, report):
        each.collection = private
        each.save()
    are_public(reader, picture, report, False)


def are_public(reader, picture: Picture, report: Document, public: bool) -> None:
    for name, each in (("images", picture), ("documents", report)):
        assert (each.pk in listed(reader, name)) is public, name
        status = reader.get(f"/api/v2/{name}/{each.pk}/").status_code
        assert status == (200 if public else 404), name


def test_a_picture_comes_as_a_jpeg_of_its_own_and_not_as_it_was_uploaded(
    reader, publish, issue, picture
):
    publish(issue, cover=picture)
    for path in (f"/api/v2/images/{picture.pk}/?fields=*", "/api/v2/images/?fields=*&limit=50"):
        answer = reader.get(path)
        assert answer.status_code == 200
        assert b"whistle-blower" not in answer.content
        assert picture.file.name.encode() not in answer.content
        assert b"original" not in answer.content
    data = reader.get(f"/api/v2/images/{picture.pk}/").json()
    assert data["meta"]["download_url"].startswith("http://testserver/media/images/")
    assert data["meta"]["download_url"].endswith("format-jpeg.jpg")
    assert (data["width"], data["height"]) == (picture.width, picture.height)
    for oracle in ("title=whistle-blower", "search=whistle", "order=title", "fields=title"):
        assert reader.get(f"/api/v2/images/?{oracle}").status_code == 400, oracle


def test_a_list_of_pictures_costs_the_same_for_any_length(reader, django_assert_max_num_queries):
    with django_assert_max_num_queries(5) as short:
        assert len(reader.get("/api/v2/images/?limit=2").json()["items"]) == 2
    with django_assert_max_num_queries(len(short)):
        assert len(reader.get("/api/v2/images/?limit=50").json()["items"]) > 5


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("images/?nonsense=1", 400),
        ("images/?offset=99999999999999", 400),
        ("images/?id=%00", 400),
        ("documents/?order=nonsense", 400),
        ("documents/?limit=1000", 400),
        ("documents/999999/", 404),
        ("images/999999/", 404),
        ("images/find/?html_path=/x", 404),
        ("pages/?limit=1000", 400),
        ("pages/999999/", 404),
        ("nothing/", 404),
    ],
)
def test_errors_are_told_as_wagtail_tells_them(reader, db, path, status):
    answer = reader.get(f"/api/v2/{path}")
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/json")
    assert answer.json().keys() == {"message"}
    assert answer.json()["message"]
