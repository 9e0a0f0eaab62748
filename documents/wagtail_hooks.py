"""Where uploads are answered by our views instead of Wagtail's."""

from django.db.models import Model
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.documents import get_document_model, get_document_model_string
from wagtail.documents.views import chooser, documents

from images.views import TellAfterSave, TellInChooser


class CreateView(TellAfterSave, documents.CreateView):
    """Add a document."""


class EditView(TellAfterSave, documents.EditView):
    """Change a document, or its file."""


class ChooserUploadView(TellInChooser, chooser.DocumentChooserUploadView):
    """Add a document where one is chosen."""

    def uploads(self) -> type[Model]:
        """Documents."""
        return get_document_model()


class DocumentChooserViewSet(chooser.DocumentChooserViewSet):
    """Only its view of uploads is used; all others are Wagtail's own."""

    create_view_class = ChooserUploadView


document_chooser = DocumentChooserViewSet(
    "wagtaildocs_chooser", model=get_document_model_string(), url_prefix="documents/chooser"
)


@hooks.register("register_admin_urls", order=-1)
def upload_views() -> list[URLPattern]:
    """Wagtail's addresses and names, found before Wagtail's own."""
    return [
        path("documents/add/", CreateView.as_view()),
        path("documents/edit/<int:document_id>/", EditView.as_view()),
        path("documents/chooser/create/", document_chooser.create_view),
    ]
