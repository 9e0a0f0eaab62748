"""The form of a picture."""

from typing import Any

from wagtail.images.forms import BaseImageForm

from images.fields import PictureFormField


class PictureForm(BaseImageForm):
    """Takes clean files only, and says what was removed from the one that was just stored."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            wagtails = self.fields["file"]
            self.fields["file"] = PictureFormField(
                label=wagtails.label, required=wagtails.required, widget=wagtails.widget
            )
        if self.instance.notes:  # stored a moment ago, by an upload of several files
            self.fields["title"].help_text = " ".join(self.instance.notes)
