"""A document is read by its content, and no more of it than an honest one has."""

import io
import zipfile

import pytest
from django.core.files.base import ContentFile
from PIL import Image
from wagtail.documents import get_document_model

from documents import metadata
from documents.files import notes_on
from documents.metadata import OFFICE_NAMES, Unchecked, read_document
from tests.documents.test_documents import CORE, office, pdf, photo, post, words_of
from tests.images.pictures import MARKERS, drawing, exif, laden

Document = get_document_model()
UNCHECKED = "could not be checked"


def tiff() -> bytes:
    """A picture that is not cleaned, with a name and a place."""
    data = io.BytesIO()
    drawing().save(data, "TIFF", exif=exif())
    return data.getvalue()


def words_behind_pixels() -> bytes:
    """A PNG whose EXIF follows its pixels."""
    data = laden("png")
    start = data.index(b"eXIf") - 4
    end = start + 12 + int.from_bytes(data[start : start + 4])
    last = data.index(b"IEND") - 4
    return data[:start] + data[end:last] + data[start:end] + data[last:]


def squeezed(method: int) -> bytes:
    """An office file packed by this method."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as file:
        file.writestr("docProps/core.xml", CORE)
    return data.getvalue()


@pytest.mark.parametrize("form", ["jpeg", "png", "gif", "webp", "avif", "heic"])
@pytest.mark.parametrize("name", ["photo.jfif", "photo.jpe", "photo", "photo.bin", "report.pdf"])
def test_a_picture_is_cleaned_whatever_it_is_called(name, form, db):
    stored = Document.objects.create(title="x", file=ContentFile(laden(form), name))
    with stored.file.open("rb") as file:
        data = file.read()
    assert not [marker for marker in MARKERS if marker in data]
    assert Image.open(io.BytesIO(data)).format in ("JPEG", "PNG", "WEBP")
    assert stored.file.name.endswith((".jpg", ".png", ".webp"))


@pytest.mark.parametrize("name", ["scan.tif", "scan.tiff", "scan", "scan.jpg.bak"])
def test_a_picture_that_is_not_cleaned_is_told(name):
    notes = " ".join(notes_on(ContentFile(tiff(), name)))
    assert "Marta Kowalska" in notes
    assert "was taken" in notes


@pytest.mark.parametrize("start", metadata.UNREADABLE)
def test_a_picture_that_cannot_be_read_is_told(start):
    assert UNCHECKED in notes_on(ContentFile(start + b"\0" * 99, "photo.jxl"))[0]


@pytest.mark.parametrize("name", ["image1.png", "image1.jfif", "image1", "image1.bin"])
@pytest.mark.parametrize(
    "data",
    [*(laden(form) for form in ("jpeg", "png", "webp", "avif", "heic")), tiff(), photo(),
     words_behind_pixels()],
    ids=["jpeg", "png", "webp", "avif", "heic", "tiff", "bare", "behind"],
)  # fmt: skip
def test_the_place_of_a_photo_inside_is_told(data, name):
    file = office(docProps_0_core__xml=CORE, **{f"word_0_media_0_{name.replace('.', '__')}": data})
    found = read_document(file)
    assert found.place
    assert found.error is None
    assert list(found.names) == ["Anna Writer", "박하나", "Marta Kowalska"]


def test_names_are_told_though_a_picture_is_broken():
    file = office(word_0_media_0_a__png=laden("png")[:200], docProps_0_core__xml=CORE)
    assert any("Anna Writer" in note for note in notes_on(ContentFile(file, "x.docx")))
    assert any("could not be read" in note for note in notes_on(ContentFile(file, "x.docx")))


LIMITS = {
    "a part": ("PART_BYTES", 100, office(a__xml=b" " * 101)),
    "the sum": ("UNPACKED_BYTES", 100, office(**{f"{i}__xml": b" " * 21 for i in range(5)})),
    "parts": ("PARTS", 9, office(**{f"{i}__txt": b"" for i in range(10)})),
    "pictures": ("PICTURES", 2, office(**{f"{i}__png": laden("png") for i in range(3)})),
    "EXIF": ("PICTURES", 2, b"\xd0\xcf\x11\xe0" + b"Exif\0\0" * 3),
    "BZIP2": ("PARTS", 9, squeezed(zipfile.ZIP_BZIP2)),
    "LZMA": ("PARTS", 9, squeezed(zipfile.ZIP_LZMA)),
    "a PDF's tables": ("PDF_UPDATES", 2, pdf("Anna Writer") + b"/XRef" * 3),
}  # fmt: skip


@pytest.mark.parametrize("limit", LIMITS)
def test_what_is_too_much_is_not_checked(limit, monkeypatch):
    name, value, data = LIMITS[limit]
    monkeypatch.setattr(metadata, name, value)
    assert isinstance(read_document(data).error, Unchecked)
    assert UNCHECKED in notes_on(ContentFile(data, "x"))[0]


def test_parts_are_read_one_after_the_other(monkeypatch):
    """Over the bound, nothing more is unpacked."""
    read, honest = [], metadata.office_part
    monkeypatch.setattr(metadata, "UNPACKED_BYTES", 50)
    monkeypatch.setattr(
        metadata, "office_part", lambda *place: read.append(place) or honest(*place)
    )
    read_document(office(**{f"{i}__xml": b" " * 20 for i in range(100)}))
    assert len(read) == 3


def test_a_file_full_of_names_gives_five():
    file = office(a__xml="".join(f"<dc:creator>Name {i}</dc:creator>" for i in range(100)))
    assert list(read_document(file).names) == [f"Name {i}" for i in range(5)]


@pytest.mark.parametrize(
    "text", [b"<creator ", b"<creator>", b'<dc:creator a="', b'w:author="', b'<w:ins w:author="']
)
def test_no_look_for_a_name_reaches_beyond_the_next_tag(text):
    """Or each of a hundred thousand tags is looked at for the sake of each other."""
    found = [match[0] for match in OFFICE_NAMES.finditer(text * 200 + b">" + b"Anna" * 200)]
    assert all(len(match) < 600 and match.count(b"<") <= 1 for match in found)


@pytest.mark.parametrize("door", ["add", "multiple", "chooser", "replace"])
def test_a_document_that_is_too_large_is_refused(door, editor, db, settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1000
    old = Document.objects.create(title="Old", file=ContentFile(b"old", "old.txt"))
    assert "too big" in words_of(post(editor, door, "large.txt", b" " * 1001, old))
    assert not Document.objects.filter(title="Report").exists()
