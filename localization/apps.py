"""The app's place in Django; it mends wagtail-localize when Django starts."""

from django.apps import AppConfig
from django.core.checks import register


class LocalizationConfig(AppConfig):
    """Translated pages and the languages they exist in."""

    name = "localization"

    def ready(self) -> None:
        """Apply the work-arounds, and listen to what is published."""
        from localization import (
            checks,
            embargo,
            overrides,
            patches,
            restrictions,
            signals,
            snippets,
        )
        from localization.admin import usage

        register(checks.check_translations, checks.TAG)
        patches.apply()
        overrides.apply()
        signals.connect()
        embargo.connect()
        restrictions.connect()
        snippets.connect()
        usage.connect()
