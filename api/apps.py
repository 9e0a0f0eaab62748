"""The app's place in Django."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The JSON API."""

    name = "api"

    def ready(self) -> None:
        """Listen to what is changed; check that all of it can be shown."""
        from api import checks  # noqa: F401  # registers itself
        from api.store import marks

        marks.connect()
