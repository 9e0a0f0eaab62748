"""Meet an organisation through one of its people."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from newsletters.blocks.base import (
    STORIES,
    NewsletterBlock,
    OrganisationChooser,
    Picture,
    RichText,
    example_organisation,
    example_picture,
)
from newsletters.blocks.video.fields import PICTURE_AND_VIDEO, VideoFields


class CsoProfileBlock(VideoFields, NewsletterBlock):
    """An organisation and the story of a person who works there."""

    organisation = OrganisationChooser(label=_("Organisation"))
    headline = blocks.CharBlock(label=_("Headline"), required=False, default="", max_length=255)
    person = blocks.CharBlock(label=_("Person"), max_length=255)
    role = blocks.CharBlock(label=_("Role"), required=False, default="", max_length=255)
    image = Picture(label=_("Picture"), required=False)
    story = RichText(label=_("Story"))

    class Meta:
        icon = "user"
        label = _("Meet an organisation")
        group = STORIES
        description = _("An organisation, told through one of the people who work there.")
        form_layout = [
            "organisation",
            "headline",
            "person",
            "role",
            "story",
            *PICTURE_AND_VIDEO,
        ]

    def entry_title(self, value: blocks.StructValue) -> str:
        """The headline, or the person."""
        return value["headline"] or value["person"]

    def example(self) -> dict:
        """For the preview in the block picker."""
        return {
            "organisation": example_organisation(),
            "headline": gettext("A door that stays open"),
            "person": gettext("Kim Haneul"),
            "role": gettext("Policy officer"),
            "image": example_picture(gettext("A patchwork cloth")),
            "story": gettext("<p>She came for a summer and stayed for eleven years.</p>"),
        }
