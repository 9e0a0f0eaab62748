"""A document on its way in: pictures lose what is hidden in them, authors are told of.

PDF, Word and OpenDocument files keep what they say: a report may be meant to name its author. But
the editor should know, before readers do.
"""

import re
import zipfile
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.core.files.base import File
from django.db.models.signals import pre_save
from django.utils.translation import gettext as _
from PIL import Image
from PIL.ExifTags import IFD
from pypdf import PdfReader
from wagtail.documents import get_document_model
from wagtail.models import UploadedFile

from images.metadata import GPS_VERSION, as_words
from images.original import EXTENSIONS, clean

NAME_BYTES = 180  # a file system takes 255, and the storage may add to the name
MEMBER_BYTES = 20_000_000  # of a part of an office file, unpacked
NAMES_SHOWN = 5
EXIF = b"Exif\0\0"
OFFICE_NAMES = re.compile(
    rb"<(?:\w+:)?(?:creator|lastModifiedBy|initial-creator|printed-by)\b[^>]*>([^<]+)<"
    rb'|\bw:author="([^"]+)"'
)


def connect() -> None:
    """Let nothing be stored that was not looked at, whatever stores it."""
    for model in (get_document_model(), UploadedFile):
        pre_save.connect(before_saving, sender=model, dispatch_uid=f"documents-{model.__name__}")


def before_saving(sender: Any, instance: Any, **signal: Any) -> None:
    """Take a new file in."""
    if instance.file and not instance.file._committed:
        instance.file = taken_in(instance.file.file, instance.file.name)


def is_picture(name: str) -> bool:
    """Whether the file is called a picture: readers could download it as it is."""
    return PurePath(name).suffix.lower().lstrip(".") in EXTENSIONS


def taken_in(file: File, name: str) -> File:
    """The file to be stored; a picture is cleaned, ValidationError if that cannot be done."""
    file = clean(file, name) if is_picture(name) else file
    file.name = shortened(file.name or name)
    return file


def shortened(name: str) -> str:
    """The name in as many bytes as a file system takes: a letter of Hangul has three."""
    path = PurePath(name)
    stem = path.stem.encode()[:NAME_BYTES].decode(errors="ignore")
    return f"{stem}{path.suffix[:20]}"


def notes_on(file: File) -> list[str]:
    """What the editor should know of the file, a sentence each."""
    file.seek(0)
    data = file.read()
    file.seek(0)
    try:
        names, place = names_in(data), says_place(data)
    except Exception:  # a parser of damaged or hostile bytes may raise anything
        return [
            _(
                "The file could not be read, so nobody knows whether it names its author. It may "
                "be damaged: open it once before you link to it."
            )
        ]
    notes = []
    if names:
        shown = ", ".join(f"“{name}”" for name in names[:NAMES_SHOWN])
        notes.append(
            _(
                "The file names %(names)s, and readers who download it see that. If they should "
                "not, remove the names in the program that made the file, and upload it again."
            )
            % {"names": shown}
        )
    if place:
        notes.append(
            _(
                "The file says where a picture in it was taken, and readers who download it can "
                "find that out. Upload a copy without that picture's place."
            )
        )
    return notes


def names_in(data: bytes) -> list[str]:
    """Authors, editors and commentators, each once."""
    if b"%PDF-" in data[:1024]:
        found = pdf_names(PdfReader(BytesIO(data)))
    else:
        found = [name for part in office_parts(data, ".xml") for name in office_names(part)]
    return list(dict.fromkeys(words for name in found if (words := as_words(name))))


def pdf_names(reader: PdfReader) -> list[Any]:
    """The author, in the two places where a PDF has one."""
    xmp = reader.xmp_metadata
    return [(reader.metadata and reader.metadata.author) or "", *((xmp and xmp.dc_creator) or [])]


def office_names(part: bytes) -> list[bytes]:
    """Names in the XML of an office file."""
    return [one or other for one, other in OFFICE_NAMES.findall(part)]


def office_parts(data: bytes, *endings: str) -> list[bytes]:
    """The files inside an office file that have such a name; none if it is no office file."""
    if not data.startswith(b"PK\3\4"):
        return []
    with zipfile.ZipFile(BytesIO(data)) as office:
        return [
            office.read(part)
            for part in office.infolist()
            if part.filename.lower().endswith(endings) and part.file_size < MEMBER_BYTES
        ]


def says_place(data: bytes) -> bool:
    """Whether a photo in the file knows where it was taken."""
    parts = [data, *office_parts(data, ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".heic")]
    return any(gps_at(part, found.start()) for part in parts for found in re.finditer(EXIF, part))


def gps_at(data: bytes, start: int) -> bool:
    """Whether the EXIF that begins there has a place."""
    exif = Image.Exif()
    exif.load(data[start : start + 65_536])
    return bool(set(exif.get_ifd(IFD.GPSInfo)) - {GPS_VERSION})
