"""The app's place in Django."""

from typing import Any

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The JSON API."""

    name = "api"

    def ready(self) -> None:
        """Listen to what is changed; check that all of it can be shown."""
        from api import checks  # noqa: F401  # registers itself
        from api.store import doorbell, marks
        from images import generation

        marks.connect()
        generation.wanted.connect(answer_call, dispatch_uid="api-renditions")
        doorbell.afterwards.append(generate_renditions)


def answer_call(sender: Any, **signal: Any) -> None:
    """Somebody asked for a rendition that has no file."""
    from api.store import doorbell

    doorbell.ring()


def generate_renditions() -> None:
    """Generate what is wanted, unless something else changes; see api.store.doorbell."""
    from api.store import doorbell
    from images import generation, privacy

    privacy.withdraw()
    generation.generate_wanted(stop=doorbell.must_make_way)
