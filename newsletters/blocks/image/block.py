"""A picture on its own."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from newsletters.blocks.base import MEDIA, NewsletterBlock, Picture, example_picture


class PictureBlock(NewsletterBlock):
    """A picture with a caption; its credit comes from the picture library."""

    image = Picture(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, default="", max_length=500)

    class Meta:
        icon = "image"
        label = _("Picture")
        group = MEDIA
        description = _("A picture with a caption.")

    def entry_title(self, value: blocks.StructValue) -> str:
        """The caption."""
        return value["caption"]

    def example(self) -> dict:
        """For the preview in the block picker."""
        picture = example_picture(gettext("A patchwork cloth"))
        return {"image": picture, "caption": gettext("Many pieces, one cloth.")}
