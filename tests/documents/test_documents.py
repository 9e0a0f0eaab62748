"""What a file to download says about its author is told to the editor, at every door."""

import io
import json
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.urls import resolve, reverse
from pypdf import PdfWriter
from wagtail.documents import get_document_model
from wagtail.models import UploadedFile

from documents.files import notes_on
from tests.images.pictures import MARKERS, drawing, exif, laden

Document = get_document_model()
DOORS = ("add", "multiple", "chooser", "replace")


def pdf(author: str = "", photo: bytes = b"") -> bytes:
    """A PDF of one page."""
    writer, data = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    if author:
        writer.add_metadata({"/Author": author})
    if photo:
        writer.add_attachment("photo.jpg", photo)
    writer.write(data)
    return data.getvalue()


def office(**parts: str | bytes) -> bytes:
    """A Word or OpenDocument file: a ZIP with these parts (a dot is two underscores, / is _0_)."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("_0_", "/").replace("__", "."), content)
    return data.getvalue()


def photo() -> bytes:
    """A JPEG that says where it was taken."""
    data = io.BytesIO()
    drawing().save(data, "JPEG", exif=exif())
    return data.getvalue()


CORE = (
    '<cp:coreProperties xmlns:cp="x" xmlns:dc="y"><dc:creator>Anna Writer</dc:creator>'
    "<cp:lastModifiedBy>박하나</cp:lastModifiedBy></cp:coreProperties>"
)
CASES = {
    "report.pdf": (pdf("Anna Writer"), ["Anna Writer"]),
    "report.docx": (office(docProps_0_core__xml=CORE), ["Anna Writer", "박하나"]),
    "comments.docx": (office(word_0_document__xml='<w:ins w:id="1" w:author="Ben Reviewer"/>'),
                      ["Ben Reviewer"]),
    "report.odt": (office(meta__xml="<meta:initial-creator>Cho Minji</meta:initial-creator>"),
                   ["Cho Minji"]),
    "photo.docx": (office(word_0_media_0_image1__jpg=photo()), ["was taken"]),
    "photo.odt": (office(Pictures_0_1__jpg=photo()), ["was taken"]),
    "broken.pdf": (b"%PDF-1.7\n" + b"\xff" * 300, ["could not be read"]),
    "half.pdf": (pdf("Anna Writer")[:300], ["could not be read"]),
    "half.docx": (office(docProps_0_core__xml=CORE * 9)[:120], ["could not be read"]),
    "anonymous.pdf": (pdf(), []),
    "anonymous.docx": (office(docProps_0_core__xml="<dc:title>Report</dc:title>"), []),
    "notes.txt": (b"By Anna Writer", []),
}  # fmt: skip


def post(editor, door: str, name: str, data: bytes, document):
    """Upload through one of the admin's doors, and what is said then."""
    file, words = ContentFile(data, name), {"title": "Report", "collection": 1}
    match door:
        case "add":
            return editor.post(reverse("wagtaildocs:add"), {**words, "file": file}, follow=True)
        case "multiple":
            return editor.post(reverse("wagtaildocs:add_multiple"), {**words, "files[]": file})
        case "chooser":
            fields = {f"document-chooser-upload-{key}": value for key, value in words.items()}
            fields["document-chooser-upload-file"] = file
            return editor.post(reverse("wagtaildocs_chooser:create"), fields)
        case _:
            address = reverse("wagtaildocs:edit", args=[document.pk])
            return editor.post(address, {**words, "file": file}, follow=True)


def words_of(answer) -> str:
    """What the editor reads."""
    assert answer.status_code == 200
    if "json" not in answer["Content-Type"]:
        return answer.content.decode()
    said = json.loads(answer.content)
    return " ".join(str(said.get(key, "")) for key in ("form", "htmlFragment", "error_message"))


@pytest.fixture
def document(db):
    return Document.objects.create(title="Old", file=ContentFile(b"old", "old.txt"))


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", CASES)
def test_names_and_places_are_told_and_kept(name, door, editor, document):
    data, expected = CASES[name]
    words = words_of(post(editor, door, name, data, document))
    for part in expected:
        assert part in words
    if not expected:
        assert not any(part in words for part in ("names “", "was taken", "could not be read"))
    stored = document if door == "replace" else Document.objects.latest("pk")
    stored.refresh_from_db()
    with stored.file.open("rb") as file:
        assert file.read() == data


