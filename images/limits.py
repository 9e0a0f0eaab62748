"""How many pixels a picture may have, and how small it is decoded.

What takes memory is the decoded picture, with four bytes a pixel, and what its decoder keeps beside
it. Both together are bounded, whatever the format.
"""

import math
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageFile, TiffImagePlugin

from images.stripping import SOS, jpeg_segments

MEMORY = 230_000_000  # of one upload; `make test-faults` measures it
STORED_PIXELS = 26_000_000  # 6,240 × 4,160; the widest form that readers get has 1,440
JPEG_PIXELS = 100_000_000
PIXEL_BYTES, SMALLER_COPY = 4, 1  # a copy has at most a quarter of the pixels
# What a decoder keeps, in bytes a pixel: whole frames, and the colours before they are converted
DECODER_BYTES = {"WEBP": 11, "AVIF": 5, "HEIF": 2.2}


def file_format(image: Image.Image) -> str:
    """The type of the file; to Pillow, a JPEG with a second picture behind it is another."""
    return "JPEG" if image.format == "MPO" else image.format or ""


def check_pixels(image: ImageFile.ImageFile, data: bytes) -> None:
    """Refuse, before it is decoded, a picture that would need too much time and memory."""
    limit = pixel_limit(image, data)
    if image.width * image.height > limit:
        raise too_many_pixels(image.width, image.height, limit)


def pixel_limit(image: ImageFile.ImageFile, data: bytes) -> int:
    """How many pixels such a file may have."""
    if file_format(image) == "JPEG":  # decoded at half its size, or less
        return min(JPEG_PIXELS, int(MEMORY / (coefficient_bytes(image, data) + SMALLER_COPY)))
    kept = tiff_bytes(image) or DECODER_BYTES.get(file_format(image), 0)
    most = int(MEMORY / (PIXEL_BYTES + SMALLER_COPY + kept))
    return min(settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS, most)


def coefficient_bytes(image: ImageFile.ImageFile, data: bytes) -> float:
    """What a JPEG's decoder keeps for each pixel: all colours, if they come in several scans."""
    layers = image.layer  # type: ignore[attr-defined]  # number, h, v, table
    if not image.info.get("progressive") and components_of_first_scan(data) == len(layers):
        return 0
    samples = sum(h * v for _number, h, v, _table in layers)
    return 2 * samples / (max(layer[1] for layer in layers) * max(layer[2] for layer in layers))


def components_of_first_scan(data: bytes) -> int:
    """How many colours are stored beside each other; 0 if that cannot be said."""
    with suppress(ValueError):  # a decoder forgives more than the standard allows
        return next((segment[4] for marker, segment in jpeg_segments(data) if marker == SOS), 0)
    return 0


def tiff_bytes(image: Image.Image) -> float:
    """What a TIFF's decoder keeps for each pixel: one strip or tile of any size."""
    if not isinstance(image, TiffImagePlugin.TiffImageFile):
        return 0
    tags, pixels = image.tag_v2, image.width * image.height
    rows = min(tags.get(TiffImagePlugin.ROWSPERSTRIP, image.height), image.height)
    tile = tags.get(TiffImagePlugin.TILEWIDTH, 0) * tags.get(TiffImagePlugin.TILELENGTH, 0)
    bits = sum(tags.get(TiffImagePlugin.BITSPERSAMPLE, (8,)))
    return max(rows * image.width, tile) * bits / 8 / pixels


def too_many_pixels(width: int, height: int, limit: int) -> ValidationError:
    """The sentence about a picture that is too large to be decoded, with a size that is not."""
    scale = (limit / (width * height)) ** 0.5
    return ValidationError(
        _(
            "This picture has %(width)s × %(height)s pixels, which is too many. Save a copy of no "
            "more than %(most_width)s × %(most_height)s pixels, and upload that."
        )
        % {
            "width": width,
            "height": height,
            "most_width": rounded_down(width * scale),
            "most_height": rounded_down(height * scale),
        },
        code="file_too_many_pixels",
    )


def rounded_down(side: float) -> int:
    """A number of pixels that one can remember."""
    return max(1, int(side) // 100 * 100 if side >= 1000 else int(side))


def far_too_many_pixels() -> ValidationError:
    """The sentence about a picture whose size is not even read."""
    return ValidationError(
        _(
            "This picture has far too many pixels. Save a smaller copy, for example 4,000 pixels "
            "wide, and upload that."
        ),
        code="file_too_many_pixels",
    )


def reduction(image: ImageFile.ImageFile, data: bytes) -> int:
    """By which whole number width and height are divided; not by a fraction: that takes seconds."""
    pixels, room = image.width * image.height, float(STORED_PIXELS)
    if file_format(image) == "JPEG":
        room = min(room, MEMORY / PIXEL_BYTES - pixels * coefficient_bytes(image, data) / 4)
    return max(1, math.ceil((pixels / room) ** 0.5))
