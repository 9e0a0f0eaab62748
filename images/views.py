"""Wagtail's views of uploads, saying what was found in the file that was just stored.

They stand before Wagtail's own under the same addresses (`wagtail_hooks.py`). The files of
`documents` are told of in the same way: `notes` of the object, a sentence each.
"""

from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.images import get_image_model
from wagtail.images.views import chooser, images


class TellAfterSave:
    """For views that add or change one file: the sentences stand on the next screen."""

    def form_valid(self, form: ModelForm) -> HttpResponse:
        """Save, and say what was found."""
        response = super().form_valid(form)  # type: ignore[misc]
        for note in getattr(self.object, "notes", ()):  # type: ignore[attr-defined]
            messages.warning(self.request, note)  # type: ignore[attr-defined]
        return response


class TellInChooser:
    """For uploads in a chooser: the sentences stand in its window until the editor goes on."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Store the upload; or, when the editor has read what was found in it, choose it."""
        stored = request.GET.get("stored", "")
        if not stored.isdecimal():
            return super().post(request)  # type: ignore[misc]
        self.model = self.uploads()
        mine = self.model.objects.filter(uploaded_by_user=request.user)
        return self.get_chosen_response(get_object_or_404(mine, pk=stored))

    def uploads(self) -> type[Model]:
        """The model of what is uploaded."""
        raise NotImplementedError

    def get_chosen_response(self, item: Any) -> HttpResponse:
        """The choice, or first what is to be read."""
        notes = getattr(item, "notes", ())
        if not notes:
            return super().get_chosen_response(item)  # type: ignore[misc]
        url = self.get_create_url()  # type: ignore[attr-defined]
        words = {"notes": notes, "go_on": f"{url}{'&' if '?' in url else '?'}stored={item.pk}"}
        html = render_to_string("images/upload_notes.html", words, self.request)  # type: ignore[attr-defined]
        step = {"step": "reshow_creation_form", "htmlFragment": html}
        return render_modal_workflow(self.request, None, None, None, json_data=step)  # type: ignore[attr-defined]


class CreateView(TellAfterSave, images.CreateView):
    """Add a picture."""


class EditView(TellAfterSave, images.EditView):
    """Change a picture, or its file."""


class ChooserUploadView(TellInChooser, chooser.ImageUploadView):
    """Add a picture where one is chosen."""

    def uploads(self) -> type[Model]:
        """Pictures."""
        return get_image_model()


class PictureChooserViewSet(chooser.ImageChooserViewSet):
    """Only its view of uploads is used; all others are Wagtail's own."""

    create_view_class = ChooserUploadView


picture_chooser = PictureChooserViewSet(
    "wagtailimages_chooser", model=get_image_model(), url_prefix="images/chooser"
)
