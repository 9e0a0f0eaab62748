"""Works off the marks: renders what they concern and numbers what changed.

One at a time, over all processes: whoever works holds the counter's row to the end of the
transaction, so the order of the numbers is the order of the commits, and no reader of the feed
can miss one. Safe to call at any time and to be killed at any time.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db.models import Exists, Q
from django.utils import timezone
from wagtail.models import Site

from api.content.documents import KINDS
from api.models import Counter, Document, Mark, Span
from api.store import history
from api.store.batch import Batch
from api.store.bisection import isolated
from api.store.isolation import outside_requests
from api.store.lock import WORKER, locked
from api.store.targets import Target, concerned

log = logging.getLogger(__name__)

BATCH = 40  # documents in one transaction
WORDS = 1000  # of an error that is kept


def due() -> Q:
    """The condition of marks to work on now: new ones, and failures after a pause."""
    return Q(retry_at__isnull=True) | Q(retry_at__lte=timezone.now())


def stale_documents() -> Q:
    """The condition of documents that time alone has changed."""
    return Q(due_at__lte=timezone.now())


def pending() -> Exists:
    """Whether readers would be shown something old: to be annotated to any query."""
    marks = Mark.objects.filter(due(), urgent=True)
    documents = Document.objects.filter(stale_documents())
    return Exists(marks) | Exists(documents)  # type: ignore[return-value]


@outside_requests
def flush(
    *, deferred: bool = False, say: Callable[[str], Any] | None = None, patience: float = WORKER
) -> int:
    """Bring the documents up to date; returns how many changed. StoreBusy if others do so for long.

    What no reader waits for (`Mark.urgent` is False) only if `deferred`. `say` hears how many
    are still to come.
    """
    changed = 0
    while True:
        with locked(patience):
            step = Step.take(deferred)
            if step is None:
                return changed
            changed += step.run()
        if say and step.left:
            say(f"{step.left} documents to go …")


def by_kind(targets: Iterable[Target]) -> dict[str, set[int]]:
    """Primary keys by kind of document, in the order of the kinds."""
    found: dict[str, set[int]] = {kind: set() for kind in KINDS}
    for kind, pk in targets:
        if kind in found:  # not of an app that is there no more
            found[kind].add(pk)
    return {kind: pks for kind, pks in found.items() if pks}


@dataclass
class Step:
    """One transaction's work."""

    urgent: bool
    before: int  # the number after the gap, of which the first one is the next
    number: int
    attempts: dict[str, int]  # that failed, by target
    wanted: dict[str, set[int]] = field(default_factory=dict)
    left: int = 0
    changed: int = 0

    @classmethod
    def take(cls, deferred: bool) -> "Step | None":
        """Turn the marks into documents to render; None if there is nothing to do."""
        marks = list(Mark.objects.filter(due()).order_by("-urgent", "pk"))
        if not deferred or (marks and marks[0].urgent):
            marks = [mark for mark in marks if mark.urgent]
        stale = Document.objects.filter(stale_documents(), kind__in=KINDS)
        rows = list(stale.values_list("kind", "object_id", "key"))
        if not marks and not rows:
            return None
        Site.clear_site_root_paths_cache()  # other processes may have changed it
        number = history.next_number(Counter.objects.values_list("value", flat=True).get(pk=1))
        attempts = {mark.target: mark.attempts for mark in marks}
        Mark.objects.filter(pk__in=[mark.pk for mark in marks]).delete()
        step = cls(not marks or marks[0].urgent, number, number, attempts)
        step.understand({*attempts, *(f"{kind}:{key}" for kind, _pk, key in rows)})
        step.want((kind, pk) for kind, pk, _key in rows)
        return step

    def understand(self, targets: set[str]) -> None:
        """Find out whom the marks concern; one that nobody understands stops no other."""
        found, failed = isolated(concerned, sorted(targets))
        for group in found:
            self.want(group)
        for target, error in failed.items():
            self.fail(target, error)

    def want(self, targets: Iterable[Target]) -> None:
        """Let these documents be brought up to date."""
        for kind, pks in by_kind(targets).items():
            self.wanted.setdefault(kind, set()).update(pks)

    def run(self) -> int:
        """Bury, render a batch and leave marks for the rest; the number of changed documents."""
        room = BATCH
        for kind in [kind for kind in KINDS if kind in self.wanted]:
            pks = self.wanted[kind]
            public = set(KINDS[kind].objects().filter(pk__in=pks).values_list("pk", flat=True))
            now = set(islice(sorted(public), room))
            room -= len(now)
            self.forget_failures(kind, pks - public | now)
            for pk, error in self.each(kind, Batch.bury, pks - public).items():
                self.vanish(kind, pk, error)
            for pk, error in self.each(kind, Batch.render, now).items():
                self.keep(kind, pk, error)
            self.leave(kind, public - now)
        if self.changed:
            Span.objects.create(first=self.before + 1, last=self.number)
            Counter.objects.filter(pk=1).update(value=self.number)
        return self.changed

    def each(
        self, kind: str, work: Callable[[Batch, Sequence[int]], Batch], pks: set[int]
    ) -> dict[int, Exception]:
        """Work on a batch; the errors of those that keep what they were, by primary key."""

        def done(some: Sequence[int]) -> None:
            batch = work(Batch(kind, self.number), some)
            self.number, self.changed = batch.number, self.changed + batch.changed

        return isolated(done, sorted(pks))[1]

    def vanish(self, kind: str, pk: int, error: Exception) -> None:
        """What may not be seen any more goes, whatever keeps it from going in order."""
        log.error("%s %s could not be buried and was deleted.", kind, pk, exc_info=error)
        for also in self.each(kind, Batch.vanish, {pk}).values():
            self.keep(kind, pk, also)

    def leave(self, kind: str, pks: set[int]) -> None:
        """Marks for what comes in the next transaction."""
        self.left += len(pks)
        Mark.objects.bulk_create(
            Mark(target=f"one:{kind}:{pk}", urgent=self.urgent) for pk in sorted(pks)
        )
        Document.objects.filter(stale_documents(), kind=kind, object_id__in=pks).update(due_at=None)

    def forget_failures(self, kind: str, pks: set[int]) -> None:
        """These are tried now, so they need no other try later."""
        waiting = Mark.objects.filter(attempts__gt=0, target__startswith=f"one:{kind}:")
        targets = {f"one:{kind}:{pk}" for pk in pks}
        found = [mark for mark in waiting if mark.target in targets]
        self.attempts |= {mark.target: mark.attempts for mark in found}
        if found:
            Mark.objects.filter(pk__in=[mark.pk for mark in found]).delete()

    def keep(self, kind: str, pk: int, error: Exception) -> None:
        """Leave a document to readers as it was."""
        of_kind = Document.objects.filter(kind=kind, object_id=pk)
        of_kind.update(due_at=None, expires_at=None)
        self.fail(f"one:{kind}:{pk}", error)

    def fail(self, target: str, error: Exception) -> None:
        """Leave a mark for another try in one, two, four … sixty minutes."""
        log.error("%s is not brought up to date.", target, exc_info=error)
        attempts = self.attempts.get(target, 0) + 1
        Mark.objects.create(
            target=target,
            attempts=attempts,
            retry_at=timezone.now() + timedelta(minutes=min(2 ** (attempts - 1), 60)),
            error=storable(f"{type(error).__name__}: {error}")[:WORDS],
        )


def storable(text: str) -> str:
    """The text as every database takes it."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")
