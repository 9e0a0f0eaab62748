"""A picture as an app gets it: ready to show, in sizes for every screen."""

import logging
from typing import Any

from django.conf import settings
from wagtail.images.models import SourceImageIOError

from images.models import Picture, Rendition

log = logging.getLogger(__name__)

WIDTHS = (480, 960, 1440)
FALLBACK = "width-960|format-jpeg"
SPECS = (*(f"width-{width}|format-webp" for width in WIDTHS), FALLBACK)

_SOURCE = {
    "type": "object",
    "required": ["url", "width", "height"],
    "properties": {
        "url": {"type": "string", "format": "uri"},
        "width": {"type": "integer"},
        "height": {"type": "integer"},
    },
}
_FRACTION = {"type": "number", "minimum": 0, "maximum": 1}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "A picture. `width` and `height` are the original's; `src` is a JPEG that every "
    "client can show, `sources` are better ones by type and width.",
    "required": [
        "id", "src", "width", "height", "sources", "alt", "decorative", "credit", "licence",
        "focal_point", "placeholder",
    ],
    "properties": {
        "id": {"type": "integer"},
        "src": {"type": "string", "format": "uri"},
        "width": {"type": "integer"},
        "height": {"type": "integer"},
        "sources": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "srcset"],
                "properties": {
                    "type": {"type": "string", "examples": ["image/webp"]},
                    "srcset": {"type": "array", "items": _SOURCE},
                },
            },
        },
        "alt": {"type": "string", "description": "Of this use; empty if it is decorative."},
        "decorative": {"type": "boolean"},
        "credit": {"type": "string"},
        "licence": {"type": "string"},
        "focal_point": {
            "type": ["object", "null"],
            "description": "What must stay in view, as fractions of the original.",
            "required": ["x", "y", "width", "height"],
            "properties": dict.fromkeys(("x", "y", "width", "height"), _FRACTION),
        },
        "placeholder": {
            "type": "object",
            "required": ["color"],
            "properties": {"color": {"type": ["string", "null"], "examples": ["#7a6f58"]}},
        },
    },
}  # fmt: skip


def image_representation(
    image: Picture, alt: str | None, *, decorative: bool = False
) -> dict[str, Any] | None:
    """The picture as SCHEMA says, never wider than it is; None if it is private or lost."""
    if not image.is_public:
        return None
    try:
        renditions = image.get_renditions(*SPECS)
    except (SourceImageIOError, OSError) as error:  # its file is lost: the rest must still come
        log.warning("Picture %s cannot be shown: %s", image.pk, error)
        return None
    fallback = renditions.pop(FALLBACK)
    by_width = {rendition.width: source(rendition) for rendition in renditions.values()}
    return {
        "id": image.pk,
        "src": absolute(fallback.url),
        "width": image.width,
        "height": image.height,
        "sources": [{"type": "image/webp", "srcset": [by_width[w] for w in sorted(by_width)]}],
        "alt": "" if decorative else alt or "",
        "decorative": decorative,
        "credit": image.credit,
        "licence": image.licence,
        "focal_point": focal_point(image),
        "placeholder": {"color": image.colour or None},
    }


def source(rendition: Rendition) -> dict[str, Any]:
    """One candidate of a srcset."""
    return {
        "url": absolute(rendition.url),
        "width": rendition.width,
        "height": rendition.height,
    }


def absolute(url: str) -> str:
    """The address with the site's before it, if it has none of its own."""
    return settings.PUBLIC_URL + url if url.startswith("/") else url


def focal_point(image: Picture) -> dict[str, float] | None:
    """The focal point as fractions of the picture's width and height."""
    if image.focal_point_x is None:
        return None
    numbers = {
        "x": image.focal_point_x / image.width,
        "y": image.focal_point_y / image.height,
        "width": (image.focal_point_width or 0) / image.width,
        "height": (image.focal_point_height or 0) / image.height,
    }
    return {name: min(1.0, round(number, 4)) for name, number in numbers.items()}
