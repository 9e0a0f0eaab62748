"""Several organisations, each in a line or two."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from newsletters.blocks.base import (
    STORIES,
    NewsletterBlock,
    OrganisationChooser,
    example_organisation,
)


class IntroducedOrganisationBlock(blocks.StructBlock):
    """One organisation and a line about it."""

    organisation = OrganisationChooser(label=_("Organisation"))
    text = blocks.TextBlock(label=_("In a line or two"))

    api_description = "An organisation, and what is said of it in a line or two."

    class Meta:
        icon = "group"
        label = _("Organisation")


class CsoListBlock(NewsletterBlock):
    """Introduces civil-society organisations side by side."""

    introduction = blocks.TextBlock(label=_("Introduction"), required=False, default="")
    organisations = blocks.ListBlock(
        IntroducedOrganisationBlock(), label=_("Organisations"), min_num=1
    )

    class Meta:
        icon = "group"
        label = _("Organisations")
        group = STORIES
        description = _("Introduces several organisations, each in a line or two.")

    def example(self) -> dict:
        """For the preview in the block picker."""
        item = {
            "organisation": example_organisation(),
            "text": gettext("An alliance for the rights of people who had to flee."),
        }
        return {
            "introduction": gettext("Two organisations, two continents."),
            "organisations": [item],
        }
