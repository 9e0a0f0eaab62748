"""A picture's file on its way in: checked, freed of all but its pixels, and small enough.

Whatever way a picture comes, it passes `clean()`. It is decoded once, and not before its header
has said that this is cheap.
"""

import logging
import threading
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps, JpegImagePlugin
from PIL.ExifTags import Base

from images.colour import dominant_colour, plain_mode, reduced
from images.limits import check_pixels, far_too_many_pixels, file_format, reduction
from images.metadata import Metadata, read_metadata
from images.profiles import bare_profile
from images.stripping import strip_jpeg, strip_png, strip_webp

log = logging.getLogger(__name__)

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "HEIF", "TIFF", "BMP")
STRIPPERS = {"JPEG": strip_jpeg, "PNG": strip_png, "WEBP": strip_webp}
DRAWN_FORMATS = ("PNG", "GIF", "BMP")  # of drawings and charts, which a JPEG would blur
SERIES = ("MPO", "HEIF", "TIFF")  # in which further pictures are no animation
STORED_MODES = ("1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16")
JPEG_SIDE = 65_500
QUALITY, PNG_EFFORT = 95, 3  # PNGs are smaller by a tenth with twice the time

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
    with _one_at_a_time:
        try:
            return original(data, name or file.name or "")
        except ValidationError:
            raise
        except Image.DecompressionBombError as error:
            raise far_too_many_pixels() from error
        except Exception as error:  # a decoder of hostile bytes may raise anything
            log.info("A picture cannot be decoded: %r", error)
            raise (damaged() if begins_like(FORMATS, data) else unknown_type()) from error


def damaged() -> ValidationError:
    """The sentence about half a picture."""
    return ValidationError(
        _(
            "This picture is incomplete or damaged. Open it on your computer, save it again as "
            "JPEG or PNG, and upload that file."
        ),
        code="invalid_image",
    )


def unknown_type() -> ValidationError:
    """The sentence about a file that is no picture, or one that no browser would show."""
    return ValidationError(
        _(
            "This file is not a picture of a type that can be shown. Open it in the program that "
            "made it, export it as JPEG or PNG, and upload that file."
        ),
        code="invalid_image",
    )


def begins_like(formats: tuple[str, ...], data: bytes) -> bool:
    """Whether Pillow takes a file of these first bytes for one of the formats."""
    Image.init()
    accepts = (Image.OPEN[form][1] for form in formats if form in Image.OPEN)
    return any(accept(data[:16]) for accept in accepts if accept)


def original(data: bytes, name: str) -> Original:
    """The file to be stored; raises whatever a decoder raises if it is cut off or damaged."""
    image = Image.open(BytesIO(data), formats=FORMATS)
    check_pixels(image, data)
    pixels, several = image.width * image.height, holds_several(image)
    kept = decoded(image, data)
    metadata = read_metadata(image)
    smaller = kept.width * kept.height < pixels
    colour = dominant_colour(kept)
    animated = several and image.format not in SERIES
    may_be_copied = kept is image and not smaller and not animated
    stored = (may_be_copied and stripped(image, data)) or encoded(kept, image)
    notes = notes_on(metadata, animated, several, kept.size if smaller else None)
    return Original(stored, renamed(name, stored), colour, metadata.maker, notes)


def holds_several(image: ImageFile.ImageFile) -> bool:
    """Whether there are further pictures in the file: an animation, a series, a second view."""
    if image.format in ("GIF", "TIFF"):  # counting them would read them all
        return bool(getattr(image, "is_animated", False))
    return getattr(image, "n_frames", 1) > 1


def decoded(image: ImageFile.ImageFile, data: bytes) -> Image.Image:
    """The pixels, upright and no more of them than are stored; of a giant JPEG never more."""
    factor = reduction(image, data)
    size = (-(-image.width // factor), -(-image.height // factor))
    if factor > 1:
        image.draft(None, size)
    image.load()
    kept: Image.Image = image
    if image.width > size[0]:  # only a JPEG knows how to be decoded smaller
        kept = reduced(image, factor)
    return ImageOps.exif_transpose(kept) if is_turned(image) else kept


def is_turned(image: Image.Image) -> bool:
    """Whether the pixels lie on their side and the metadata say so."""
    return image.getexif().get(Base.Orientation, 1) != 1


def stripped(image: Image.Image, data: bytes) -> bytes:
    """The file without its metadata, the pixels untouched; empty where that cannot be done."""
    strip = STRIPPERS.get(file_format(image) or "")
    try:
        return strip(data, bare_profile(image.info.get("icc_profile"))) if strip else b""
    except ValueError:  # a decoder forgives more than the standard allows
        return b""


def encoded(image: Image.Image, source: Image.Image) -> bytes:
    """The picture encoded anew, at high quality; a photo as JPEG, all else without loss as PNG."""
    profile, transparency = source.info.get("icc_profile"), image.info.get("transparency")
    if image.mode not in STORED_MODES:
        image = plain_mode(image)
    is_photo = file_format(source) not in DRAWN_FORMATS and image.mode in ("L", "RGB", "CMYK")
    is_photo = is_photo and max(image.size) <= JPEG_SIDE
    options = jpeg_quality(source) if is_photo else {"compress_level": PNG_EFFORT}
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
    path = PurePath(name)
    return str(path.parent / ((path.stem.strip(".") or "picture") + starts[data[:2]]))


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
            "There were further pictures in the file, such as a second view or page. Only the "
            "first was kept."
        ): several and not animated,
        _("The picture was scaled down to %(width)s × %(height)s pixels.")
        % dict(zip(("width", "height"), size or (0, 0), strict=True)): size,
    }
    return [sentence for sentence, applies in sentences.items() if applies]
