"""The dominant colour of a picture."""

from django.db.models.fields.files import FieldFile
from PIL import Image, UnidentifiedImageError


def dominant_colour(file: FieldFile) -> str:
    """The most common colour of an image file as `#rrggbb`; empty if Pillow cannot read it."""
    try:
        file.open()
        with Image.open(file) as image:
            image.draft("RGB", (64, 64))  # lets a large JPEG be decoded small
            small = image.convert("RGB").resize((48, 48)).quantize(8)
    except (UnidentifiedImageError, OSError):
        return ""
    finally:
        if not file.closed:
            file.seek(0)
    histogram = small.histogram()[:8]
    palette = small.getpalette() or []
    most_common = histogram.index(max(histogram))
    return "#" + bytes(palette[3 * most_common : 3 * most_common + 3]).hex()
