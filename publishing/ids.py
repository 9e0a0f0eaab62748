"""Ids of blocks and list items: each a UUID that no other block has, whatever wrote it.

They are addresses on the page, identities of events in calendars and what translations hang on. A
new id depends on nothing but its page's translation key and the old one (or, without one, the
place): every language gets the same, and so does a form that is sent twice.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Model
from wagtail import blocks
from wagtail.blocks.stream_block import StreamValue
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page

SHORT = 8  # digits that tell the blocks of a page apart

Give = Callable[[Any, str], Any]  # the id for a block that has this one, at this place


def canonical(identity: Any) -> str | None:
    """The id as Wagtail writes it: a UUID in small letters with hyphens; None if it is no UUID."""
    try:
        return str(UUID(identity)) if isinstance(identity, str) else None
    except ValueError:
        return None


def derived(namespace: UUID, old: Any, attempt: int = 1) -> str:
    """The id that takes the place of `old` within a page (and in all its translations)."""
    return str(uuid5(namespace, f"{old!a} {attempt}"))


def stored(value: StreamValue) -> list[Any]:
    """The JSON of a stream, where a missing id is still missing (Wagtail gives random ones)."""
    pairs = zip(value._bound_blocks, value._raw_data, strict=True)
    return [child.get_prep_value() if child else raw for child, raw in pairs]


def with_ids(block: blocks.Block, raw: Any, give: Give, place: str) -> Any:
    """The JSON of a block in which every block and list item has the id that `give` says."""
    match block:
        case blocks.BaseStreamBlock():
            return [
                {
                    **child,
                    "id": give(child.get("id"), f"{place}/{i}"),
                    "value": with_ids(
                        block.child_blocks[child["type"]], child["value"], give, f"{place}/{i}"
                    ),
                }
                for i, child in enumerate(raw or [])
            ]
        case blocks.BaseStructBlock() if isinstance(raw, dict):
            known = block.child_blocks
            return {
                name: with_ids(known[name], value, give, f"{place}/{name}")
                if name in known
                else value
                for name, value in raw.items()
            }
        case blocks.ListBlock():
            return [
                {
                    "type": "item",
                    "id": give(item.get("id") if is_item(item) else None, f"{place}/{i}"),
                    "value": with_ids(
                        block.child_block,
                        item["value"] if is_item(item) else item,
                        give,
                        f"{place}/{i}",
                    ),
                }
                for i, item in enumerate(raw or [])
            ]
    return raw


def is_item(item: Any) -> bool:
    """Whether it is a list item with an envelope; before Wagtail 2.16 they were bare values."""
    return isinstance(item, dict) and item.get("type") == "item" and "value" in item


def loaded_fields(instance: Model, names: Collection[str] | None = None) -> list[Any]:
    """The fields of an instance (only those named) that were not left out when it was loaded."""
    deferred = instance.get_deferred_fields()
    fields = [field for field in instance._meta.concrete_fields if field.attname not in deferred]
    return fields if names is None else [field for field in fields if field.name in names]


def streams_of(instance: Model, names: Collection[str] | None = None) -> dict[StreamField, list]:
    """The JSON of every StreamField (only those named) of a page or snippet that was loaded."""
    return {
        field: stored(getattr(instance, field.name))
        for field in loaded_fields(instance, names)
        if isinstance(field, StreamField)
    }


def ids_in(fields: dict[StreamField, list]) -> list[Any]:
    """Every id of these streams, as it is."""
    found: list[Any] = []
    for field, raw in fields.items():
        with_ids(field.stream_block, raw, lambda old, place: found.append(old), field.name)
    return found


def renewed(
    fields: dict[StreamField, list], namespace: UUID, taken: Collection[str] = ()
) -> tuple[dict[StreamField, list], dict[str, str]]:
    """The streams of one page with good ids, and which id (or place) became which.

    Kept are UUIDs that are not among `taken` (of other pages), by the first block that has them
    or their first eight digits.
    """
    give = Renewal(namespace, taken, ids_in(fields))
    new = {
        field: with_ids(field.stream_block, raw, give, field.name) for field, raw in fields.items()
    }
    return new, give.changes


def renew_ids(instance: Any, taken: Collection[str] = ()) -> dict[str, str]:
    """Give the blocks of a page or snippet good ids, in place; returns which became which.

    Comments stay at their blocks.
    """
    fields = streams_of(instance)
    new, changes = renewed(fields, instance.translation_key, taken)
    for field, raw in fields.items():
        if new[field] != raw:
            setattr(instance, field.name, field.stream_block.to_python(new[field]))
    if changes and isinstance(instance, Page):
        move_comments(instance, changes)
    return changes


def move_comments(page: Page, changes: dict[str, str]) -> None:
    """Let the page's comments, which are saved with it, name blocks by their new ids."""
    comments = list(getattr(page, COMMENTS_RELATION_NAME).all())
    for comment in comments:
        parts = comment.contentpath.split(".")
        comment.contentpath = ".".join(changes.get(part, part) for part in parts)
    if comments:
        setattr(page, COMMENTS_RELATION_NAME, comments)


def copied(fields: dict[StreamField, list], namespace: UUID) -> dict[StreamField, list]:
    """The streams of a page as those of its copy, all ids new; see `copied_path`."""
    return renewed(fields, namespace, set(ids_in(fields)))[0]


def copied_path(path: str, namespace: UUID) -> str:
    """The path of fields and ids that leads to the same place in a copy of the page."""
    return ".".join(
        derived(namespace, part) if canonical(part) else part for part in path.split(".")
    )


class Renewal:
    """Gives the blocks of a page their ids, one after the other."""

    def __init__(self, namespace: UUID, taken: Collection[str], present: Iterable[Any]) -> None:
        self.namespace, self.taken = namespace, taken
        self.used: set[str] = set()
        self.kept: set[Any] = set()
        # Ids that a block will keep further down
        self.reserved = {identity[:SHORT] for old in present if (identity := canonical(old))}
        self.changes: dict[str, str] = {}

    def __call__(self, old: Any, place: str) -> str:
        """The old id if it can stay, else a new one."""
        identity = canonical(old)
        if identity is None or identity in self.taken or identity[:SHORT] in self.used:
            identity = self.free(old or place)
        self.used.add(identity[:SHORT])
        if identity != old:
            # Of two blocks with one id, the first is still called by it
            self.changes.setdefault(
                place if isinstance(old, str) and old in self.kept else f"{old or place}", identity
            )
        else:
            self.kept.add(identity)
        return identity

    def free(self, name: Any) -> str:
        """The first id derived from this name that nobody has."""
        attempt = 1
        while (new := derived(self.namespace, name, attempt))[:SHORT] in self.used | self.reserved:
            attempt += 1
        return new
