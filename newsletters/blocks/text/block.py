"""Plain paragraphs."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newsletters.blocks.base import MEDIA, NewsletterBlock, RichText


class TextBlock(NewsletterBlock):
    """Paragraphs, lists and links."""

    text = RichText(label=_("Text"))

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        group = MEDIA
        description = _("Paragraphs, lists and links, for what no other block is made for.")

    def example(self) -> dict:
        """For the preview in the block picker."""
        return {"text": gettext("<p>This newsletter is published <b>four times a year</b>.</p>")}
