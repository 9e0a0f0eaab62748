"""A picture's file on its way in: checked, freed of all but its pixels, and small enough.

Whatever way a picture comes, it passes `clean()`. It is decoded once, and not before its header
has said that this is cheap.
"""

import logging
import math
import threading
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps, JpegImagePlugin
from PIL.ExifTags import Base

from images.colour import dominant_colour, plain_mode
from images.metadata import Metadata, read_metadata
from images.profiles import bare_profile
from images.stripping import strip_jpeg, strip_png, strip_webp

log = logging.getLogger(__name__)

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "HEIF")
EXTENSIONS = {
    "jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP", "avif": "AVIF",
    "heic": "HEIF", "heif": "HEIF",
}  # fmt: skip
STRIPPERS = {"JPEG": strip_jpeg, "PNG": strip_png, "WEBP": strip_webp}
PALETTE_FORMATS = ("PNG", "GIF")  # of drawings and charts, which a JPEG would blur
STORED_PIXELS = 26_000_000  # 6,240 × 4,160; the widest form that readers get has 1,440
JPEG_PIXELS = 120_000_000  # one that is stored line by line can be decoded small
QUALITY = 95

_one_at_a_time = threading.Lock()  # a large picture takes 120 MB while it is decoded


class Original(ContentFile):
    """The file of a picture as it is stored, and what the editor should be told about it."""

    def __init__(self, data: bytes, name: str, colour: str, maker: str, notes: list[str]) -> None:
        super().__init__(data, name)
        self.colour, self.maker, self.notes = colour, maker, notes


def clean(file: File, name: str = "") -> Original:
    """The picture without anything but pixels and colours; ValidationError if it is none."""
    if isinstance(file, Original):
        return file
    file.seek(0)
    data = file.read()
    name = name or file.name or ""
    image = open_header(data)
    check_name(image, name)
    check_pixels(image)
    with _one_at_a_time:
        try:
            return original(image, data, name)
        except Exception as error:  # a decoder of hostile bytes may raise anything
            log.info("A picture cannot be decoded: %r", error)
            raise broken() from error


