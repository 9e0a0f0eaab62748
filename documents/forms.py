"""The form of a document."""

from typing import Any

from django.core.files.base import File
from django.db.models.fields.files import FieldFile
from wagtail.documents.forms import BaseDocumentForm

from documents.files import notes_on, taken_in


class DocumentForm(BaseDocumentForm):
    """Looks at the file, and says what was found in the one that was just stored."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if notes := getattr(self.instance, "notes", ()):
            self.fields["title"].help_text = " ".join(notes)

    def clean_file(self) -> File | None:
        """The file as it will be stored, and the sentences on it."""
        file = self.cleaned_data["file"]
        if not file or isinstance(file, FieldFile):
            return file
        file = taken_in(file, file.name)
        self.instance.notes = getattr(file, "notes", None) or notes_on(file)
        return file
