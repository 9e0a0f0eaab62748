"""The app's place in Django."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """Public content, sanitised rich text and atomic publishing."""

    name = "publishing"

    def ready(self) -> None:
        """Hear of collections that move."""
        from publishing.collections import tell_of_moves

        tell_of_moves()
