"""The four ways by which an editor brings a picture in."""

import io
from functools import cache

from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from images.models import Picture
from tests.images.pictures import laden

DOORS = ("add", "multiple", "chooser", "replace")


def post(editor: Client, door: str, name: str, data: bytes, picture: Picture | None):
    """Upload through one of the admin's doors."""
    file = ContentFile(data, name)
    words = {"title": "Odd", "collection": 1}
    match door:
        case "add":
            return editor.post(reverse("wagtailimages:add"), {**words, "file": file})
        case "multiple":
            return editor.post(reverse("wagtailimages:add_multiple"), {**words, "files[]": file})
        case "chooser":
            fields = {f"image-chooser-upload-{key}": value for key, value in words.items()}
            return editor.post(
                reverse("wagtailimages_chooser:create"),
                {**fields, "image-chooser-upload-file": file},
            )
        case _:
            address = reverse("wagtailimages:edit", args=[picture.pk])
            return editor.post(address, {**words, "file": file})


def own_picture() -> Picture:
    """One whose file a test may replace."""
    return Picture.objects.create(title="Old", file=ContentFile(old_file(), "old.png"))


@cache
def old_file() -> bytes:
    """The file that it has."""
    return laden("png")


def opened(picture: Picture) -> Image.Image:
    """The stored file."""
    with picture.file.open("rb") as file:
        return Image.open(io.BytesIO(file.read()))
