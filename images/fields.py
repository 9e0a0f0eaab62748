"""The file of a picture, in the database and in forms: nothing passes that `clean()` refuses."""

from typing import Any

from django.core.files.base import File
from django.forms.fields import FileField
from django.utils.translation import gettext_lazy as _
from PIL import Image
from PIL.ExifTags import Base
from wagtail.images.fields import WagtailImageField as WagtailFormField
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from images.original import FORMATS, Original, clean

LYING = {5, 6, 7, 8}  # orientations in which width and height change places


class PictureFieldFile(WagtailImageFieldFile):
    """The last door before the storage, whatever wrote the file: form, shell or import."""

    def save(self, name: str, content: File, save: bool = True) -> None:
        """Store the file without what it says besides its pixels; ValidationError if broken."""
        original = clean(content, name)
        self.instance.describe(original)
        super().save(original.name, original, save)

    def get_image_dimensions(self) -> tuple[int | None, int | None]:
        """Width and height of the upright picture, from its header; Wagtail would decode it all."""
        was_closed = self.closed
        self.open()
        try:
            with Image.open(self, formats=FORMATS) as image:
                lying = image.getexif().get(Base.Orientation) in LYING
                return image.size[::-1] if lying else image.size
        except Exception:  # it is no picture: `clean()` says so when it is saved
            return None, None
        finally:
            if was_closed:
                self.close()
            else:
                self.seek(0)


class PictureField(WagtailImageField):
    """A picture's file in the database."""

    attr_class = PictureFieldFile


class PictureFormField(WagtailFormField):
    """A picture's file in a form: it arrives clean, or there is one sentence why not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help_text = _(
            "JPEG, PNG, WebP, AVIF, HEIC, GIF, TIFF or BMP, up to %(size)s. Location, names and "
            "other hidden details are removed."
        ) % {"size": self.max_upload_size_text}

    def to_python(self, data: File | None) -> Original | None:
        """The clean file; ValidationError with what is wrong and what helps."""
        file = FileField.to_python(self, data)
        if file is None:
            return None
        self.check_image_file_size(file)
        return clean(file)
