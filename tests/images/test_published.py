"""What was accepted breaks nothing, wherever it is shown: as a cover, and in every block."""

import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from api.store.sequencer import flush
from images.generation import generate_wanted
from images.models import Picture, Rendition
from newsletters.blocks import IssueBody
from newsletters.models import IssuePage
from tests.images.formats import ACCEPTED, data_of

BLOCKS = IssueBody().child_blocks
ALT = "Words in place of the picture"
KINDS = ["grey16.png", "chart.gif"]  # as they are stored; `make test-faults` shows all


def blocks_with(picture: Picture) -> list[dict]:
    """One of each block that takes a picture."""
    body = []
    for name, block in BLOCKS.items():
        if "image" in getattr(block, "child_blocks", {}):
            picture.contextual_alt_text, picture.decorative = ALT, False
            value = block.normalize({**block.example(), "image": picture})
            body.append({"type": name, "value": block.get_prep_value(value)})
    assert len(body) >= 6
    return body


def publish_with(issue: IssuePage, names: list[str]) -> list[IssuePage]:
    """An issue for each file, with it in every place."""
    pages = []
    for number, name in enumerate(names):
        picture = Picture.objects.create(title=name, file=ContentFile(data_of(name), name))
        page = IssuePage(
            title=f"Issue {number}", slug=f"issue-{number}", locale=issue.locale,
            edition_date=issue.edition_date, number=900 + number, cover=picture, cover_alt=ALT,
            summary="Odd", social_image=picture, body=blocks_with(picture),
        )  # fmt: skip
        pages.append(issue.get_parent().add_child(instance=page))
    return pages


def assert_shown_everywhere(pages: list[IssuePage], reader, editor) -> None:
    """Page, card, preview, API and what is on many pages."""
    flush(deferred=True)
    for page in pages:
        v1 = reader.get(f"/api/v1/issues/{page.translation_key}/?locale=en").json()
        assert v1["cover"]["src"].endswith(".jpg"), page.cover.title
        html = reader.get(page.url).content.decode()
        assert html.count(f"/media/images/{page.cover_id}/") > 20, page.cover.title
        assert f"/images/{page.cover_id}/" in reader.get(f"/api/v2/pages/{page.pk}/").text
        reader.get(f"/card/{page.translation_key}.jpg")  # has its cut of the cover generated
        assert editor.get(f"/admin/pages/{page.pk}/edit/preview/").status_code == 200
    for path in (
        "/", "/newsletters/", "/news/", "/events/", "/search/?q=picture", "/calendar.ics",
        "/api/v1/issues/?locale=en&fields=full&limit=50", "/api/v1/search/?q=workshop&locale=en",
        "/api/v1/events/?locale=en", "/admin/images/",
    ):  # fmt: skip
        assert editor.get(path).status_code == 200, path


def assert_all_generated(pages: list[IssuePage]) -> None:
    """No rendition fails."""
    generate_wanted()
    waiting = Rendition.objects.filter(image__in=[page.cover_id for page in pages])
    failed = waiting.filter(generated_at=None).values("image__title", "filter_spec", "error")
    assert not failed.first()


def test_a_picture_of_every_kind_is_shown_everywhere(issue, reader, editor):
    pages = publish_with(issue, KINDS)
    assert_shown_everywhere(pages, reader, editor)
    assert_all_generated(pages)


@pytest.mark.faults
def test_every_file_is_shown_everywhere_in_every_rendition(issue, reader, editor):
    pages = publish_with(issue, list(ACCEPTED))
    assert_shown_everywhere(pages, reader, editor)
    assert_all_generated(pages)


@pytest.mark.parametrize("fault", ["lost", "garbage"])
def test_a_picture_that_cannot_be_rendered_is_left_out(fault, issue, reader, editor):
    """Its alt text stays, and nothing else suffers."""
    (page,) = publish_with(issue, ["colours.png"])
    name = page.cover.file.name
    default_storage.delete(name)
    if fault == "garbage":
        default_storage.save(name, ContentFile(b"\x89PNG\r\n\x1a\n" + bytes(99)))
    flush(deferred=True)
    for path in (
        page.url, "/newsletters/", f"/api/v1/issues/{page.translation_key}/?locale=en",
        f"/api/v2/pages/{page.pk}/", f"/admin/pages/{page.pk}/edit/", "/admin/images/",
        f"/admin/images/{page.cover_id}/",
    ):  # fmt: skip
        assert editor.get(path).status_code == 200, path
    generate_wanted()
    html = reader.get(page.url).content.decode()
    assert html.count(f'alt="{ALT}"') > 5
    assert not re.search(r'src="[^"]*not-found', html)
    card = f"/card/{page.translation_key}.jpg"
    reader.get(card)  # has its cut of the cover generated, in vain
    generate_wanted()
    assert reader.get(card).status_code == 200
    report = editor.get("/admin/reports/pictures/").content.decode()
    assert "colours.png" in report
    assert f"/admin/images/{page.cover_id}/" in report
    editor.post(  # and it is mended as the report says
        f"/admin/images/{page.cover_id}/",
        {"title": "Mended", "collection": 1, "file": ContentFile(data_of("grey.png"), "new.png")},
    )
    generate_wanted()
    assert "Every picture can be shown." in editor.get("/admin/reports/pictures/").text
