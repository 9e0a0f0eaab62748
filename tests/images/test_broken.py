"""Files that are broken, called what they are not, or giant: one sentence, never a 500."""

import io
import re
import resource
import time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.translation import override
from PIL import Image
from wagtail.models import UploadedFile

from images.models import Picture
from images.original import JPEG_PIXELS, clean
from tests.images.pictures import FORMATS, laden, name_of, white_png

DOORS = ("add", "multiple", "chooser", "replace")


def cut_off(form: str) -> bytes:
    """Half of a picture."""
    data = io.BytesIO()
    noise = Image.effect_noise((120, 90), 80).convert("RGB")
    noise.save(data, {"heic": "HEIF", "jpg": "JPEG"}.get(form, form.upper()))
    return data.getvalue()[: len(data.getvalue()) // 2]


BROKEN = {
    **{f"half.{form}": cut_off(form) for form in ("jpg", "png", "gif", "webp", "avif", "heic")},
    "garbage.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 40,
    "head.jpg": laden("jpeg")[:160],
    "head.png": laden("png")[:40],
    "words.png": b"<html><script>alert(1)</script></html>",
    "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "empty.jpg": b"",
    "really-a-webp.jpg": laden("webp"),
    "really-a-heic.jpg": laden("heic"),
    "no-extension": laden("jpeg"),
    "giant.png": white_png(8000, 5001),
    "claims.png": white_png(4, 4).replace(b"\0\0\0\4\0\0\0\4", b"\0\2\0\0\0\2\0\0"),
}


def post(editor, door: str, name: str, data: bytes, picture: Picture):
    """Upload through one of the admin's doors."""
    file = ContentFile(data, name)
    words = {"title": "Odd", "collection": 1}
    match door:
        case "add":
            return editor.post(reverse("wagtailimages:add"), {**words, "file": file})
        case "multiple":
            return editor.post(reverse("wagtailimages:add_multiple"), {**words, "files[]": file})
        case "chooser":
            fields = {f"image-chooser-upload-{key}": value for key, value in words.items()}
            return editor.post(
                reverse("wagtailimages_chooser:create"),
                {**fields, "image-chooser-upload-file": file},
            )
        case _:
            address = reverse("wagtailimages:edit", args=[picture.pk])
            return editor.post(address, {**words, "file": file})


def own_picture() -> Picture:
    """One whose file a test may replace."""
    return Picture.objects.create(title="Old", file=ContentFile(laden("png"), "old.png"))


def said(answer) -> str:
    """What the editor reads: a form, or JSON with one in it."""
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_shown_is_one_sentence_at_every_door(name, door, editor):
    picture = own_picture()
    before = (picture.file.name, picture.colour, Picture.objects.count())
    words = said(post(editor, door, name, BROKEN[name], picture))
    sentences = (
        "This file cannot be shown", "is a picture of the type", "file is empty",
        "which is too many", "No file was submitted", "Not a supported image format",
    )  # fmt: skip
    assert any(sentence in words for sentence in sentences), words[-3000:]
    picture.refresh_from_db()
    assert (picture.file.name, picture.colour, Picture.objects.count()) == before
    assert not UploadedFile.objects.exists()


@pytest.mark.parametrize("name", BROKEN)
def test_code_gets_a_validation_error(name, db):
    with pytest.raises(ValidationError):
        Picture(title="Odd", file=ContentFile(BROKEN[name], name)).save()
    assert not Picture.objects.filter(title="Odd").exists()


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_taken_at_every_door(form, door, editor):
    picture = own_picture()
    post(editor, door, name_of(form), laden(form, 6), picture)
    found = picture if door == "replace" else Picture.objects.latest("pk")
    found.refresh_from_db()
    assert door == "replace" or found.title == "Odd"
    assert (found.width, found.height) == ((96, 64) if form in UPRIGHT else (64, 96))
    with found.file.open("rb") as file:
        assert file.read() == clean(file, found.file.name).read()


UPRIGHT = ("png16", "gif")  # fixtures that do not lie on their side


def test_a_picture_of_forty_megapixels_becomes_smaller_and_the_editor_is_told(editor, settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
    answer = post(editor, "add", "wall.png", white_png(8000, 5000), None)
    assert answer.status_code == 302
    picture = Picture.objects.get(title="Odd")
    assert (picture.width, picture.height) == (4000, 2500)
    screen = editor.get(answer.url).content.decode()
    assert "The picture was scaled down to 4000 × 2500 pixels." in screen


@pytest.mark.faults
def test_giants_cost_little(db):
    """A JPEG of 108 megapixels is decoded small; what would unfold to more is not decoded."""
    data = io.BytesIO()
    Image.effect_noise((12_000, 9_000), 40).convert("RGB").save(data, "JPEG", quality=80)
    began = time.process_time()
    original = clean(ContentFile(data.getvalue(), "phone.jpg"))
    assert original.notes == ["The picture was scaled down to 3000 × 2250 pixels."]
    assert time.process_time() - began < 4
    began = time.process_time()
    for width, height, name in ((12_000, 9_000, "wall.png"), (40_000, 40_000, "bomb.png")):
        data = white_png(width, height)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with pytest.raises(ValidationError, match="which is too many"):
            clean(ContentFile(data, name))
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 5_000  # kB
    assert JPEG_PIXELS < 12_000 * 12_000


NAMES = {
    "holiday": "its name has no ending. Rename it to “holiday.png”",
    "holiday.": "its name has no ending. Rename it to “holiday.png”",
    ".png": "its name has no ending. Rename it to “png.png”",
    "holiday.jpg": "its name ends in “.jpg”. Rename it so that it ends in “.png”",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_wrong_name_is_told_the_right_one(name):
    with pytest.raises(ValidationError, match=re.escape(NAMES[name])):
        clean(ContentFile(laden("png"), name))


def test_a_name_without_an_ending_is_told_in_korean():
    with override("ko"), pytest.raises(ValidationError, match=r"확장자가 없습니다.*“holiday\.png”"):
        clean(ContentFile(laden("png"), "holiday"))
