"""The app's place in Django."""

from django.apps import AppConfig


class ImagesConfig(AppConfig):
    """The picture library."""

    name = "images"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep the files of private pictures where nobody reads them without being asked."""
        from PIL import AvifImagePlugin

        from images.privacy import connect

        AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # or encoding takes every core from readers
        connect()