def test_a_photo_inside_a_pdf_is_found():
    found = notes_on(ContentFile(pdf(photo=photo()), "x.pdf"))
    assert found == [] or "was taken" in found[0]  # a compressed one is not looked into
    raw = pdf().replace(b"%%EOF", b"") + photo() + b"%%EOF"
    assert any("taken" in note or "read" in note for note in notes_on(ContentFile(raw, "x.pdf")))


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("form", ["jpeg", "png", "heic"])
def test_a_picture_among_documents_is_cleaned(form, door, editor, document):
    name = f"photo.{'jpg' if form == 'jpeg' else form}"
    assert "where the picture was taken" in words_of(
        post(editor, door, name, laden(form), document)
    )
    stored = document if door == "replace" else Document.objects.latest("pk")
    stored.refresh_from_db()
    with stored.file.open("rb") as file:
        data = file.read()
    assert not [marker for marker in MARKERS if marker in data]
    assert stored.file_size == len(data)


@pytest.mark.parametrize("door", DOORS)
def test_a_broken_picture_among_documents_is_one_sentence(door, editor, document):
    words = words_of(post(editor, door, "half.jpg", laden("jpeg")[:200], document))
    assert "This picture is incomplete or damaged" in words
    assert not Document.objects.filter(title="Report").exists()


def test_code_is_no_way_around(db):
    found = Document.objects.create(title="x", file=ContentFile(laden("jpeg"), "x.jpg"))
    with found.file.open("rb") as file:
        assert b"Exif" not in file.read()
    with pytest.raises(ValidationError):
        Document.objects.create(title="x", file=ContentFile(b"\xff\xd8\xff", "x.jpg"))


def test_an_unfinished_upload_keeps_nothing_either(editor):
    """A title that is too long: Wagtail sets the file aside until the form is filled in."""
    for name, address in (("photo.jpg", "wagtailimages"), ("photo.jpg", "wagtaildocs")):
        answer = editor.post(
            reverse(f"{address}:add_multiple"),
            {"title": "x" * 300, "collection": 1, "files[]": ContentFile(laden("jpeg"), name)},
        )
        assert answer.status_code == 200
        waiting = UploadedFile.objects.latest("pk")
        with waiting.file.open("rb") as file:
            data = file.read()
        assert not [marker for marker in MARKERS if marker in data]


def test_a_long_name_in_hangul_is_stored(editor, document):
    for door in DOORS:
        assert post(editor, door, "가" * 84 + ".pdf", pdf(), document).status_code == 200
    document.refresh_from_db()
    assert document.file.name.startswith("documents/가가")
    assert document.file.name.endswith(".pdf")


def test_after_reading_the_editor_goes_on_in_the_chooser(editor):
    answer = post(editor, "chooser", "report.pdf", pdf("Anna Writer"), None)
    said = json.loads(answer.content)
    address = said["htmlFragment"].split('action="')[1].split('"')[0].replace("&amp;", "&")
    chosen = json.loads(editor.post(address).content)
    assert chosen["step"] == "chosen"
    assert chosen["result"]["id"] == str(Document.objects.latest("pk").pk)


@pytest.mark.parametrize(
    "name",
    ["wagtaildocs:add", "wagtaildocs_chooser:create", "wagtailimages:add",
     "wagtailimages_chooser:create"],
)  # fmt: skip
def test_uploads_are_answered_by_our_views(name):
    assert resolve(reverse(name)).func.view_class.__module__.startswith(("images", "documents"))


def test_the_command_cleans_what_is_stored(db):
    found = Document.objects.create(title="x", file=ContentFile(b"words", "x.txt"))
    name = found.file.storage.save("documents/old.jpg", ContentFile(laden("jpeg")))
    Document.objects.filter(pk=found.pk).update(file=name)
    call_command("strip_metadata", verbosity=0)
    found.refresh_from_db()
    with found.file.open("rb") as file:
        assert b"Exif" not in file.read()
    broken = found.file.storage.save("documents/broken.jpg", ContentFile(b"\xff\xd8\xff"))
    Document.objects.filter(pk=found.pk).update(file=broken)
    with pytest.raises(CommandError, match=r"documents/broken\w*\.jpg"):
        call_command("strip_metadata", verbosity=0)
