"""What a JPEG, PNG or WebP needs to be shown, without decoding it: everything else is left out.

Each function copies the compressed pixels as they are and adds the given colour profile. A file
whose structure is not as the standard says is a ValueError: it has to be encoded anew.
"""

import re
import struct
import zlib
from collections.abc import Iterator

SOI, EOI = b"\xff\xd8", b"\xff\xd9"
APP0, APP2, APP14, SOS = 0xE0, 0xE2, 0xEE, 0xDA
# Frames (all C0–CF: also DHT, DAC), DNL, DQT, DRI, DHP, EXP: what a decoder needs
JPEG_STRUCTURE = {*range(0xC0, 0xD0), *range(0xDA, 0xE0)}
AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # neither a stuffed FF nor a restart
JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"  # without its thumbnail
PROFILE_PART = 65_519

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_STRUCTURE = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
PNG_WORDS = {b"IHDR", b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"IEND"}

WEBP_PIXELS = {b"ALPH", b"VP8 ", b"VP8L"}
WEBP_PROFILE, WEBP_ALPHA = 0x20, 0x10


def strip_jpeg(data: bytes, profile: bytes) -> bytes:
    """The tables and scans of the first picture; no APPn but JFIF's and Adobe's few numbers."""
    head, body = SOI, bytearray()
    for marker, segment in jpeg_segments(data):
        if marker == APP0 and segment[4:9] == b"JFIF\0":
            head = SOI + JFIF
        elif marker == APP14 and segment[4:9] == b"Adobe":  # says how colours are stored
            body += b"\xff\xee\x00\x0e" + segment[4:16]
        elif marker in JPEG_STRUCTURE:
            body += segment
    return head + b"".join(jpeg_profile(profile)) + bytes(body) + EOI


def jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each marker with its segment, a scan with its pixels, up to the end of the first picture."""
    if data[:2] != SOI:
        raise ValueError("A JPEG begins with FF D8.")
    start = 2
    while data[start : start + 2] != EOI:
        if start + 4 > len(data) or data[start] != 0xFF:
            raise ValueError("The JPEG is cut off, or there is something between its segments.")
        if data[start + 1] == 0xFF:  # padding
            start += 1
            continue
        end = start + 2 + int.from_bytes(data[start + 2 : start + 4])
        if data[start + 1] == SOS:
            after = AFTER_SCAN.search(data, end)
            if after is None:
                raise ValueError("The JPEG is cut off.")
            end = after.start()
        yield data[start + 1], data[start:end]
        start = end


def jpeg_profile(profile: bytes) -> Iterator[bytes]:
    """The segments of a colour profile."""
    parts = [profile[i : i + PROFILE_PART] for i in range(0, len(profile), PROFILE_PART)]
    for number, part in enumerate(parts, 1):
        segment = b"ICC_PROFILE\0" + bytes((number, len(parts))) + part
        yield b"\xff\xe2" + struct.pack(">H", len(segment) + 2) + segment


def strip_png(data: bytes, profile: bytes) -> bytes:
    """Header, palette, transparency and pixels of the still picture."""
    colours = png_chunk(b"iCCP", b"profile\0\0" + zlib.compress(profile)) if profile else b""
    chunks = [PNG_SIGNATURE]
    for kind, chunk in png_chunks(data):
        if kind in PNG_STRUCTURE:
            chunks.append(chunk)
        if kind == b"IHDR":
            chunks.append(colours)
            colours = b""  # once, also where a hostile file has a thousand headers
    return b"".join(chunks)


def png_words(data: bytes) -> bytes:
    """A PNG without pixels, of what it says: that may stand behind them."""
    words = (chunk for kind, chunk in png_chunks(data) if kind in PNG_WORDS)
    return PNG_SIGNATURE + b"".join(words)


def png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The kind and the bytes of each chunk up to the last one that counts."""
    start, kind = len(PNG_SIGNATURE), b""
    while kind != b"IEND":
        end = start + 12 + int.from_bytes(data[start : start + 4])
        if end > len(data):
            raise ValueError("The PNG is cut off.")
        kind = data[start + 4 : start + 8]
        yield kind, data[start:end]
        start = end


def png_chunk(kind: bytes, content: bytes) -> bytes:
    """A chunk with its length and checksum."""
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def strip_webp(data: bytes, profile: bytes) -> bytes:
    """The pixels of a still picture, in the simple form of the file if that can hold them."""
    chunks = dict(webp_chunks(data))
    pixels = b"".join(
        webp_chunk(kind, content) for kind, content in chunks.items() if kind in WEBP_PIXELS
    )
    if extended := chunks.get(b"VP8X"):
        flags = extended[0] & WEBP_ALPHA | (WEBP_PROFILE if profile else 0)
        head = webp_chunk(b"VP8X", bytes((flags, 0, 0, 0)) + extended[4:10])
        pixels = head + (webp_chunk(b"ICCP", profile) if profile else b"") + pixels
    return b"RIFF" + struct.pack("<I", 4 + len(pixels)) + b"WEBP" + pixels


def webp_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The kind and the content of each chunk inside the container."""
    start, end = 12, 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise ValueError("The WebP is cut off.")
    while start < end:
        length = int.from_bytes(data[start + 4 : start + 8], "little")
        yield data[start : start + 4], data[start + 8 : start + 8 + length]
        start += 8 + length + length % 2


def webp_chunk(kind: bytes, content: bytes) -> bytes:
    """A chunk with its length, padded to an even one."""
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
