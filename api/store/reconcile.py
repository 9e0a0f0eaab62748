"""Derives everything again: after a deployment, an import, or a change that sent no signal."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import Max
from django.utils import timezone

from api.models import Counter, Document, Mark
from api.store import history
from api.store.lock import locked
from api.store.marks import EVERYTHING
from api.store.sequencer import flush
from images import privacy
from localization.repair import repair_block_ids
from localization.restrictions import follow_restrictions
from publishing.site import follow_public_url

TOMBSTONES = timedelta(days=400)  # an app that was away for longer starts over


def reconcile(say: Callable[[str], Any] | None = None) -> int:
    """Render every document again; returns how many said something old. `say` hears how far.

    Before that, the site's address, and restrictions and block ids that were stored without
    today's checks, are mended.
    """
    with locked():  # or say at once that somebody else writes
        follow_public_url()
    follow_restrictions()
    repair_block_ids()
    Mark.objects.exclude(retry_at=None).update(retry_at=timezone.now())
    Mark.objects.create(target=EVERYTHING, urgent=False)
    changed = flush(deferred=True, say=say)
    forget_tombstones()
    privacy.sweep()
    return changed


def forget_tombstones() -> None:
    """Delete old tombstones; sync tokens from before them expire."""
    with locked():
        old = Document.objects.filter(gone=True, changed_at__lt=timezone.now() - TOMBSTONES)
        floor = old.aggregate(floor=Max("seq"))["floor"]
        if floor:
            Counter.objects.filter(pk=1).update(floor=floor)
            old.delete()
            history.forget(floor)
