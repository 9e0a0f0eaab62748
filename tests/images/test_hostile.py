"""Metadata that is made to cost: each byte of it is looked at once."""

import io
import struct

import pytest
from PIL import Image, ImageFile

from images import metadata
from images.metadata import XMP_BYTES, read_metadata, xmp_maker
from images.profiles import PROFILE_BYTES, TAGS, bare_profile
from images.stripping import strip_png
from tests.images.pictures import XMP, laden, profile


class Counted(bytes):
    """XMP whose searches are counted: there is a fixed number of them, each of one pass."""

    looks = 0

    def partition(self, word):
        """As bytes do."""
        Counted.looks += 1
        return tuple(Counted(part) for part in super().partition(word))


def test_the_name_in_xmp_is_found():
    assert xmp_maker(XMP) == "Xenia Pauls"
    assert xmp_maker(b'<dc:creator><rdf:li xml:lang="x">A &amp; B</rdf:li></dc:creator>') == "A & B"
    assert xmp_maker(b"<dc:creator></dc:creator><rdf:li>Title</rdf:li>") == ""
    assert xmp_maker(b" " * XMP_BYTES + XMP) == ""


@pytest.mark.parametrize(
    "text", [b"<dc:creator>", b"<dc:creator><rdf:li", b"<dc:creator><rdf:li>", b"<rdf:li>", b"<"]
)
def test_a_repeated_tag_costs_one_pass(text):
    Counted.looks = 0
    xmp_maker(Counted(text * 10_000))
    assert Counted.looks == 5


def test_names_are_looked_for_without_patterns():
    """A pattern with `.*` takes a minute for what `partition` does at once."""
    assert not hasattr(metadata, "XMP_MAKER")
    assert ".*" not in metadata.XMP_PLACE.pattern.decode()


def test_xmp_too_long_for_a_name_still_tells_the_place():
    image = Image.open(io.BytesIO(laden("jpeg")))
    assert isinstance(image, ImageFile.ImageFile)
    image.info["xmp"] = b" " * XMP_BYTES + XMP
    image.info.pop("exif")
    assert read_metadata(image).place


def overlapping(tags: int, size: int) -> bytes:
    """A profile whose tags all are the same bytes, or nearly."""
    names = (b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2")
    table = b"".join(
        struct.pack(">4sII", names[i % 6], 132 + i % 6, size - 144) for i in range(tags)
    )
    start = bytes(36) + b"acsp" + bytes(88) + struct.pack(">I", tags) + table
    return start + bytes(range(256)) * (size // 256)


def test_a_profile_does_not_grow():
    assert bare_profile(profile())
    assert bare_profile(overlapping(6, 10_000)) == b""
    assert bare_profile(profile() + b"\0" * PROFILE_BYTES) == b""


def test_no_more_tags_of_a_profile_are_read_than_any_has():
    head = profile()[:128]
    table = struct.pack(">4sII", b"junk", 0, 0) * TAGS + struct.pack(">4sII", b"wtpt", 128, 4)
    assert b"wtpt" not in bare_profile(head + struct.pack(">I", TAGS + 1) + table)


def test_a_profile_is_written_once_whatever_the_number_of_headers():
    data = laden("png")
    header = data[8:33]
    assert strip_png(data[:8] + header * 99 + data[33:], profile()).count(b"iCCP") == 1
