"""The app's place in Django."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """Public content, sanitised rich text, atomic publishing, and taking turns at it."""

    name = "publishing"

    def ready(self) -> None:
        """Hear of collections that move and of new revisions; take turns; compare in words."""
        from publishing import approval, comparison, messages, waiting
        from publishing.collections import tell_of_moves

        tell_of_moves()
        waiting.connect()
        comparison.register()
        messages.connect()
        approval.connect()
