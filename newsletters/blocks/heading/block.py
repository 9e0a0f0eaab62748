"""Starts a section of the issue."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from newsletters.blocks.base import STRUCTURE, NewsletterBlock


class HeadingBlock(NewsletterBlock):
    """The label of the section that follows; the issue's contents are made from these."""

    text = blocks.CharBlock(
        label=_("Heading"), max_length=80, help_text=_("One to four words: “Upcoming events”.")
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        group = STRUCTURE
        description = _("Starts a section and names it in the issue's contents.")

    def entry_title(self, value: blocks.StructValue) -> str:
        """The heading."""
        return value["text"]

    def example(self) -> dict:
        """For the preview in the block picker."""
        return {"text": gettext("Upcoming events")}
