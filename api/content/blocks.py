"""One visitor per class of block: what it names, what it is as JSON, and its JSON schema.

All three come from one definition, so the documents and their schema cannot differ. A block class
without a visitor raises LookupError; a system check asks for every block of every page.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any

from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from api.content import richtext, unions
from api.content.references import References, Scope
from api.content.schema import (
    BOOLEAN,
    DATE,
    EXTENSIBLE,
    INTEGER,
    STRING,
    URI,
    Components,
    Schema,
    array,
    closed,
    nullable,
    ref,
)
from newsletters.blocks.base import OrganisationChooser

VISITORS: dict[type[blocks.Block], "Visitor"] = {}


class Visitor:
    """How to treat one class of block and its subclasses."""

    def collect(self, block: Any, raw: Any, references: References) -> None:
        """Add what the stored (JSON) value names."""

    def serialise(self, block: Any, value: Any, scope: Scope) -> Any:
        """The value as JSON."""
        return value

    def schema(self, block: Any, components: Components) -> Schema:
        """What `serialise` gives."""
        raise NotImplementedError


def visits(*classes: type[blocks.Block]) -> Callable[[type[Visitor]], type[Visitor]]:
    """Register a visitor."""

    def register(visitor: type[Visitor]) -> type[Visitor]:
        VISITORS.update(dict.fromkeys(classes, visitor()))
        return visitor

    return register


def visitor(block: blocks.Block) -> Visitor:
    """The visitor of a block's class or of the nearest class above it."""
    for parent in type(block).__mro__:
        if parent in VISITORS:
            return VISITORS[parent]
    raise LookupError(
        f"the API does not know blocks of {type(block).__module__}.{type(block).__name__}: "
        "add a visitor to api/content/blocks.py"
    )


def collect(block: blocks.Block, raw: Any, references: References) -> None:
    """Add what the stored value of a block names."""
    visitor(block).collect(block, raw, references)


def serialise(block: blocks.Block, value: Any, scope: Scope) -> Any:
    """A block's value as JSON, showing only what anybody may see."""
    return visitor(block).serialise(block, value, scope)


def schema(block: blocks.Block, components: Components) -> Schema:
    """The schema of `serialise`'s result; what has a name goes to `components`."""
    return visitor(block).schema(block, components)


def described(block: blocks.Block, components: Components) -> Schema:
    """The same with the block's own words about it."""
    found = schema(block, components)
    help_text = str(getattr(block.meta, "help_text", "") or "")
    return {**found, "description": help_text} if help_text and "$ref" not in found else found


@visits(blocks.CharBlock, blocks.TextBlock)
class TextVisitor(Visitor):
    """Plain text; never null."""

    def serialise(self, block: Any, value: Any, scope: Scope) -> str:
        """The text."""
        return value or ""

    def schema(self, block: Any, components: Components) -> Schema:
        """With the field's limit."""
        limit = block.field.max_length
        return {**STRING, "maxLength": limit} if limit else STRING


@visits(blocks.URLBlock)
class AddressVisitor(Visitor):
    """A web address, or null."""

    def serialise(self, block: Any, value: Any, scope: Scope) -> str | None:
        """The address."""
        return value or None

    def schema(self, block: Any, components: Components) -> Schema:
        """Null also where one is required: cleaning may have taken it away."""
        return nullable(URI)


@visits(blocks.BooleanBlock)
class BooleanVisitor(Visitor):
    """Yes or no."""

    def serialise(self, block: Any, value: Any, scope: Scope) -> bool:
        """Never null."""
        return bool(value)

    def schema(self, block: Any, components: Components) -> Schema:
        """A boolean."""
        return BOOLEAN


@visits(blocks.IntegerBlock)
class IntegerVisitor(Visitor):
    """A whole number, or null."""

    def schema(self, block: Any, components: Components) -> Schema:
        """With the field's limits."""
        limits = {"minimum": block.field.min_value, "maximum": block.field.max_value}
        return nullable({**INTEGER, **{k: v for k, v in limits.items() if v is not None}})


@visits(blocks.DateBlock)
class DateVisitor(Visitor):
    """A day, or null."""

    def serialise(self, block: Any, value: date | None, scope: Scope) -> date | None:
        """A draft's date may have become published without its time."""
        return value.date() if isinstance(value, datetime) else value

    def schema(self, block: Any, components: Components) -> Schema:
        """ISO 8601."""
        return nullable(DATE)


@visits(blocks.TimeBlock)
class TimeVisitor(Visitor):
    """The clock on a wall, without a zone; or null."""

    def serialise(self, block: Any, value: time | None, scope: Scope) -> str | None:
        """To the minute."""
        return value.isoformat("minutes") if value else None

    def schema(self, block: Any, components: Components) -> Schema:
        """JSON schema's own format wants seconds and a zone."""
        return nullable({**STRING, "pattern": r"^\d{2}:\d{2}$", "examples": ["17:00"]})


@visits(blocks.ChoiceBlock)
class ChoiceVisitor(Visitor):
    """One of the choices; there may be more of them some day."""

    def schema(self, block: Any, components: Components) -> Schema:
        """Not a closed enum, which an old app would break on."""
        return {**STRING, EXTENSIBLE: [key for key, _label in block.field.choices if key]}


