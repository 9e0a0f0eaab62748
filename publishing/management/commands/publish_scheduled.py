"""`manage.py publish_scheduled`, as Wagtail's, but one page that is refused holds up no other."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import CommandError
from wagtail.management.commands import publish_scheduled
from wagtail.models import Revision

log = logging.getLogger(__name__)


class Command(publish_scheduled.Command):
    """What is refused stays scheduled, is named, and is tried again by the next run."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish and unpublish what is due; say at the end what was refused.

        What is refused is tried once more at the end: it may have waited for its original.
        """
        waiting: list[tuple[Revision, dict[str, Any]]] = []
        refused: list[str] = []
        publish = Revision.publish

        def publish_or_wait(revision: Revision, **kwargs: Any) -> None:
            try:
                publish(revision, **kwargs)
            except (PermissionDenied, ValidationError):
                waiting.append((revision, kwargs))

        Revision.publish = publish_or_wait
        try:
            super().handle(*args, **options)
        finally:
            Revision.publish = publish
        for revision, kwargs in waiting:
            try:
                publish(Revision.objects.get(pk=revision.pk), **kwargs)
            except (PermissionDenied, ValidationError) as error:
                refused.append(f"{revision.object_str}: {reason(error)}")
                log.warning("The scheduled %s was not published: %s", revision.object_str, error)
        if refused:
            raise CommandError("Not published, and tried again next time:\n" + "\n".join(refused))


def reason(error: PermissionDenied | ValidationError) -> str:
    """What an error says, a line each."""
    return "\n  ".join(error.messages) if isinstance(error, ValidationError) else str(error)
