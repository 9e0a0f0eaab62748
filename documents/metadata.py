"""What a document says besides its words: whom it names, and where its photos were taken.

No more of it is read than of an honest file: a small one can be made to unfold to gigabytes.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice
from typing import Any

from PIL import Image
from PIL.ExifTags import IFD
from pypdf import PdfReader, apply_configuration

from images.metadata import GPS_VERSION, as_words, place_and_maker
from images.original import FORMATS, begins_like
from images.stripping import PNG_SIGNATURE, png_words

PARTS = 10_000  # of an office file
PART_BYTES = 15_000_000  # of one part, unpacked: so much is in memory at a time
UNPACKED_BYTES = 40_000_000  # of all parts that are read
PICTURES = 500
NAMES = 5
PDF_UPDATES = 100  # each of which adds a table of objects
PDF_OBJECTS = 500_000
PDF_LIMITS: dict[str, Any] = {
    "zlib_maximum_output_length": 5_000_000,
    "lzw_maximum_output_length": 5_000_000,
    "run_length_maximum_output_length": 5_000_000,
    "brotli_maximum_output_length": 5_000_000,
    "xmp_maximum_input_length": 256_000,
    "xmp_maximum_element_count": 10_000,
}
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # Python unpacks the others without a limit
READABLE = tuple(form for form in FORMATS if form != "BMP")  # which says nothing
UNREADABLE = (b"\0\0\0\x0cJXL ", b"\0\0\0\x0cjP  ")  # pictures whose metadata Pillow does not read
EXIF = b"Exif\0\0"
OFFICE_NAMES = re.compile(  # each look stops at the next tag: no more work than bytes
    rb"<(?:\w+:)?(?:creator|lastModifiedBy|initial-creator|printed-by)\b[^<>]*>([^<]{1,500})"
    rb'|\bw:author="([^"<]{1,500})'
)


class Unchecked(Exception):
    """There is more in the file than is looked at."""


@dataclass
class Findings:
    """Names, each once; whether a photo says its place; why something was not read."""

    names: dict[str, None] = field(default_factory=dict)
    place: bool = False
    error: Exception | None = None

    def add(self, names: Iterable[Any], place: bool) -> None:
        """Note what a part of the file says."""
        self.place = self.place or place
        for name in names:
            if len(self.names) < NAMES and (words := as_words(name)):
                self.names[words] = None


def read_document(data: bytes) -> Findings:
    """What was found, also where a part of the file cannot be read."""
    findings = Findings()
    try:
        for names, place in statements(data):
            findings.add(names, place)
    except Exception as error:  # a parser of damaged or hostile bytes may raise anything
        findings.error = error
    return findings


def statements(data: bytes) -> Iterator[tuple[Iterable[Any], bool]]:
    """Names and places, by what the file is."""
    if b"%PDF-" in data[:1024]:
        yield pdf_names(data), False
        yield (), exif_place(data)
    elif data.startswith(b"PK\3\4"):
        for is_xml, part in office_parts(data):
            yield (office_names(part), False) if is_xml else picture_statement(part)
    elif is_picture(data):
        yield picture_statement(data)
    else:
        yield (), exif_place(data)


def pdf_names(data: bytes) -> list[Any]:
    """The author, in the two places where a PDF has one."""
    if data.count(b"/XRef") > PDF_UPDATES:
        raise Unchecked
    with apply_configuration(**PDF_LIMITS):
        reader = PdfReader(BytesIO(data), xref_stream_maximum_entries=PDF_OBJECTS)
        author, xmp = reader.metadata and reader.metadata.author, reader.xmp_metadata
        return [author or "", *((xmp and xmp.dc_creator) or [])]


def office_parts(data: bytes) -> Iterator[tuple[bool, bytes]]:
    """One after the other, the XML and the pictures inside an office file, and which it is."""
    if data.count(b"PK\1\2") > PARTS:  # before they are listed: each takes a kilobyte
        raise Unchecked
    unpacked = pictures = 0
    with zipfile.ZipFile(BytesIO(data)) as office:
        for part in sorted(office.infolist(), key=lambda part: not is_xml(part)):
            if content := office_part(office, part):
                unpacked += len(content)
                pictures += not is_xml(part)
                if unpacked > UNPACKED_BYTES or pictures > PICTURES:
                    raise Unchecked
                yield is_xml(part), content


def is_xml(part: zipfile.ZipInfo) -> bool:
    """Whether names may stand in it."""
    return part.filename.lower().endswith(".xml")


def office_part(office: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """A part that has to be read; empty if it is neither XML nor a picture."""
    if part.compress_type not in METHODS:
        raise Unchecked
    with office.open(part) as file:
        content = file.read(16)
        if not is_xml(part) and not is_picture(content):
            return b""
        content += file.read(PART_BYTES)
    if len(content) > PART_BYTES:
        raise Unchecked
    return content


def office_names(part: bytes) -> Iterator[bytes]:
    """Names in the XML of an office file."""
    return (found[1] or found[2] for found in OFFICE_NAMES.finditer(part))


def is_picture(data: bytes) -> bool:
    """Whether it begins like a file with EXIF, whatever it is called."""
    return begins_like(READABLE, data) or data.startswith(UNREADABLE)


def picture_statement(data: bytes) -> tuple[list[str], bool]:
    """The maker of a picture, and whether it says its place; no pixel is decoded."""
    if data.startswith(UNREADABLE):
        raise Unchecked
    words = png_words(data) if data.startswith(PNG_SIGNATURE) else data
    with Image.open(BytesIO(words), formats=READABLE) as image:
        place, maker = place_and_maker(image)
    return [maker], place


def exif_place(data: bytes) -> bool:
    """Whether a photo that lies somewhere in the file says where it was taken."""
    starts = [found.start() for found in islice(re.finditer(EXIF, data), PICTURES + 1)]
    if len(starts) > PICTURES:
        raise Unchecked
    return any(gps_at(data, start) for start in starts)


def gps_at(data: bytes, start: int) -> bool:
    """Whether the EXIF that begins there has a place."""
    exif = Image.Exif()
    exif.load(data[start : start + 65_536])
    return bool(set(exif.get_ifd(IFD.GPSInfo)) - {GPS_VERSION})
