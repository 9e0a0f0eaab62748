"""The picture library."""

import io
import re
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from api.store.sequencer import flush
from images.models import Picture


def upload(colour: str, form: str = "PNG", mode: str = "RGB") -> Picture:
    data = io.BytesIO()
    Image.new(mode, (60, 40), colour).save(data, form)
    return Picture.objects.create(
        title="Some_file_0012", file=ContentFile(data.getvalue(), f"x.{form.lower()}")
    )


@pytest.mark.parametrize(
    ("form", "mode"), [("PNG", "RGB"), ("PNG", "RGBA"), ("WEBP", "RGB"), ("GIF", "P"), ("PNG", "L")]
)
def test_the_dominant_colour_is_noted(form, mode, db):
    colour = "#808080" if mode in "LP" else "#d4502b"
    found = upload(colour if mode != "P" else 0, form, mode).colour
    assert len(found) == 7
    if mode in ("RGB", "RGBA"):
        # a lossy format may be off by a shade
        assert all(
            abs(int(found[i : i + 2], 16) - int(colour[i : i + 2], 16)) < 8 for i in (1, 3, 5)
        )


def test_a_new_file_gets_a_new_colour(db):
    picture = upload("#d4502b")
    data = io.BytesIO()
    Image.new("RGB", (60, 40), "#22594d").save(data, "PNG")
    picture.file = ContentFile(data.getvalue(), "y.png")
    picture.save()
    assert picture.colour == "#22594d"


def test_a_file_name_is_never_an_alt_text(db):
    picture = upload("#d4502b")
    assert picture.default_alt_text == ""
    picture.description = "A lantern"
    assert picture.default_alt_text == "A lantern"


def test_a_picture_that_unfolds_to_a_giant_is_refused(editor):
    data = io.BytesIO()
    Image.new("1", (9000, 9000)).save(data, "PNG")
    answer = editor.post(
        "/admin/images/add/",
        {"title": "Bomb", "file": ContentFile(data.getvalue(), "bomb.png"), "collection": 1},
    )
    assert not Picture.objects.filter(title="Bomb").exists()
    assert answer.status_code == 200


def test_an_issue_without_a_picture_has_a_cover_drawn_for_it(reader, publish, issue, korean_issue):
    publish(issue, cover=None)
    flush(deferred=True)
    paths = ("/newsletters/october-2020/", "/ko/newsletters/october-2020/", "/newsletters/")
    found = [re.search(r'src="(/art/\d+\.svg)"', reader.get(p).content.decode()) for p in paths]
    (address,) = {match[1] for match in found if match}
    drawn = reader.get(address, headers={"Accept-Encoding": "br"})
    assert drawn["Content-Type"] == "image/svg+xml"
    assert len(drawn.content) < 25_000
    fresh = reader.get(address, headers={"If-None-Match": drawn["ETag"]})
    assert (fresh.status_code, fresh.content) == (304, b"")
    other = reader.get("/art/1.svg")
    assert ElementTree.fromstring(other.content).get("viewBox") == "0 0 960 1120"
    assert reader.get("/art/1.svg").content == other.content != reader.get("/art/2.svg").content
    for wrong in ("4294967296", "x", "-1"):
        assert reader.get(f"/art/{wrong}.svg").status_code == 404