def open_header(data: bytes) -> ImageFile.ImageFile:
    """The picture, of which only the header has been read."""
    try:
        return Image.open(BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise too_many_pixels() from error
    except Exception as error:  # as above
        raise broken() from error


def broken() -> ValidationError:
    """The sentence about a file that is no picture, or half of one."""
    return ValidationError(
        _(
            "This file cannot be shown: it is not a picture, or it is incomplete. Open it on "
            "your computer, save it again as JPEG or PNG, and upload that file."
        ),
        code="invalid_image",
    )


def check_name(image: Image.Image, name: str) -> None:
    """Refuse a file that is called what it is not: whoever chose it may have meant another."""
    path, form = PurePath(name), file_format(image)
    extension = path.suffix.lower().lstrip(".")
    if EXTENSIONS.get(extension) == form:
        return
    if extension:
        message = _(
            "This is a picture of the type %(type)s, but its name ends in “%(extension)s”. "
            "Rename it so that it ends in “.%(right)s”, and upload it again."
        )
    else:
        message = _(
            "This is a picture of the type %(type)s, but its name has no ending. Rename it to "
            "“%(name)s.%(right)s”, and upload it again."
        )
    facts = {"type": form, "extension": f".{extension}", "right": right_extension(image)}
    facts["name"] = path.name.strip(".") or "picture"
    raise ValidationError(message % facts, code="invalid_image_known_format")


def right_extension(image: Image.Image) -> str:
    """How the name of such a file ends."""
    return next(end for end, form in EXTENSIONS.items() if form == file_format(image))


def begins_like(formats: tuple[str, ...], data: bytes) -> bool:
    """Whether Pillow takes a file of these first bytes for one of the formats."""
    Image.init()
    accepts = (Image.OPEN[form][1] for form in formats if form in Image.OPEN)
    return any(accept(data[:16]) for accept in accepts if accept)


def file_format(image: Image.Image) -> str | None:
    """The type of the file; to Pillow, a JPEG with a second picture behind it is another."""
    return "JPEG" if image.format == "MPO" else image.format


def check_pixels(image: Image.Image) -> None:
    """Refuse, before it is decoded, a picture that would need too much time and memory."""
    can_shrink = file_format(image) == "JPEG" and not image.info.get("progressive")
    limit = JPEG_PIXELS if can_shrink else settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
    if image.width * image.height > limit:
        raise too_many_pixels()


def too_many_pixels() -> ValidationError:
    """The sentence about a picture that is too large to be decoded."""
    megapixels = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000
    return ValidationError(
        _(
            "This picture has more than %(megapixels)s million pixels, which is too many. Save a "
            "smaller copy, for example 4,000 pixels wide, and upload that."
        )
        % {"megapixels": megapixels},
        code="file_too_many_pixels",
    )


def original(image: ImageFile.ImageFile, data: bytes, name: str) -> Original:
    """The file to be stored; raises whatever a decoder raises if it is cut off or damaged."""
    pixels, several = image.width * image.height, holds_several(image)
    decode(image)
    metadata = read_metadata(image)
    upright = ImageOps.exif_transpose(image) if is_turned(image) else image
    kept = scaled_down(upright)
    smaller = kept.width * kept.height < pixels
    colour = dominant_colour(kept)
    animated = several and image.format not in ("MPO", "HEIF")
    may_be_copied = kept is image and not smaller and not animated
    stored = (may_be_copied and stripped(image, data)) or encoded(kept, image)
    notes = notes_on(metadata, animated, several, kept.size if smaller else None)
    return Original(stored, renamed(name, stored), colour, metadata.maker, notes)


def holds_several(image: Image.Image) -> bool:
    """Whether there are further pictures in the file: an animation, a series, a second view."""
    if image.format == "GIF":  # counting them would read them all
        return bool(getattr(image, "is_animated", False))
    return getattr(image, "n_frames", 1) > 1


def decode(image: Image.Image) -> None:
    """Load the pixels; those of a giant JPEG only as many as will be stored."""
    factor = reduction(image)
    if factor > 1:
        image.draft(None, (image.width // factor, image.height // factor))
    image.load()


def is_turned(image: Image.Image) -> bool:
    """Whether the pixels lie on their side and the metadata say so."""
    return image.getexif().get(Base.Orientation, 1) != 1


def reduction(image: Image.Image) -> int:
    """By which whole number width and height are divided; not by a fraction: that takes seconds."""
    return max(1, math.ceil((image.width * image.height / STORED_PIXELS) ** 0.5))


def scaled_down(image: Image.Image) -> Image.Image:
    """The picture with no more pixels than are stored."""
    factor = reduction(image)
    return image if factor == 1 else plain_mode(image).reduce(factor)


def stripped(image: Image.Image, data: bytes) -> bytes:
    """The file without its metadata, the pixels untouched; empty where that cannot be done."""
    strip = STRIPPERS.get(file_format(image) or "")
    try:
        return strip(data, bare_profile(image.info.get("icc_profile"))) if strip else b""
    except ValueError:  # a decoder forgives more than the standard allows
        return b""


def encoded(image: Image.Image, source: Image.Image) -> bytes:
    """The picture encoded anew, at high quality; a photo as JPEG, all else without loss as PNG."""
    is_photo = file_format(source) not in PALETTE_FORMATS and image.mode in ("L", "RGB", "CMYK")
    profile, transparency = source.info.get("icc_profile"), image.info.get("transparency")
    options = jpeg_quality(source) if is_photo else {}
    image.info = {} if transparency is None else {"transparency": transparency}
    data, form = BytesIO(), "JPEG" if is_photo else "PNG"
    image.save(data, form, **options)
    return STRIPPERS[form](data.getvalue(), bare_profile(profile))


def jpeg_quality(source: Image.Image) -> dict[str, Any]:
    """As it was in a JPEG, so that it loses and grows next to nothing."""
    if isinstance(source, JpegImagePlugin.JpegImageFile):
        return {
            "qtables": source.quantization,
            "subsampling": JpegImagePlugin.get_sampling(source),
        }
    return {"quality": QUALITY, "subsampling": 0}


def renamed(name: str, data: bytes) -> str:
    """The name with the extension of what the file has become."""
    starts = {b"\xff\xd8": ".jpg", b"\x89P": ".png", b"RI": ".webp"}
    return str(PurePath(name).with_suffix(starts[data[:2]]))


def notes_on(
    metadata: Metadata, animated: bool, several: bool, size: tuple[int, int] | None
) -> list[str]:
    """What the editor is told was removed and changed, a sentence each."""
    sentences = {
        _("The file said where the picture was taken. That was removed."): metadata.place,
        _(
            "The file named “%(maker)s” as its author. This was removed; to show the name with the "
            "picture, enter it as the credit."
        )
        % {"maker": metadata.maker}: metadata.maker,
        _("What a camera or a program had noted in the file was removed."): metadata.other,
        _(
            "This was an animation. Only its first frame was kept, as pages show still pictures. "
            "If it has to move, use a video."
        ): animated,
        _(
            "There were further pictures in the file, such as a second view. Only the first was "
            "kept."
        ): several and not animated,
        _("The picture was scaled down to %(width)s × %(height)s pixels.")
        % dict(zip(("width", "height"), size or (0, 0), strict=True)): size,
    }
    return [sentence for sentence, applies in sentences.items() if applies]
