"""Colours of pictures: plain modes, sRGB, and the dominant one."""

from contextlib import suppress
from io import BytesIO

from PIL import Image, ImageCms

SRGB = ImageCms.createProfile("sRGB")
WHITE = "#ffffff"
SIXTEEN_TO_EIGHT = 1 / 257


def plain_mode(image: Image.Image) -> Image.Image:
    """Eight bits a channel and no palette: L, RGB, RGBA or CMYK, with its profile."""
    if image.mode.startswith("I") or image.mode == "F":  # Pillow would make all above 255 white
        image = image.convert("I").point(lambda value: value * SIXTEEN_TO_EIGHT).convert("L")
    elif image.has_transparency_data and image.mode != "RGBA":
        image = image.convert("RGBA")
    elif image.mode not in ("L", "RGB", "RGBA", "CMYK"):
        image = image.convert("RGB")
    return image


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
    small = plain_mode(image).resize((48, 48), reducing_gap=1.0)
    if small.mode == "RGBA" and min(small.getchannel("A").tobytes()) < 255:
        return WHITE
    small = to_srgb(small).convert("RGB").quantize(8)
    histogram = small.histogram()[:8]
    palette = small.getpalette() or []
    most_common = histogram.index(max(histogram))
    return "#" + bytes(palette[3 * most_common : 3 * most_common + 3]).hex()
