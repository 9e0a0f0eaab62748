"""A list of links."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from newsletters.blocks.base import MEDIA, LinkBlock, NewsletterBlock


class DescribedLinkBlock(LinkBlock):
    """A link with a sentence on what lies behind it."""

    description = blocks.CharBlock(
        label=_("Description"), required=False, default="", max_length=500
    )

    api_description = "A link to somewhere else, with a sentence on what lies behind it."

    class Meta:
        icon = "link"
        label = _("Link")


class LinksBlock(NewsletterBlock):
    """Reading lists, resources, social media."""

    title = blocks.CharBlock(label=_("Title"), required=False, default="", max_length=255)
    links = blocks.ListBlock(DescribedLinkBlock(), label=_("Links"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Links")
        group = MEDIA
        description = _("A list of links, each with a line on what lies behind it.")

    def example(self) -> dict:
        """For the preview in the block picker."""
        return {
            "title": gettext("Read on"),
            "links": [
                {
                    "label": gettext("Universal Declaration of Human Rights"),
                    "url": "https://www.un.org/en/about-us/universal-declaration-of-human-rights",
                    "description": gettext("The text of 1948, in more than 500 languages."),
                }
            ],
        }
