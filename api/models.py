"""The content store: what an anonymous reader may see, rendered once and read often."""

from django.db import models
from django.utils import timezone


class Counter(models.Model):
    """One row. Whoever updates it may number documents: the order of commits is that of `value`.

    `floor`: tombstones up to this number are forgotten, so older sync tokens have expired.
    """

    value = models.PositiveBigIntegerField(default=0)
    floor = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.value)


class Span(models.Model):
    """The numbers of one transaction of the sequencer, of this database's own past.

    Between two spans lies a gap of random width. So a number that was given out after a backup
    was made, and that the restored database will pass one day, is in none of its spans.
    """

    first = models.PositiveBigIntegerField()
    last = models.PositiveBigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return f"{self.first}–{self.last}"


class Mark(models.Model):
    """Something changed, in the same transaction as this row; the sequencer works them off.

    `target` names what changed (see api.store.marks). `urgent` marks are worked off before the
    next answer, the others soon. After a failure `retry_at` and `error` are set.
    """

    target = models.CharField(max_length=255)
    urgent = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.target


class DocumentQuerySet(models.QuerySet["Document"]):
    """Documents."""

    def expired(self) -> "DocumentQuerySet":
        """Those that say what may not be said any more, until the sequencer has come round."""
        return self.filter(expires_at__lte=timezone.now())

    def public(self) -> "DocumentQuerySet":
        """What may be told now, also while nobody can write the store."""
        return self.filter(gone=False).exclude(expires_at__lte=timezone.now())


class Document(models.Model):
    """A page, an organisation or a site's frame in one language, as the API answers it.

    `object_id` is the primary key of what it shows, among those of its `kind`. `payload` is a
    JSON object with rich text as HTML, `rich` the same with nodes too, `summary` without the
    parts that only a detail has. A document that is `gone` is a tombstone and has no words.
    `seq` grows with every change, over all documents; numbers are left out (see Span). It has to
    be rendered again at `due_at`, and is told to nobody from `expires_at` until it was: then it,
    or something that it names, is not public any more.
    """

    kind = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
    type = models.CharField(max_length=40)
    key = models.UUIDField()
    locale = models.CharField(max_length=20)
    seq = models.PositiveBigIntegerField(unique=True)
    etag = models.CharField(max_length=32, blank=True)
    gone = models.BooleanField(default=False)
    due_at = models.DateTimeField(null=True, db_index=True)
    expires_at = models.DateTimeField(null=True, db_index=True)
    changed_at = models.DateTimeField()
    path = models.CharField(max_length=2000, blank=True)  # root-relative address, for lookups
    sort = models.CharField(max_length=255, blank=True)  # lists come in descending order of it
    payload = models.TextField(blank=True)
    rich = models.TextField(blank=True)
    summary = models.TextField(blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="one_document_each")
        ]
        indexes = [
            models.Index(fields=["key", "locale", "type"], name="document_identity"),
            models.Index(fields=["type", "locale", "sort"], name="document_list"),
            models.Index(fields=["type", "locale", "seq"], name="document_newest"),
            models.Index(fields=["locale", "seq"], name="document_sync"),
            models.Index(fields=["path"], name="document_path"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.key} {self.locale}"


class Dependency(models.Model):
    """A document says, or would say if it were public, something about `target`."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="dependencies")
    target = models.CharField(max_length=255, db_index=True)

    def __str__(self) -> str:
        return f"{self.document_id} → {self.target}"


class Touch(models.Model):
    """The number of the latest change of what `key` names; see api.store.touches."""

    key = models.CharField(max_length=120, unique=True)
    seq = models.PositiveBigIntegerField(db_index=True)

    class Meta:
        verbose_name_plural = "touches"

    def __str__(self) -> str:
        return self.key


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries."""

    def public(self) -> "EntryQuerySet":
        """Those of documents that may be told now."""
        return self.exclude(document__in=Document.objects.expired())


class Entry(models.Model):
    """One block of a public page: an interview, an event, a profile, found on its own.

    `first_day` to `last_day` is when it happens (else the page's date); `over_at` is the latest
    moment that an event may last to. `payload` and `rich` as in Document.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="entries")
    block_id = models.CharField(max_length=36)
    locale = models.CharField(max_length=20)
    kind = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=255, blank=True)
    text = models.TextField(blank=True)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    over_at = models.DateTimeField(null=True)
    sort = models.CharField(max_length=60)
    payload = models.TextField()
    rich = models.TextField()
    summary = models.TextField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["document", "block_id"], name="one_entry_each")
        ]
        indexes = [
            models.Index(fields=["locale", "sort"], name="entry_list"),
            models.Index(fields=["locale", "kind", "sort"], name="entry_list_of_kind"),
            models.Index(fields=["locale", "kind", "over_at"], name="entry_over"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.title}"


class EntryOrganisation(models.Model):
    """An organisation (its key is the same in every language) that an entry is about."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="organisations")
    key = models.UUIDField(db_index=True)

    def __str__(self) -> str:
        return str(self.key)
