"""The app's place in Django."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """Work that must happen."""

    name = "work"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have what another process left taken up by whichever serves requests."""
        from django.core.signals import request_finished

        from work import thread

        request_finished.connect(thread.look_again, dispatch_uid="outgoing-mail")
