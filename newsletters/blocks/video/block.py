"""A video."""

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from newsletters.blocks.base import MEDIA, NewsletterBlock, Picture, RichText, example_picture
from newsletters.blocks.video.fields import PICTURE_AND_VIDEO, VideoFields, VideoURLBlock


class VideoBlock(VideoFields, NewsletterBlock):
    """A video with its own poster and, for those who cannot hear or load it, a transcript."""

    title = blocks.CharBlock(label=_("Title"), max_length=255)
    video_url = VideoURLBlock(label=_("Video"), help_text=_("Its address at YouTube or Vimeo."))
    image = Picture(label=_("Picture"), help_text=_("Shown until a reader plays the video."))
    description = blocks.TextBlock(label=_("Description"), required=False, default="")
    transcript = RichText(label=_("Transcript"), required=False, default="")

    class Meta:
        icon = "media"
        label = _("Video")
        group = MEDIA
        description = _("A video from YouTube or Vimeo; nothing is loaded there before a click.")
        form_layout = ["title", "description", *PICTURE_AND_VIDEO, "transcript"]

    def example(self) -> dict:
        """For the preview in the block picker."""
        return {
            "title": pgettext("video", "Who pays for due diligence?"),
            "video_url": "https://vimeo.com/000000001",
            "image": example_picture(gettext("A patchwork cloth")),
            "description": gettext("Four panellists follow one garment from Daegu to Antwerp."),
            "duration": 84,
        }
