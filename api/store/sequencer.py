"""Works off the marks: renders what they concern and numbers what changed.

One at a time, over all processes: whoever works holds the counter's row to the end of the
transaction, so the order of the numbers is the order of the commits, and no reader of the feed
can miss one. Safe to call at any time and to be killed at any time.
"""

import hashlib
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, Q
from django.dispatch import Signal
from django.utils import timezone
from wagtail.models import Site

from api.content.documents import KINDS, Rendered
from api.content.encoding import dumps, without
from api.models import Counter, Dependency, Document, Entry, EntryOrganisation, Mark, Span
from api.store import history, touches
from api.store.isolation import outside_requests
from api.store.targets import Target, concerned

log = logging.getLogger(__name__)

BATCH = 40  # documents in one transaction
WORDS = 1000  # of an error that is kept
# Sent in the transaction of the change itself, with the primary keys of the `documents`
changed = Signal()


def due() -> Q:
    """The condition of marks to work on now: new ones, and failures after a pause."""
    return Q(retry_at__isnull=True) | Q(retry_at__lte=timezone.now())


def stale_documents() -> Q:
    """The condition of documents that time alone has changed."""
    return Q(due_at__lte=timezone.now())


def pending() -> Exists:
    """Whether readers would be shown something old: to be annotated to any query."""
    marks = Mark.objects.filter(urgent=True, retry_at__isnull=True)
    documents = Document.objects.filter(stale_documents())
    return Exists(marks) | Exists(documents)  # type: ignore[return-value]


@outside_requests
def flush(*, deferred: bool = False, say: Callable[[str], Any] | None = None) -> int:
    """Bring the documents up to date; returns how many changed.

    What no reader waits for (`Mark.urgent` is False) only if `deferred`. `say` hears how many
    are still to come.
    """
    changed = 0
    while True:
        with transaction.atomic():
            step = Step.take(deferred)
            if step is None:
                return changed
            changed += step.run()
        if say and step.left:
            say(f"{step.left} documents to go …")


def lock() -> None:
    """Let nobody else write documents until this transaction ends."""
    if not Counter.objects.filter(pk=1).update(value=F("value")):
        Counter.objects.get_or_create(pk=1)
        Counter.objects.filter(pk=1).update(value=F("value"))


def by_kind(targets: Iterable[Target]) -> dict[str, set[int]]:
    """Primary keys by kind of document, in the order of the kinds."""
    found: dict[str, set[int]] = {kind: set() for kind in KINDS}
    for kind, pk in targets:
        found[kind].add(pk)
    return {kind: pks for kind, pks in found.items() if pks}


