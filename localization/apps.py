"""The app's place in Django; it mends wagtail-localize when Django starts."""

from django.apps import AppConfig


class LocalizationConfig(AppConfig):
    """Translated pages and the languages they exist in."""

    name = "localization"

    def ready(self) -> None:
        """Apply the work-arounds, and listen to what is published."""
        from localization import overrides, patches, signals

        patches.apply()
        overrides.apply()
        signals.connect()
