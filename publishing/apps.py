"""The app's place in Django."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """Public content, sanitised rich text, atomic publishing, and taking turns at it."""

    name = "publishing"

    def ready(self) -> None:
        """Hear of collections that move; take turns at writing; compare versions in words."""
        from publishing import comparison, messages, waiting
        from publishing.collections import tell_of_moves

        tell_of_moves()
        waiting.connect()
        comparison.register()
        messages.connect()
