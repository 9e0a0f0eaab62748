"""Generates renditions outside readers' requests: each once, one at a time over all processes.

A rendition has its address and size before its file. Whoever shows or asks for one that has none
only notes it; the thread of the content store writes the notes down as rows and generates their
files. A note that is lost with its process is made again by the next who asks.
"""

import logging
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.dispatch import Signal
from django.utils import timezone
from wagtail.images.models import Filter

from images import files
from images.models import Lease, Picture, Rendition, with_privacy

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=1)
MOST_NOTES = 10_000  # others are noted when they are asked for
NEW: dict[str, Any] = {"attempts": 0, "retry_at": None, "error": "", "asked": False}
WORDS = 1000  # of an error that is kept
wanted = Signal()  # something was noted: whoever generates should come
_notes: dict[tuple[int, str], bool] = {}  # whether somebody waits for it


def note(picture: int, *specs: str, asked: bool = False) -> None:
    """Have these renditions of a picture generated soon, those that somebody `asked` for first.

    Writes nothing, so that no reader waits for the database.
    """
    if len(_notes) < MOST_NOTES:
        for spec in specs:
            _notes[picture, spec] = asked or _notes.get((picture, spec), False)
    transaction.on_commit(lambda: wanted.send(None))


def write_down() -> None:
    """Make rows of what was noted; rows whose file is lost become wanted again."""
    specs: dict[int, dict[str, bool]] = {}
    while _notes:
        (pk, spec), asked = _notes.popitem()
        specs.setdefault(pk, {})[spec] = asked
    for picture in with_privacy(Picture.objects.filter(pk__in=specs)):
        noted = specs[picture.pk]
        rows = [picture.rendition(Filter(spec)) for spec in sorted(noted)]
        Rendition.objects.bulk_create(rows, ignore_conflicts=True)
        known = picture.renditions.filter(filter_spec__in=noted)
        lost = [row.pk for row in known.exclude(generated_at=None) if not row.has_file()]
        known.filter(pk__in=lost).update(generated_at=None)
        asked_for = [spec for spec, asked in noted.items() if asked]
        known.filter(generated_at=None, filter_spec__in=asked_for).update(asked=True)


def waiting() -> Q:
    """The condition of renditions to generate now: new ones, and failures after a pause."""
    due = Q(retry_at=None) | Q(retry_at__lte=timezone.now())
    return due & Q(generated_at=None)


def generate_wanted(stop: Callable[[], bool] = lambda: False) -> int:
    """Generate what is wanted, until `stop`, unless another process does; returns how many."""
    holder, generated = secrets.token_hex(8), 0
    write_down()
    while Rendition.objects.filter(waiting()).exists() and take(holder):
        try:
            generated += generate_until(stop, holder)
        finally:
            release(holder)
        if stop():
            break
    return generated


def generate_until(stop: Callable[[], bool], holder: str) -> int:
    """Generate at least one: who asks for the others may say “stop” by that."""
    generated = 0
    while rendition := next_one():
        generated += generate(rendition)
        if stop():
            break
        write_down()
        take(holder)
    return generated


def next_one() -> Rendition | None:
    """The rendition that somebody waits for, else the oldest."""
    return Rendition.objects.filter(waiting()).order_by("-asked", "pk").first()


def take(holder: str) -> bool:
    """Take or keep the lease; one that a dead process held is free after a minute."""
    now = timezone.now()
    until = {"holder": holder, "expires_at": now + LEASE}
    free = Q(holder=holder) | Q(expires_at__lte=now)
    if Lease.objects.filter(free, pk=1).update(**until):
        return True
    return Lease.objects.get_or_create(pk=1, defaults=until)[1]


def release(holder: str) -> None:
    """Let another process have the lease."""
    Lease.objects.filter(pk=1, holder=holder).update(expires_at=timezone.now())


def generate(rendition: Rendition) -> bool:
    """Generate one file; after a failure it waits for one, two, four … sixty minutes.

    The attempt is counted before it is made: it may kill the process.
    """
    row = Rendition.objects.filter(pk=rendition.pk)
    pause = timedelta(minutes=min(2**rendition.attempts, 60))
    row.update(attempts=F("attempts") + 1, retry_at=timezone.now() + pause)
    try:
        return generate_file(rendition)
    except Exception as error:
        log.exception("Rendition %s of picture %s", rendition.filter_spec, rendition.image_id)
        row.update(error=f"{type(error).__name__}: {error}"[:WORDS])
        return False


def generate_file(rendition: Rendition) -> bool:
    """Write the file of a rendition; False if it must have another name by now."""
    picture = with_privacy(Picture.objects.filter(pk=rendition.image_id)).get()
    name, storage = rendition.file.name, rendition.file.storage
    if name != picture.rendition(rendition.filter).file.name:
        rendition.delete()
        note(picture.pk, rendition.filter_spec)
        return False
    spec = files.with_format(rendition.filter_spec, picture.file.name)
    with picture.generate_rendition_file(Filter(spec)) as content:
        files.write(storage, name, content)
    finished = {**NEW, "generated_at": timezone.now()}
    if Rendition.objects.filter(pk=rendition.pk, file=name).update(**finished):
        return True
    storage.delete(name)  # meanwhile it became private, or was deleted
    return False
