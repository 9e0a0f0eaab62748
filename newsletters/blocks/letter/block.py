"""The letter that opens an issue."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from newsletters.blocks.base import STORIES, NewsletterBlock, RichText


class LetterBlock(NewsletterBlock):
    """A salutation, the letter itself and who signs it."""

    salutation = blocks.CharBlock(label=_("Salutation"), required=False, default="", max_length=255)
    text = RichText(label=_("Letter"))
    signature = blocks.CharBlock(label=_("Signature"), required=False, default="", max_length=255)

    class Meta:
        icon = "mail"
        label = _("Letter")
        group = STORIES
        description = _("The editors' letter that opens the issue.")

    def entry_title(self, value: blocks.StructValue) -> str:
        """The salutation, which is what a letter starts with."""
        return value["salutation"]

    def example(self) -> dict:
        """For the preview in the block picker."""
        return {
            "salutation": gettext("Dear readers,"),
            "text": gettext("<p>This season we met people who keep a door open for others.</p>"),
            "signature": "KEN",
        }
