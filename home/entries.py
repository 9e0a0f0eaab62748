"""Entries of the content store as pages show them: the block itself, in the issue it stands in."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, Q, QuerySet
from django.utils import timezone
from wagtail.blocks.stream_block import StreamValue

from api.models import Entry
from newsletters.models import IssuePage


@dataclass(frozen=True)
class Found:
    """A block, and where it is read."""

    entry: Entry
    block: StreamValue.StreamChild
    issue: IssuePage

    @property
    def title(self) -> str:
        """What it is called: if nothing else, by its person or what it is."""
        return self.entry.title or self.block.value.get("person") or str(self.block.block.label)

    @property
    def teaser(self) -> str:
        """The words that it begins with."""
        return self.block.block.entry_teaser(self.block.value)

    @property
    def url(self) -> str:
        """Its place in the issue."""
        return f"{self.issue.url}#{self.entry.block_id}"


def found(entries: QuerySet[Entry]) -> list[Found]:
    """The blocks of these entries, in their order; two queries and what the blocks show."""
    rows = list(entries.select_related("document").defer("payload", "rich", "document__payload"))
    pages = IssuePage.objects.in_bulk({row.document.object_id for row in rows})
    blocks = {(pk, block.id): block for pk, page in pages.items() for block in page.body}
    places = [(row, (row.document.object_id, row.block_id)) for row in rows]
    return [Found(row, blocks[place], pages[place[0]]) for row, place in places if place in blocks]


def events(language: str) -> QuerySet[Entry]:
    """The events of all issues in this language."""
    return Entry.objects.public().filter(locale=language, kind="event")


def upcoming(language: str) -> QuerySet[Entry]:
    """Those to come, the next one first; without a date last."""
    to_come = Q(over_at__gte=timezone.now()) | Q(over_at__isnull=True)
    return events(language).filter(to_come).order_by("over_at", "sort")


def past(language: str) -> QuerySet[Entry]:
    """Those that are over, the latest first."""
    return events(language).filter(over_at__lt=timezone.now()).order_by("-sort")


def next_to_end(language: str) -> datetime | None:
    """When the first of the events to come is over, and lists of them change."""
    return upcoming(language).aggregate(moment=Min("over_at"))["moment"]
