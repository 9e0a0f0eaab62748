"""The picture and its renditions."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from images.colour import dominant_colour
from publishing.public import in_public_collection


class Picture(AbstractImage):
    """An uploaded image with what a careful publisher knows about it.

    Wagtail's own fields give the title, the description (here: the default alt text), the tags,
    the collection and the focal point.
    """

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
        """Note the dominant colour of a new file; it fills the frame until the picture is there."""
        if not self.colour or self._new_file():
            self.colour = dominant_colour(self.file)
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "colour"}
        super().save(*args, **kwargs)

    def _new_file(self) -> bool:
        """Whether the file was chosen now and is not stored yet."""
        return bool(self.file) and not self.file._committed


def public_pictures() -> models.QuerySet[Picture]:
    """Those of public collections, with their renditions."""
    pictures = Picture.objects.filter(in_public_collection())
    return pictures.annotate(is_public=models.Value(True)).prefetch_related("renditions")


class Rendition(AbstractRendition):
    """A picture cut and scaled for one use."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
