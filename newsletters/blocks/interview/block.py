"""A conversation with one person."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from newsletters.blocks.base import (
    STORIES,
    NewsletterBlock,
    OrganisationChooser,
    Picture,
    RichText,
    example_picture,
    without_quotation_marks,
)
from newsletters.blocks.video.fields import PICTURE_AND_VIDEO, VideoFields


class QuestionBlock(blocks.StructBlock):
    """A question and its answer."""

    question = blocks.TextBlock(label=_("Question"))
    answer = RichText(label=_("Answer"))

    api_description = "A question and its answer."

    class Meta:
        icon = "help"
        label = _("Question and answer")


class InterviewBlock(VideoFields, NewsletterBlock):
    """Who was asked, what and why; in writing, as a video, or both."""

    headline = blocks.CharBlock(label=_("Headline"), max_length=255)
    person = blocks.CharBlock(label=_("Person"), max_length=255)
    role = blocks.CharBlock(label=_("Role"), required=False, default="", max_length=255)
    organisation = OrganisationChooser(label=_("Organisation"), required=False)
    image = Picture(label=_("Portrait"), required=False)
    introduction = RichText(label=_("Introduction"))
    questions = blocks.ListBlock(QuestionBlock(), label=_("Questions"), default=[])
    pull_quote = blocks.TextBlock(
        label=_("Sentence to set apart"),
        required=False,
        default="",
        help_text=_("Without quotation marks."),
    )

    class Meta:
        icon = "openquote"
        label = _("Interview")
        group = STORIES
        description = _(
            "A conversation: introduction, questions and answers, a sentence set apart, a video."
        )
        form_layout = [
            "headline",
            "person",
            "role",
            "organisation",
            "introduction",
            "questions",
            "pull_quote",
            *PICTURE_AND_VIDEO,
        ]

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """The page has quotation marks of its own."""
        value = super().clean(value)
        value["pull_quote"] = without_quotation_marks(value["pull_quote"] or "")
        return value

    def example(self) -> dict:
        """For the preview in the block picker."""
        return {
            "headline": gettext("Translation is where the law begins"),
            "person": gettext("Kim Haneul"),
            "role": gettext("Independent living advocate, Seoul"),
            "image": example_picture(gettext("A patchwork cloth")),
            "introduction": gettext("<p>We met her between two hearings.</p>"),
            "questions": [
                {
                    "question": gettext("You call your work translation. Why?"),
                    "answer": gettext(
                        "<p>Because somebody has to carry a ruling into a kitchen.</p>"
                    ),
                }
            ],
            "pull_quote": gettext("Changing the law does not change the ground beneath it."),
        }
