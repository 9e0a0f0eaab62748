"""The app's place in Django: passages follow the content store."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    """Finding things."""

    name = "search"

    def ready(self) -> None:
        """Listen to the store; check whose index it is; excuse an engine that is away."""
        from api.http.middleware import passing
        from api.store.batch import changed
        from search import checks  # noqa: F401  (registers)
        from search.engines import is_away
        from search.passages import follow
        from search.reindex import note_new_index

        passing.append(is_away)
        changed.connect(follow, dispatch_uid="search")
        post_migrate.connect(note_new_index, sender=self)
