"""The app's place in Django."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The JSON API."""

    name = "api"

    def ready(self) -> None:
        """Listen to what is changed."""
        from api.store import marks

        marks.connect()
