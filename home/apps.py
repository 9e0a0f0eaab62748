"""The app's place in Django; after each `migrate` the site knows its public address."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class HomeConfig(AppConfig):
    """The front door."""

    name = "home"

    def ready(self) -> None:
        """Keep Wagtail's site record in step with PUBLIC_URL; hear of new addresses."""
        from api.content.documents import register
        from api.store import doorbell
        from home import redirects
        from home.ahead import make_changed_pages
        from home.frame import Frames
        from publishing.site import follow_public_url

        post_migrate.connect(follow_public_url, sender=self)
        register(Frames())
        redirects.connect()
        doorbell.afterwards.append(make_changed_pages)
