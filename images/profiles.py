"""Colour profiles without what they say besides colours.

A profile that a screen or a camera was calibrated with names its maker, its model, its serial
number and when that was done. What remains here are the numbers that colours are computed with.
"""

import struct

HEADER, ENTRY = 128, 12
PROFILE_BYTES, TAGS = 4_000_000, 100  # those of printing presses have some 2 MB and 20 tags
SIGNATURE = slice(36, 40)
# Version, class, colour spaces, signature, attributes, intent, white point
COLOUR_FIELDS = (slice(8, 24), SIGNATURE, slice(56, 80))
COLOUR_TAGS = (
    b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2", b"wtpt", b"bkpt", b"chad", b"rXYZ",
    b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC", b"kTRC",
)  # fmt: skip


def bare_profile(data: bytes | None) -> bytes:
    """The profile with its colours alone; empty if there is none or it is malformed."""
    if not data or not HEADER + 4 <= len(data) <= PROFILE_BYTES or data[SIGNATURE] != b"acsp":
        return b""
    tags = colour_tags(data)
    if sum(map(len, set(tags.values()))) > len(data):  # they overlap, to become many times as much
        return b""
    table = struct.pack(">I", len(tags))
    start, places, content = HEADER + 4 + ENTRY * len(tags), {}, b""
    for tag, value in tags.items():
        if value not in places:  # often the three curves are one
            places[value] = start + len(content)
            content += value + b"\0" * (-len(value) % 4)
        table += tag + struct.pack(">II", places[value], len(value))
    head = bytearray(HEADER)
    for field in COLOUR_FIELDS:
        head[field] = data[field]
    head[:4] = struct.pack(">I", start + len(content))
    return bytes(head) + table + content


def colour_tags(data: bytes) -> dict[bytes, bytes]:
    """The tags that colours are computed with, as far as they lie inside the profile."""
    (count,) = struct.unpack_from(">I", data, HEADER)
    tags = {}
    first, last = HEADER + 4, HEADER + 4 + ENTRY * min(count, TAGS)
    for start in range(first, min(last, len(data) - ENTRY + 1), ENTRY):
        tag, place, size = struct.unpack_from(">4sII", data, start)
        if tag in COLOUR_TAGS and place + size <= len(data):
            tags[tag] = data[place : place + size]
    return tags
