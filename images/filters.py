"""How renditions are made: of every mode and colour space, within what a format can hold."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files.base import File
from PIL import Image
from wagtail.images.image_operations import FilterOperation, ImageTransform
from wagtail.images.models import AbstractImage, Filter
from willow.plugins.pillow import PillowImage

from images.colour import plain_mode, to_srgb
from images.files import with_format

# The longest side that a format, or its usual encoder, can hold
LONGEST = {"webp": 16_383, "avif": 16_383, "jpeg": 65_500, "png": 100_000, "gif": 65_500}


class PlainImage(PillowImage):
    """A decoded picture in a mode that all operations know, with the format that its file had."""

    def __init__(self, image: Image.Image, format_name: str) -> None:
        super().__init__(plain_mode(image))
        self.format_name = format_name


class PixelsOnly(FilterOperation):
    """The last operation: sRGB, and no metadata whatever the original holds."""

    def construct(self) -> None:
        """It has no parameters."""

    def run(self, willow: PillowImage, image: AbstractImage, env: dict[str, Any]) -> PillowImage:
        """The picture that is ready to be encoded."""
        return PillowImage(to_srgb(willow.get_pillow_image()))


class PictureFilter(Filter):
    """Wagtail's filter, for pictures that Willow alone makes white, or sends out with metadata."""

    @contextmanager
    def get_willow_image(
        self, image: AbstractImage, source: File | None = None
    ) -> Iterator[PlainImage]:
        """The original, decoded."""
        with super().get_willow_image(image, source) as file:
            yield PlainImage(file.get_pillow_image(), file.format_name)

    def get_transform(
        self, image: AbstractImage, size: tuple[int, int] | None = None
    ) -> ImageTransform:
        """What Wagtail computes, smaller if the format cannot hold it."""
        transform = super().get_transform(image, size)
        spec = with_format(self.spec, image.file.name)
        longest = min(most for form, most in LONGEST.items() if f"format-{form}" in spec)
        scale = longest / max(transform.size)
        if scale >= 1:
            return transform
        return transform.resize(tuple(max(1, int(side * scale)) for side in transform.size))

    @property
    def operations(self) -> list:
        """Those of the spec, and the last one."""
        return [*super().operations, PixelsOnly("pixels")]
