"""The picture and its renditions."""

from collections.abc import Sequence
from typing import Any

from django.core.files.base import File
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Filter,
    Image,
    ImageQuerySet,
    SourceImageIOError,
    get_upload_to,
)

from images import files
from images.fields import PictureField
from images.filters import PictureFilter
from images.original import Original, clean
from publishing.public import in_public_collection
from publishing.sanitize import clean_text

NOT_FOUND = "not-found"
FILE_FACTS = ("colour", "file_hash", "file_size", "height", "width")


class PictureQuerySet(ImageQuerySet):
    """Pictures."""

    def update(self, **values: Any) -> int:
        """Move pictures one by one, so that whoever listens hears who may see each from now on."""
        if "collection" not in values:
            return super().update(**values)
        collection = values.pop("collection")
        with transaction.atomic():
            found = list(self)
            if values:
                super().update(**values)
            for picture in found:
                picture.collection = collection
                picture.save(update_fields=["collection"])
        return len(found)


class Picture(AbstractImage):
    """An uploaded image with what a careful publisher knows about it.

    Wagtail's own fields give the title, the description (here: the default alt text), the tags,
    the collection and the focal point.
    """

    file = PictureField(
        _("file"), upload_to=get_upload_to, width_field="width", height_field="height"
    )
    credit = models.CharField(
        _("credit"), max_length=255, blank=True, help_text=_("Who made it: shown with the picture.")
    )
    licence = models.CharField(
        _("licence"),
        max_length=255,
        blank=True,
        help_text=_("The terms of use, such as “CC BY 4.0” or “with permission of the author”."),
    )
    colour = models.CharField(
        _("dominant colour"),
        max_length=7,
        blank=True,
        editable=False,
        validators=[RegexValidator(r"^#[0-9a-f]{6}$")],
    )

    # What is known of a file while it is being stored; the maker's name is not kept
    notes: Sequence[str] = ()
    maker = ""

    objects = PictureQuerySet.as_manager()

    admin_form_fields = (*Image.admin_form_fields, "credit", "licence")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    @property
    def default_alt_text(self) -> str:
        """The description; never the title, which is often just a file name."""
        return self.description

    @cached_property
    def is_public(self) -> bool:
        """Whether anybody may see it; no query for one that comes from `public_pictures()`."""
        return Picture.objects.filter(in_public_collection(), pk=self.pk).exists()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Clean a new file, and note what else the database knows of it."""
        self.title = clean_text(self.title)  # type: ignore[has-type]
        new_file = self._new_file()
        if new_file:
            self.file = clean(self.file.file, self.file.name)
            self.describe(self.file.file)
            self._set_image_file_metadata()
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], *FILE_FACTS}
        super().save(*args, **kwargs)
        if new_file:  # those of the old one
            self.renditions.all().delete()

    def get_upload_to(self, filename: str) -> str:
        """A random name."""
        return files.original_name(filename)

    def rendition(self, filter: Filter) -> "Rendition":
        """A rendition with its address and size, which need no file."""
        folder = files.PUBLIC if self.is_public else files.PRIVATE
        width, height = PictureFilter(filter.spec).get_transform(self).size
        return Rendition(
            image=self,
            filter_spec=filter.spec,
            focal_point_key=filter.get_cache_key(self),
            width=width,
            height=height,
            file=folder + files.rendition_name(self, filter),
        )

    def create_rendition(self, filter: Filter) -> "Rendition":
        """One that is not stored yet; see `create_renditions`."""
        return self.create_renditions(filter)[filter]

    def create_renditions(self, *filters: Filter) -> dict[Filter, "Rendition"]:
        """Those that are not stored yet, to be generated soon (images.generation)."""
        from images.generation import note

        if filters:
            note(self.pk, *(filter.spec for filter in filters))
        if filters and not self.file.storage.exists(self.file.name):  # noted for the report
            raise SourceImageIOError(f"{self.file.name} is lost")
        return {filter: self.rendition(filter) for filter in filters}

    def describe(self, original: Original) -> None:
        """Take over what became known while the file was cleaned."""
        self.colour, self.maker, self.notes = original.colour, original.maker, original.notes

    def _new_file(self) -> bool:
        """Whether the file was chosen now and is not stored yet."""
        return bool(self.file) and not self.file._committed

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:
        """As Wagtail does, but from pixels and their colours alone."""
        return super().generate_rendition_file(PictureFilter(filter.spec), source=source)


def with_privacy(pictures: models.QuerySet[Picture]) -> models.QuerySet[Picture]:
    """The pictures, each with whether anybody may see it, in one query."""
    return pictures.annotate(is_public=in_public_collection())


def public_pictures() -> models.QuerySet[Picture]:
    """Those of public collections, with their renditions."""
    pictures = Picture.objects.filter(in_public_collection())
    return pictures.annotate(is_public=models.Value(True)).prefetch_related("renditions")


class Rendition(AbstractRendition):
    """A picture cut and scaled for one use; `generated_at` is empty while it has no file."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")
    generated_at = models.DateTimeField(null=True)
    asked = models.BooleanField(default=False)  # somebody waits for it
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
        indexes = [
            models.Index(
                fields=["id"], name="rendition_wanted", condition=models.Q(generated_at=None)
            )
        ]

    @property
    def url(self) -> str:
        """The file's own address, or that of the view which asks who wants to see it.

        Wagtail's templates call one of a lost picture “not-found”: a browser that is given no
        address asks for nothing, and shows the alt text.
        """
        if self.file.name == NOT_FOUND:
            return ""
        if self.file.name.startswith(files.PRIVATE):
            return reverse("rendition", args=[self.file.name.removeprefix(files.PRIVATE)])
        return self.file.url

    @property
    def has_failed(self) -> bool:
        """Whether it was tried and could not be generated."""
        return self.generated_at is None and bool(self.error)

    def has_file(self) -> bool:
        """Whether its file is where it should be."""
        return self.file.storage.exists(self.file.name)


class Lease(models.Model):
    """One row: the process that generates renditions now, and until when without a sign of life."""

    holder = models.CharField(max_length=16)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.holder


class Withdrawal(models.Model):
    """A folder whose files must go, noted in the transaction that changed who may see them."""

    folder = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.folder
