"""Some documents of one kind, brought up to date: all that is derived from them, or nothing."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.dispatch import Signal
from django.utils import timezone

from api.content.documents import KINDS, Rendered
from api.content.encoding import dumps, without
from api.models import Dependency, Document, Entry, EntryOrganisation
from api.store import touches

# Sent in the transaction of the change itself, with the primary keys of the `documents`; a
# receiver that fails keeps these documents as they were
changed = Signal()
WRITTEN = [
    "type", "key", "locale", "seq", "etag", "gone", "due_at", "expires_at", "changed_at", "path",
    "sort", "payload", "rich", "summary",
]  # fmt: skip


@dataclass
class Batch:
    """What is done in one transaction; `number` was the last before it."""

    kind: str
    number: int
    changed: int = 0
    touched: set[str] = field(default_factory=set)
    written: set[int] = field(default_factory=set)  # documents

    def bury(self, pks: Sequence[int]) -> "Batch":
        """Make tombstones of documents that may not be seen any more."""
        documents = Document.objects.filter(kind=self.kind, object_id__in=pks, gone=False)
        dead = list(documents.order_by("object_id").defer("payload", "rich"))
        before = {document.pk: touches.card(document) for document in dead}
        for document in dead:
            self.count(document)
            empty(document)
        Document.objects.bulk_update(dead, WRITTEN)
        self.touched |= touches.of_entries(touches.entries_of(before))
        for document in dead:
            self.touched |= touches.of_document(document, before[document.pk])
        self.written |= set(before)
        clear(before)
        return self.finish()

    def render(self, pks: Sequence[int]) -> "Batch":
        """Render and keep what changed."""
        rendered = KINDS[self.kind].render(pks)
        documents = Document.objects.filter(kind=self.kind, object_id__in=rendered)
        old = {d.object_id: d for d in documents.defer("payload", "rich")}
        before = {pk: touches.card(document) for pk, document in old.items()}
        new: list[Document] = []
        altered: list[Document] = []
        same: list[Document] = []
        for pk, result in sorted(rendered.items()):
            document = old.get(pk) or Document(kind=self.kind, object_id=pk)
            if fill(document, result):
                self.count(document)
                (altered if document.pk else new).append(document)
            elif set_times(document, result):
                same.append(document)
            old[pk] = document
        Document.objects.bulk_create(new)
        Document.objects.bulk_update(altered, WRITTEN)
        Document.objects.bulk_update(same, ["due_at", "expires_at"])
        moved = {document.object_id for document in new + altered}
        said = touches.entries_of(old[pk].pk for pk in moved)
        write_entries({old[pk].pk: rendered[pk] for pk in moved})
        self.touched |= touches.of_entries(said ^ touches.entries_of(old[pk].pk for pk in moved))
        for document in new + altered:
            self.touch(document, before.get(document.object_id))
        write_dependencies({old[pk].pk: result for pk, result in rendered.items()})
        self.written |= {old[pk].pk for pk in moved}
        return self.finish()

    def vanish(self, pks: Sequence[int]) -> "Batch":
        """Bury by deleting every trace at once, when burying fails: it must not be seen."""
        for document in Document.objects.filter(kind=self.kind, object_id__in=pks):
            document.delete()  # and what hangs on it, in whatever app
            document.pk = None
            self.count(document)
            empty(document)
            document.save(force_insert=True)
        touches.touch_everything(self.number)
        return self

    def count(self, document: Document) -> None:
        """Give the document the next number."""
        self.number += 1
        self.changed += 1
        document.seq = self.number

    def touch(self, document: Document, before: touches.Card | None) -> None:
        """Note what a document's change means for pages."""
        self.touched |= touches.of_document(document, before)
        if touches.has_new_place(document, before):
            self.touched |= touches.of_neighbours(document)

    def finish(self) -> "Batch":
        """Let others follow, and let pages know."""
        if self.written:
            changed.send(Batch, documents=self.written)
            touches.write(self.touched, self.number)
        return self


def empty(document: Document) -> None:
    """What a tombstone says."""
    document.gone, document.changed_at = True, timezone.now()
    document.due_at = document.expires_at = None
    document.etag = document.payload = document.rich = document.summary = ""
    document.path = document.sort = ""


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
    document.gone, document.etag = False, etag
    set_times(document, result)
    document.changed_at = timezone.now()
    document.rich = rich.decode()
    document.payload = dumps(plain).decode()
    short = {name: value for name, value in plain.items() if name not in result.long}
    document.summary = dumps(short).decode()
    return True


def set_times(document: Document, result: Rendered) -> bool:
    """Note when time alone changes the document; False if that was known."""
    before = document.due_at, document.expires_at
    document.due_at, document.expires_at = result.due_at, result.expires_at
    return before != (result.due_at, result.expires_at)


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