@dataclass
class Step:
    """One transaction's work."""

    wanted: dict[str, set[int]]
    urgent: bool
    number: int
    attempts: dict[Target, int] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    written: set[int] = field(default_factory=set)  # documents
    changed: int = 0
    left: int = 0

    @classmethod
    def take(cls, deferred: bool) -> "Step | None":
        """Lock, and turn the marks into documents to render; None if there is nothing to do."""
        lock()
        marks = list(Mark.objects.filter(due()).order_by("-urgent", "pk"))
        if not deferred or (marks and marks[0].urgent):
            marks = [mark for mark in marks if mark.urgent]
        stale = Document.objects.filter(stale_documents()).values_list("kind", "object_id", "key")
        targets = {mark.target for mark in marks}
        targets |= {f"{kind}:{key}" for kind, _pk, key in stale}
        if not targets:
            return None
        Site.clear_site_root_paths_cache()  # other processes may have changed it
        number = history.next_number(Counter.objects.values_list("value", flat=True).get(pk=1))
        attempts = {one(mark.target): mark.attempts for mark in marks if mark.attempts}
        wanted = concerned(targets) | {(kind, pk) for kind, pk, _key in stale}
        Mark.objects.filter(pk__in=[mark.pk for mark in marks]).delete()
        return cls(by_kind(wanted), not marks or marks[0].urgent, number, attempts)

    def run(self) -> int:
        """Bury, render a batch and leave marks for the rest; the number of changed documents."""
        room = BATCH
        for kind, pks in self.wanted.items():
            public = set(KINDS[kind].objects().filter(pk__in=pks).values_list("pk", flat=True))
            self.bury(kind, pks - public)
            now = set(islice(sorted(public), room))
            room -= len(now)
            self.render(kind, now)
            self.leave(kind, public - now)
        if self.written:
            changed.send(Step, documents=self.written)
        if self.changed:
            touches.write(self.touched, self.number)
            Span.objects.create(first=self.number - self.changed + 1, last=self.number)
            Counter.objects.filter(pk=1).update(value=self.number)
        return self.changed

    def leave(self, kind: str, pks: set[int]) -> None:
        """Marks for what comes in the next transaction."""
        self.left += len(pks)
        Mark.objects.bulk_create(
            Mark(target=f"one:{kind}:{pk}", urgent=self.urgent) for pk in sorted(pks)
        )
        Document.objects.filter(stale_documents(), kind=kind, object_id__in=pks).update(due_at=None)

    def bury(self, kind: str, pks: set[int]) -> None:
        """Make tombstones of documents that may not be seen any more."""
        documents = Document.objects.filter(kind=kind, object_id__in=pks, gone=False)
        dead = list(documents.order_by("object_id").defer("payload", "rich"))
        before = {document.pk: touches.card(document) for document in dead}
        for document in dead:
            self.count(document)
            document.gone, document.due_at, document.changed_at = True, None, timezone.now()
            document.etag = document.payload = document.rich = document.summary = ""
            document.path = document.sort = ""
        Document.objects.bulk_update(dead, WRITTEN, batch_size=BATCH)
        self.touched |= touches.of_entries(touches.entries_of(before))
        for document in dead:
            self.touched |= touches.of_document(document, before[document.pk])
        self.written |= set(before)
        clear(before)

    def count(self, document: Document) -> None:
        """Give the document the next number."""
        self.number += 1
        self.changed += 1
        document.seq = self.number

    def render(self, kind: str, pks: set[int]) -> None:
        """Render and keep what changed."""
        rendered = self.attempt(kind, pks)
        if not rendered:
            return
        documents = Document.objects.filter(kind=kind, object_id__in=rendered)
        old = {d.object_id: d for d in documents.defer("payload", "rich")}
        before = {pk: touches.card(document) for pk, document in old.items()}
        new: list[Document] = []
        altered: list[Document] = []
        same: list[Document] = []
        for pk, result in sorted(rendered.items()):
            document = old.get(pk) or Document(kind=kind, object_id=pk)
            if fill(document, result):
                self.count(document)
                (altered if document.pk else new).append(document)
            elif document.due_at != result.due_at:
                document.due_at = result.due_at
                same.append(document)
            old[pk] = document
        Document.objects.bulk_create(new)
        Document.objects.bulk_update(altered, WRITTEN, batch_size=BATCH)
        Document.objects.bulk_update(same, ["due_at"])
        moved = {document.object_id for document in new + altered}
        said = touches.entries_of(old[pk].pk for pk in moved)
        write_entries({old[pk].pk: rendered[pk] for pk in moved})
        self.touched |= touches.of_entries(said ^ touches.entries_of(old[pk].pk for pk in moved))
        for document in new + altered:
            self.touch(document, before.get(document.object_id))
        write_dependencies({old[pk].pk: result for pk, result in rendered.items()})
        self.written |= {old[pk].pk for pk in moved}

    def touch(self, document: Document, before: touches.Card | None) -> None:
        """Note what a document's change means for pages."""
        self.touched |= touches.of_document(document, before)
        if touches.has_new_place(document, before):
            self.touched |= touches.of_neighbours(document)

    def attempt(self, kind: str, pks: set[int]) -> dict[int, Rendered]:
        """All in bulk; if that fails one by one, so that one poisoned object stops no other."""
        try:
            with transaction.atomic():
                return KINDS[kind].render(pks) if pks else {}
        except Exception:
            log.info("Rendering %s one by one.", kind, exc_info=True)
        found: dict[int, Rendered] = {}
        for pk in sorted(pks):
            try:
                with transaction.atomic():
                    found |= KINDS[kind].render([pk])
            except Exception as error:  # reported, kept as it was, tried again later
                self.fail(kind, pk, error)
        return found

    def fail(self, kind: str, pk: int, error: Exception) -> None:
        """Keep the old document and the mark; try again in one, two, four … sixty minutes."""
        log.exception("The API cannot show %s %s as it is now and keeps the old one.", kind, pk)
        attempts = self.attempts.get((kind, pk), 0) + 1
        Mark.objects.create(
            target=f"one:{kind}:{pk}",
            urgent=self.urgent,
            attempts=attempts,
            retry_at=timezone.now() + timedelta(minutes=min(2 ** (attempts - 1), 60)),
            error=f"{type(error).__name__}: {error}"[:WORDS],
        )
        Document.objects.filter(kind=kind, object_id=pk).update(due_at=None)


