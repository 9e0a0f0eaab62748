"""Colours of pictures: plain modes, sRGB, and the dominant one."""

from contextlib import suppress
from io import BytesIO
from typing import cast

from PIL import Image, ImageCms

SRGB = ImageCms.createProfile("sRGB")
WHITE = "#ffffff"
PLAIN_MODES = ("L", "RGB", "RGBA", "CMYK")
GREY_MODES = ("1", "I", "I;16", "I;16L", "I;16B", "F")
WHITES = (1, 255, 65_535)  # of greys that are stored as fractions, bytes and pairs of them
STRIP_PIXELS = 2_000_000


def plain_mode(image: Image.Image, white: float = 0) -> Image.Image:
    """Eight bits a channel and no palette: L, RGB, RGBA or CMYK, with its profile."""
    if image.mode in GREY_MODES and image.mode != "1":  # Pillow would make all above 255 white
        scale = 255 / (white or white_of(image))
        return image.convert("F").point(lambda value: value * scale + 0.5).convert("L")
    if image.has_transparency_data and image.mode != "RGBA":
        return image.convert("RGBA")
    if image.mode in PLAIN_MODES:
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def white_of(image: Image.Image) -> float:
    """The number that white has among greys: that of the usual depths, else the highest."""
    if image.mode.startswith("I;16"):
        return WHITES[-1]
    if image.mode not in GREY_MODES:
        return 0
    _lowest, highest = cast(tuple[float, float], image.getextrema())
    return next((white for white in WHITES if highest <= white), highest)


def reduced(image: Image.Image, factor: int) -> Image.Image:
    """The picture in a plain mode, smaller by a whole number; strip by strip, to save memory."""
    white, width = white_of(image), image.width
    rows = max(1, STRIP_PIXELS // width // factor) * factor
    smaller: Image.Image | None = None
    for top in range(0, image.height, rows):
        strip = image.crop((0, top, width, min(top + rows, image.height)))
        strip.info = image.info  # a colour of a palette, or of all, that is transparent
        strip = plain_mode(strip, white).reduce(factor)
        if smaller is None:
            smaller = Image.new(strip.mode, (strip.width, -(-image.height // factor)))
        smaller.paste(strip, (0, top // factor))
    assert smaller is not None
    smaller.info = image.info.copy()
    return smaller


def to_srgb(image: Image.Image) -> Image.Image:
    """The pixels of a plain mode in the colours that every screen knows, and nothing with them."""
    if profile := image.info.get("icc_profile"):
        # A profile of other colours than the pixels': browsers, too, act as if there were none
        with suppress(ImageCms.PyCMSError, OSError):
            image = transformed(image, profile)
    if image.mode == "CMYK":
        image = image.convert("RGB")
    image.info = {}
    return image


def transformed(image: Image.Image, profile: bytes) -> Image.Image:
    """The pixels as the profile means them, in sRGB."""
    source = ImageCms.ImageCmsProfile(BytesIO(profile))
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    return ImageCms.profileToProfile(image, source, SRGB, outputMode=mode) or image


def dominant_colour(image: Image.Image) -> str:
    """The most common colour as `#rrggbb`.

    White for a picture that one can see through: charts are drawn to stand on paper, and what
    fills the frame until they are there is also what shows through them.
    """
    factor = max(1, min(image.size) // 96)
    small = (reduced(image, factor) if factor > 1 else plain_mode(image)).resize((48, 48))
    if small.mode == "RGBA" and min(small.getchannel("A").tobytes()) < 255:
        return WHITE
    small = to_srgb(small).convert("RGB").quantize(8)
    histogram = small.histogram()[:8]
    palette = small.getpalette() or []
    most_common = histogram.index(max(histogram))
    return "#" + bytes(palette[3 * most_common : 3 * most_common + 3]).hex()
