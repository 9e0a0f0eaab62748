"""A news item."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from newsletters.blocks.base import (
    STORIES,
    Dates,
    LinkBlock,
    NewsletterBlock,
    Picture,
    RichText,
    example_picture,
)
from newsletters.dates import validate_year


class NewsBlock(NewsletterBlock):
    """What happened, when, and where to read more."""

    headline = blocks.CharBlock(label=_("Headline"), max_length=255)
    date = blocks.DateBlock(
        label=_("Date"),
        required=False,
        help_text=_("When it happened."),
        validators=[validate_year],
    )
    image = Picture(label=_("Picture"), required=False)
    text = RichText(label=_("Text"))
    sources = blocks.ListBlock(LinkBlock(), label=_("Links to sources"), default=[])

    class Meta:
        icon = "doc-full"
        label = _("News item")
        group = STORIES
        description = _("One piece of news with its date, picture and sources.")

    def entry_dates(self, value: blocks.StructValue) -> Dates | None:
        """The day it happened."""
        day = value["date"]
        return Dates("day", day, day) if day else None

    def example(self) -> dict:
        """For the preview in the block picker."""
        return {
            "headline": gettext("A court hears the next generation"),
            "date": "2020-09-17",
            "image": example_picture(gettext("A patchwork cloth")),
            "text": gettext("<p>The judges listened for two days.</p>"),
            "sources": [{"label": gettext("The ruling"), "url": "https://example.org/ruling"}],
        }
