"""Somebody's words."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from newsletters.blocks.base import MEDIA, NewsletterBlock, without_quotation_marks


class QuoteBlock(NewsletterBlock):
    """A quotation, who said it and as what."""

    quote = blocks.TextBlock(label=_("Quotation"), help_text=_("Without quotation marks."))
    attribution = blocks.CharBlock(label=_("Who said it"), max_length=255)
    role = blocks.CharBlock(label=_("As what"), required=False, default="", max_length=255)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        group = MEDIA
        description = _("Somebody's words, set apart.")

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """The page has quotation marks of its own."""
        value = super().clean(value)
        value["quote"] = without_quotation_marks(value["quote"] or "")
        return value

    def entry_title(self, value: blocks.StructValue) -> str:
        """Who said it."""
        return value["attribution"]

    def example(self) -> dict:
        """For the preview in the block picker."""
        return {
            "quote": gettext("All human beings are born free and equal in dignity and rights."),
            "attribution": gettext("Universal Declaration of Human Rights"),
            "role": gettext("Article 1"),
        }
