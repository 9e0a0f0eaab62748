"""No picture leaves the house, or is stored, with more than pixels and a colour profile."""

import io
import json
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from PIL import Image
from PIL.ExifTags import Base
from wagtail.images.models import Filter

from api.store.sequencer import flush
from home.cards import CUT
from images.generation import generate_wanted
from images.metadata import as_words
from images.models import Picture
from images.representation import SPECS
from tests.conftest import ROOT, program
from tests.images.pictures import FORMATS, MARKERS, laden, name_of

TAG = re.compile(r"{% (?:image|picture) \S+ (\S+ format-\S+) ")
TEMPLATES = [path for path in ROOT.rglob("*.html") if ".venv" not in path.parts]
OURS = {spec for path in TEMPLATES for spec in TAG.findall(path.read_text())}
ADMINS = {"max-165x165", "max-800x600", "original"}  # also in choosers and rich text
ALL_SPECS = sorted(
    {spec for pattern in OURS | ADMINS for spec in Filter.expand_spec(pattern)} | {*SPECS, CUT.spec}
)
EACH_ENCODER = [f"width-60|format-{form}" for form in ("jpeg", "webp", "avif", "png")]
# What exiftool may find: how a file is built, and colours
BUILD = {
    "ExifTool", "System", "File", "JFIF", "PNG", "PNG-pHYs", "RIFF", "Adobe", "GIF", "Meta",
    "QuickTime", "Composite", "ICC-header", "ICC_Profile", "ICC-meas", "ICC-view",
}  # fmt: skip
WORDS_OF_PROFILES = {"ProfileDescription", "ProfileCopyright", "DeviceModelDesc", "DeviceMfgDesc"}


def upload(form: str, orientation: int = 1) -> Picture:
    """A picture with everything in it, as a script or an import stores it."""
    file = ContentFile(laden(form, orientation), name_of(form))
    return Picture.objects.create(title=f"{form}-{orientation}", file=file)


def assert_bare(data: bytes, where: str) -> None:
    """Pillow and a search for bytes find nothing."""
    found = [marker for marker in MARKERS if marker in data]
    assert not found, f"{where}: {found}"
    image = Image.open(io.BytesIO(data))
    image.load()
    assert not dict(image.getexif()), where
    assert not image.getxmp(), where
    assert not {"exif", "xmp", "comment", "photoshop", "mp"} & set(image.info), where
    assert getattr(image, "n_frames", 1) == 1, where
    assert not getattr(image, "text", {}), where


def assert_exiftool_finds_nothing(folder: Path) -> None:
    """Nor does an independent reader, in any file of the folder."""
    command = [program("exiftool"), "-json", "-a", "-u", "-U", "-G1", "-r", str(folder)]
    said = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
    assert said
    for file in said:
        tags = [key.partition(":") for key in file if key != "SourceFile"]
        odd = {f"{group}:{tag}" for group, _, tag in tags if group not in BUILD}
        odd |= {f"{group}:{tag}" for group, _, tag in tags if tag in WORDS_OF_PROFILES}
        odd |= {f"{group}:{tag}" for group, _, tag in tags if "Trailer" in tag or "Comment" in tag}
        assert not odd, f"{file['SourceFile']}: {odd}"


@pytest.mark.parametrize("form", FORMATS)
def test_every_fixture_says_where_it_was_taken_and_by_whom(form):
    """Or the tests below would find nothing in files that have nothing."""
    data = laden(form)
    assert sum(marker in data for marker in MARKERS) >= (2 if form == "gif" else 7)


def keep_bare(picture: Picture, specs: Iterable[str], folder: Path) -> None:
    """Check the stored file and these renditions, and leave copies for exiftool."""
    renditions = picture.get_renditions(*specs)
    generate_wanted()
    files = {"stored": picture.file, **{spec: made.file for spec, made in renditions.items()}}
    for spec, file in files.items():
        with file.open("rb"):
            data = file.read()
        name = f"{picture.title}.{spec.replace('|', '.')}{Path(file.name).suffix}"
        assert_bare(data, name)
        (folder / name).write_bytes(data)