@visits(blocks.RichTextBlock)
class RichTextVisitor(Visitor):
    """Rich text as HTML and as nodes; null if empty."""

    def collect(self, block: Any, raw: Any, references: References) -> None:
        """Linked pages and files."""
        collect_rich_text(raw or "", references)

    def serialise(self, block: Any, value: Any, scope: Scope) -> dict | None:
        """See richtext.SCHEMAS."""
        return rich_text(value.source, scope) if value else None

    def schema(self, block: Any, components: Components) -> Schema:
        """Null is possible where text is required too: a draft made live by a script."""
        return nullable(ref("RichText"))


def collect_rich_text(source: str, references: References) -> None:
    """Add the pages and files that rich text links to."""
    references.pages |= richtext.linked_pages(source)
    references.documents |= richtext.linked_documents(source)


def rich_text(source: str, scope: Scope) -> dict | None:
    """Rich text as JSON; wants publishing.links.loaded_links to be open with the same scope."""
    return richtext.rich_text(source, scope)


@visits(ImageBlock)
class ImageVisitor(Visitor):
    """A picture with the alt text of this use; null if it is deleted or private."""

    def collect(self, block: Any, raw: Any, references: References) -> None:
        """The picture, stored as a number (old) or an object."""
        pk = raw.get("image") if isinstance(raw, dict) else raw
        if pk:
            references.images.add(pk)

    def serialise(self, block: Any, value: Any, scope: Scope) -> dict | None:
        """See images.representation."""
        if value is None:
            return None
        decorative = bool(value.decorative)
        return scope.image(value.pk, value.contextual_alt_text, decorative=decorative)

    def schema(self, block: Any, components: Components) -> Schema:
        """Null is always possible."""
        return nullable(ref("Image"))


@visits(OrganisationChooser)
class OrganisationVisitor(Visitor):
    """An organisation; null if it is unpublished or deleted."""

    def collect(self, block: Any, raw: Any, references: References) -> None:
        """The organisation."""
        if raw:
            references.organisations.add(raw)

    def serialise(self, block: Any, value: Any, scope: Scope) -> dict | None:
        """An OrganisationLink."""
        if value is None:
            return None
        return {
            "key": str(value.translation_key),
            "locale": value.locale.language_code,
            "name": value.name,
            "short_name": value.short_name,
            "country": value.country.code or None,
            "website": value.website or None,
        }

    def schema(self, block: Any, components: Components) -> Schema:
        """Null is always possible."""
        return nullable(ref("OrganisationLink"))


@visits(blocks.StructBlock)
class StructVisitor(Visitor):
    """An object: the block's fields and what it computes from them."""

    def collect(self, block: Any, raw: Any, references: References) -> None:
        """What its fields name."""
        for name, child in block.child_blocks.items():
            if isinstance(raw, dict) and name in raw:
                collect(child, raw[name], references)

    def serialise(self, block: Any, value: Any, scope: Scope) -> dict[str, Any]:
        """Every field, those that the stored value lacks with their default."""
        value = block.as_known(value) if hasattr(block, "as_known") else value
        fields = {
            name: serialise(child, value.get(name), scope)
            for name, child in block.child_blocks.items()
        }
        computed = getattr(block, "computed", {})
        return fields | {name: extra.get(value) for name, extra in computed.items()}

    def schema(self, block: Any, components: Components) -> Schema:
        """A component named after the class."""
        name = type(block).__name__.removesuffix("Block") + "Value"
        fields = {n: described(child, components) for n, child in block.child_blocks.items()}
        computed = {n: extra.schema for n, extra in getattr(block, "computed", {}).items()}
        description = getattr(block, "api_description", "") or str(block.meta.description or "")
        return components.add(name, closed(fields | computed, description=description))


@visits(blocks.ListBlock)
class ListVisitor(Visitor):
    """A list of values of one block."""

    def collect(self, block: Any, raw: Any, references: References) -> None:
        """What the items name, stored with an id or (old) bare."""
        for item in raw or []:
            wrapped = isinstance(item, dict) and item.get("type") == "item" and "value" in item
            collect(block.child_block, item["value"] if wrapped else item, references)

    def serialise(self, block: Any, value: Any, scope: Scope) -> list:
        """The items."""
        return [serialise(block.child_block, item, scope) for item in value or []]

    def schema(self, block: Any, components: Components) -> Schema:
        """However many: limits are the editor's, not the client's."""
        return array(schema(block.child_block, components))


@visits(blocks.StreamBlock)
class StreamVisitor(Visitor):
    """A list of blocks of several types, each `{id, type, value}`."""

    def collect(self, block: Any, raw: Any, references: References) -> None:
        """What the blocks name; a type that is no more is passed over, as Wagtail does."""
        for child_block, child in known(block, raw):
            collect(child_block, child["value"], references)

    def serialise(self, block: Any, value: Any, scope: Scope) -> list[dict[str, Any]]:
        """The blocks."""
        return [
            {
                "id": child.id or "",
                "type": child.block_type,
                "value": serialise(child.block, child.value, scope),
            }
            for child in value or []
        ]

    def schema(self, block: Any, components: Components) -> Schema:
        """A list of a union, told apart by `type`."""
        name = type(block).__name__
        return array(union(block, components, name, prefix=name))


def known(block: blocks.StreamBlock, raw: Any) -> Iterator[tuple[blocks.Block, dict]]:
    """The stored children whose type still exists, each with its block."""
    for child in raw or []:
        if child_block := block.child_blocks.get(child["type"]):
            yield child_block, child


def union(block: blocks.StreamBlock, components: Components, name: str, **more: Any) -> Schema:
    """A union of the stream's blocks, called `name`; see unions.add_blocks for `more`."""
    values = {n: schema(child, components) for n, child in block.child_blocks.items()}
    return unions.add_blocks(block, values, components, name, **more)