WRITTEN = [
    "type", "key", "locale", "seq", "etag", "gone", "due_at", "changed_at", "path", "sort",
    "payload", "rich", "summary",
]  # fmt: skip


def one(target: str) -> Target:
    """`one:page:5` as ("page", 5); anything else as what nobody asks for."""
    name, _, rest = target.partition(":")
    kind, _, pk = rest.partition(":")
    return (kind, int(pk)) if name == "one" else ("", 0)


def fill(document: Document, result: Rendered) -> bool:
    """Write the result into the document; False, with nothing done, if it says the same."""
    rich = dumps(result.data)
    entries = [dumps([e.data, e.title, e.sort, e.over_at]) for e in result.entries]
    etag = hashlib.sha256(b"\n".join([rich, *entries])).hexdigest()[:24]
    if document.etag == etag and not document.gone and document.path == result.path:
        return False
    plain = without(result.data, "nodes")
    document.type, document.key, document.locale = result.type, result.key, result.locale
    document.path, document.sort = result.path, result.sort
    document.gone, document.etag, document.due_at = False, etag, result.due_at
    document.changed_at = timezone.now()
    document.rich = rich.decode()
    document.payload = dumps(plain).decode()
    short = {name: value for name, value in plain.items() if name not in result.long}
    document.summary = dumps(short).decode()
    return True


def clear(documents: Iterable[int]) -> None:
    """Forget the entries and dependencies of these documents."""
    Entry.objects.filter(document__in=documents).delete()
    Dependency.objects.filter(document__in=documents).delete()


def write_entries(results: dict[int, Rendered]) -> None:
    """Replace the entries of documents, by the documents' primary keys."""
    Entry.objects.filter(document__in=results).delete()
    pairs = [
        (
            Entry(
                document_id=document,
                block_id=e.block_id,
                locale=result.locale,
                kind=e.kind,
                position=e.position,
                title=e.title,
                text=e.text,
                first_day=e.first_day,
                last_day=e.last_day,
                over_at=e.over_at,
                sort=e.sort,
                payload=dumps(without(e.data, "nodes")).decode(),
                rich=dumps(e.data).decode(),
                summary=dumps({k: v for k, v in e.data.items() if k != "block"}).decode(),
            ),
            e.organisations,
        )
        for document, result in results.items()
        for e in result.entries
    ]
    Entry.objects.bulk_create(entry for entry, _keys in pairs)
    EntryOrganisation.objects.bulk_create(
        EntryOrganisation(entry=entry, key=key) for entry, keys in pairs for key in sorted(keys)
    )


def write_dependencies(results: dict[int, Rendered]) -> None:
    """Replace the dependencies of documents, where they differ."""
    known: dict[int, set[str]] = {}
    rows = Dependency.objects.filter(document__in=results)
    for document, target in rows.values_list("document_id", "target"):
        known.setdefault(document, set()).add(target)
    changed = {pk for pk, r in results.items() if known.get(pk, set()) != r.dependencies}
    if not changed:
        return
    Dependency.objects.filter(document__in=changed).delete()
    Dependency.objects.bulk_create(
        Dependency(document_id=pk, target=target)
        for pk in sorted(changed)
        for target in sorted(results[pk].dependencies)
    )
