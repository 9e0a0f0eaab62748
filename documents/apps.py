"""The app's place in Django."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Wagtail's documents, looked at when they arrive."""

    name = "documents"

    def ready(self) -> None:
        """Look at what is stored without a form, too."""
        from documents.files import connect

        connect()
