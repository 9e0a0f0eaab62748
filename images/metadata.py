"""What a picture's file says besides its pixels: where it was taken, who made it, and the rest."""

import html
import re
from contextlib import suppress
from dataclasses import dataclass

from PIL import ExifTags, Image, ImageFile, IptcImagePlugin
from PIL.ExifTags import Base

GPS_VERSION = 0  # written by some cameras that do not know where they are
XMP_PLACE = re.compile(rb"GPSL(at|ong)itude|photoshop:City|Iptc4xmp(Core|Ext):Location")
XMP_BYTES = 256_000  # a longer one is not searched for a name; it is removed all the same
NAME_LENGTH = 1_000  # in the file
IPTC_PLACES = {(2, 26), (2, 27), (2, 90), (2, 92), (2, 95), (2, 101)}
IPTC_MAKERS = ((2, 80), (2, 110))  # by-line, credit
TEXT_MAKERS = ("Author", "Artist", "Copyright")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
HANGUL = re.compile(rb"[\xa1-\xfe]{2}")  # a syllable in cp949
OTHER = ("exif", "xmp", "comment", "photoshop", "XML:com.adobe.xmp")


@dataclass(frozen=True)
class Metadata:
    """What the editor has to know of it."""

    place: bool = False
    maker: str = ""
    other: bool = False


def read_metadata(image: ImageFile.ImageFile) -> Metadata:
    """What a loaded picture's file says; of malformed metadata only that there is some."""
    try:
        place, maker = place_and_maker(image)
    except Exception:  # a parser of hostile bytes may raise anything; they are removed all the same
        return Metadata(other=True)
    text = getattr(image, "text", {})
    other = bool(text) or any(image.info.get(name) for name in OTHER)
    return Metadata(place=place, maker=maker, other=other)


def place_and_maker(image: ImageFile.ImageFile) -> tuple[bool, str]:
    """Whether it says where it was taken, and who made it; no pixel is decoded for that."""
    exif = Image.Image.getexif(image)  # that of a PNG would decode it
    iptc = IptcImagePlugin.getiptcinfo(image) or {}
    xmp = as_bytes(image.info.get("xmp"))
    place = (
        bool(set(exif.get_ifd(ExifTags.IFD.GPSInfo)) - {GPS_VERSION})
        or XMP_PLACE.search(xmp) is not None
        or not IPTC_PLACES.isdisjoint(iptc)
    )
    return place, first_maker(image.info, exif, iptc, xmp)


def first_maker(info: dict, exif: Image.Exif, iptc: dict, xmp: bytes) -> str:
    """The first name, of the many places in which one may stand."""
    found = [
        exif.get(Base.Artist),
        *(iptc.get(dataset) for dataset in IPTC_MAKERS),
        xmp_maker(xmp),
        *(info.get(key) for key in TEXT_MAKERS),
        exif.get(Base.Copyright),
    ]
    names = (as_words(value) for value in found if value)
    return next((name for name in names if name), "")


def xmp_maker(xmp: bytes) -> str:
    """The first creator, found in one pass however often its tag is repeated."""
    if len(xmp) > XMP_BYTES:
        return ""
    creators = xmp.partition(b"<dc:creator>")[2].partition(b"</dc:creator>")[0]
    first = creators.partition(b"<rdf:li")[2].partition(b">")[2].partition(b"<")[0]
    return html.unescape(readable(first)[:NAME_LENGTH])


def as_bytes(value: bytes | str | None) -> bytes:
    """XMP as bytes, however the decoder hands it over."""
    return value.encode() if isinstance(value, str) else value or b""


def as_words(value: object) -> str:
    """A name on one line, no longer than the credit may be; empty if there are no letters in it."""
    if isinstance(value, list):
        value = value[0]
    letters = readable(value if isinstance(value, bytes) else str(value))
    words = CONTROL.sub(" ", letters[:NAME_LENGTH])
    return " ".join(words.split())[:255] if re.search(r"\w", words) else ""


def readable(value: bytes | str) -> str:
    """The letters that were meant: EXIF knows ASCII only, and programs write there what they like.

    Pillow reads such bytes as Latin-1. Korean has two bytes beyond ASCII in a row, as no name in
    Latin-1 is likely to have: “Åse” stays as it is.
    """
    try:
        data = value if isinstance(value, bytes) else value.encode("latin-1")
    except UnicodeEncodeError:  # its letters are right already
        return str(value)
    for encoding in ("utf-8", "cp949") if HANGUL.search(data) else ("utf-8",):
        with suppress(UnicodeDecodeError):
            return data.decode(encoding)
    return data.decode("latin-1")
