"""Every file gets an answer at every door: it is taken, or one sentence says why not, never a 500.

Both kinds of files are in `formats.py`.
"""

import subprocess
from collections.abc import Iterable

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import override
from PIL import Image
from wagtail.models import UploadedFile

from images import limits
from images.colour import plain_mode, to_srgb
from images.models import Picture
from images.original import clean
from tests.images.doors import DOORS, opened, own_picture, post
from tests.images.formats import ACCEPTED, REFUSED, assert_shows, data_of
from tests.images.pictures import white_png


def share(names: Iterable[str], door: str, storage: str) -> list[str]:
    """The files to try: each at one door, fewer on S3; `make test-faults` tries all everywhere."""
    step = len(DOORS) * (1 if storage == "local" else 4)
    return list(names)[DOORS.index(door) :: step]


def assert_refused(names: Iterable[str], door: str, editor) -> None:
    """One sentence each, and nothing has changed."""
    picture = own_picture()
    before = (picture.file.name, picture.colour, Picture.objects.count())
    for name in names:
        answer = post(editor, door, name, data_of(name), picture)
        assert answer.status_code == 200, name
        assert REFUSED[name][1] in answer.content.decode(), name
        picture.refresh_from_db()
        assert (picture.file.name, picture.colour, Picture.objects.count()) == before, name
    assert not UploadedFile.objects.exists()


def assert_taken(names: Iterable[str], door: str, editor) -> None:
    """Stored as it looks, and as a format that every browser shows."""
    picture = own_picture()
    for name in names:
        answer = post(editor, door, name, data_of(name), picture)
        assert answer.status_code in (200, 302), name
        stored = picture if door == "replace" else Picture.objects.latest("pk")
        stored.refresh_from_db()
        assert door == "replace" or stored.title == "Odd", name
        assert (stored.width, stored.height) == (96, 64), name
        image = opened(stored)
        assert stored.file.name.endswith({"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}[
            image.format
        ]), name  # fmt: skip
        assert_shows(to_srgb(plain_mode(image)), name)


@pytest.mark.parametrize("door", DOORS)
def test_what_cannot_be_shown_is_one_sentence(door, storage, editor):
    assert_refused(share(REFUSED, door, storage), door, editor)


@pytest.mark.parametrize("door", DOORS)
def test_what_can_be_shown_is_taken(door, storage, editor):
    assert_taken(share(ACCEPTED, door, storage), door, editor)


@pytest.mark.faults
@pytest.mark.parametrize("door", DOORS)
def test_every_file_at_every_door(door, storage, editor):
    assert_refused(REFUSED, door, editor)
    assert_taken(ACCEPTED, door, editor)


def test_code_gets_a_validation_error(db):
    for name in REFUSED:
        with pytest.raises(ValidationError):
            Picture(title="Odd", file=ContentFile(data_of(name), name)).save()
    assert not Picture.objects.filter(title="Odd").exists()


def test_nothing_is_opened_but_what_we_name(monkeypatch):
    """Pillow would start Ghostscript for an EPS."""
    monkeypatch.setattr(subprocess, "Popen", lambda *args, **kwargs: pytest.fail("a program"))
    for name in ("poster.eps", "poster.jpg"):
        with pytest.raises(ValidationError):
            clean(ContentFile(data_of(name), name))


def test_the_sentences_are_korean_too():
    sentences = {"half.jpeg": "손상", "poster.eps": "종류", "giant.png": "8000 × 5001"}
    with override("ko"):
        for name, words in sentences.items():
            with pytest.raises(ValidationError, match=words):
                clean(ContentFile(data_of(name), name))


def test_a_picture_of_many_pixels_becomes_smaller_and_the_editor_is_told(editor, monkeypatch):
    monkeypatch.setattr(limits, "STORED_PIXELS", 2_600)
    answer = post(editor, "add", "wall.png", white_png(80, 50), None)
    assert answer.status_code == 302
    picture = Picture.objects.get(title="Odd")
    assert (picture.width, picture.height) == (40, 25)
    screen = editor.get(answer.url).content.decode()
    assert "The picture was scaled down to 40 × 25 pixels." in screen


@pytest.mark.parametrize("name", ACCEPTED)
def test_a_smaller_copy_shows_the_same(name, monkeypatch):
    """Strip by strip, of every mode."""
    monkeypatch.setattr(limits, "STORED_PIXELS", 96 * 64 // 2)
    monkeypatch.setattr("images.colour.STRIP_PIXELS", 500)
    stored = Image.open(clean(ContentFile(data_of(name), name)))
    assert stored.size == (48, 32)
    assert_shows(to_srgb(plain_mode(stored)).resize((96, 64), Image.Resampling.NEAREST), name)