def test_originals_and_renditions_of_every_format_are_bare(tmp_path, db):
    """Lying ones, too, which are encoded anew; all filters for one, each encoder for the others."""
    for form in FORMATS:
        for orientation in (1, 6):
            first = (form, orientation) == (FORMATS[0], 1)
            keep_bare(upload(form, orientation), ALL_SPECS if first else EACH_ENCODER, tmp_path)
    assert_exiftool_finds_nothing(tmp_path)


def test_what_lies_on_s3_is_bare(s3_storage, tmp_path, db):
    keep_bare(upload("jpeg"), EACH_ENCODER, tmp_path)
    assert_exiftool_finds_nothing(tmp_path)


def test_the_profile_that_stays_says_no_more_than_colours(db):
    picture = upload("jpeg")
    with picture.file.open("rb") as file:
        profile = Image.open(file).info["icc_profile"]
    assert profile[24:36] == b"\0" * 12  # when it was made
    assert profile[48:56] == b"\0" * 8  # for which screen


def test_no_output_of_the_site_carries_metadata(reader, publish, issue, committed):
    picture = upload("jpeg")
    body = [block for block in issue.body.raw_data if block["type"] == "image"] or [
        {"type": "image", "value": {}}
    ]
    body[0]["value"]["image"] = {"image": picture.pk, "decorative": False, "alt_text": "A square"}
    with committed():
        publish(issue, cover=picture, cover_alt="A square", social_image=picture, body=body)
    flush(deferred=True)
    text = ""
    for path in (
        "/", "/newsletters/", "/newsletters/october-2020/", "/ko/newsletters/october-2020/",
        f"/api/v1/issues/{issue.translation_key}/?locale=en", f"/api/v1/images/{picture.pk}/",
        f"/api/v2/pages/{issue.pk}/",
    ):  # fmt: skip
        answer = reader.get(path)
        assert answer.status_code == 200, path
        text += answer.content.decode()
    addresses = set(re.findall(r'(?:http://testserver)?(/media/[^"\s,\\]+)', text))
    cards = {f"/card/{issue.translation_key}.jpg"}
    for card in cards:  # has its cut of the cover generated
        reader.get(card)
    assert len([address for address in addresses if f"/images/{picture.pk}/" in address]) >= 9
    generate_wanted()
    for address in addresses | cards:
        answer = reader.get(address.replace("&amp;", "&"))
        assert answer.status_code == 200, address
        assert_bare(b"".join(answer) if answer.streaming else answer.content, address)
    assert reader.get(f"/media/{picture.file.name}").status_code == 404


HANGUL = "김민서"
MAKERS = {
    "UTF-8 in EXIF, as Pillow reads it": (HANGUL.encode().decode("latin-1"), HANGUL),
    "cp949 in EXIF, as Pillow reads it": (HANGUL.encode("cp949").decode("latin-1"), HANGUL),
    "a syllable that only cp949 has": ("김햏".encode("cp949").decode("latin-1"), "김햏"),
    "with Latin letters": ("Kim 김".encode("cp949").decode("latin-1"), "Kim 김"),
    "UTF-8 in IPTC": (HANGUL.encode(), HANGUL),
    "cp949 in IPTC": ([HANGUL.encode("cp949")], HANGUL),
    "decoded already": (HANGUL, HANGUL),
    "Latin-1": ("Åse Müller-Élodie", "Åse Müller-Élodie"),
    "Latin-1 that could be cp949": ("Älg Ås", "Älg Ås"),
    "Latin-1 as bytes": ("José".encode("latin-1"), "José"),
    "UTF-8 of Latin letters": ("José".encode().decode("latin-1"), "José"),
    "question marks": ("??? ?", ""),
    "control signs": ("\x00\x01\x85\x9f", ""),
    "padding": ("Kim\x00\x00", "Kim"),
    "replaced letters": ("\ufffd\ufffd", ""),
}


@pytest.mark.parametrize("name", MAKERS)
def test_a_makers_name_is_read_in_the_letters_it_was_written_in(name):
    written, read = MAKERS[name]
    assert as_words(written) == read


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_a_korean_maker_is_offered(encoding, db):
    exif = Image.Exif()
    exif[Base.Artist] = HANGUL.encode(encoding)
    data = io.BytesIO()
    Image.new("RGB", (8, 8)).save(data, "JPEG", exif=exif)
    picture = Picture(title="Odd", file=ContentFile(data.getvalue(), "odd.jpg"))
    picture.save()
    assert any(f"“{HANGUL}”" in note for note in picture.notes)
