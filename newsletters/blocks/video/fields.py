"""The fields that let any block carry a video, with the picture shown until it plays."""

from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from newsletters.blocks.base import Computed
from newsletters.blocks.video.providers import PROVIDERS, Video, find_video

VIDEO = {
    "type": ["object", "null"],
    "description": "The video of `video_url`: its page at the provider, and the player to frame.",
    "required": ["provider", "id", "page", "player"],
    "properties": {
        "provider": {"type": "string", "x-extensible-enum": list(PROVIDERS)},
        "id": {"type": "string"},
        "page": {"type": "string", "format": "uri"},
        "player": {"type": "string", "format": "uri"},
    },
}

# The last fields of a form: the words come first
PICTURE_AND_VIDEO = ["image", "video_url", "duration"]


class VideoURLBlock(blocks.URLBlock):
    """The address of a video at a site that we know how to show."""

    def clean(self, value: str) -> str:
        """Refuse an address that we could only show as a dead frame."""
        value = super().clean(value)
        if value and find_video(value) is None:
            raise ValidationError(
                _(
                    "This is not the address of a video at %(sites)s. Open the video there and "
                    "copy the address from the browser, "
                    "such as https://www.youtube.com/watch?v=…"
                ),
                params={"sites": ", ".join(PROVIDERS)},
            )
        return value

    def deconstruct(self) -> tuple:
        """Migrations need not know this class."""
        return blocks.URLBlock(required=self.field.required).deconstruct()


class VideoValue(blocks.StructValue):
    """The value of a block that may have a video."""

    @property
    def video(self) -> Video | None:
        """The video itself, if there is one."""
        return find_video(self.get("video_url") or "")


class VideoFields(blocks.StructBlock):
    """Put it among the bases of a block that has an `image`: the picture is the video's poster."""

    video_url = VideoURLBlock(
        label=_("Video"),
        required=False,
        default="",
        help_text=_(
            "Its address at YouTube or Vimeo. The picture is shown until a reader plays it."
        ),
    )
    duration = blocks.IntegerBlock(
        label=_("Length in minutes"), required=False, min_value=1, max_value=1440
    )

    computed = {"video": Computed(lambda value: value.video and asdict(value.video), VIDEO)}

    class Meta:
        value_class = VideoValue

    def clean(self, value: VideoValue) -> VideoValue:
        """A video needs a picture of ours: the site's own would be a request to the site."""
        value = super().clean(value)
        missing = value.get("video_url") and not value.get("image")
        if missing and not self.is_deferred_validation:
            raise StructBlockValidationError(
                {
                    "image": ValidationError(
                        _("Add a picture: readers see it before they press play.")
                    )
                }
            )
        return value
