"""What a form would refuse, asked before every publication, whoever publishes.

Wagtail looks into a StreamField only when a form is sent; what a program, an import, a workflow or
the schedule publishes is served as it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock

NAMED = 8  # faults that a message names


@dataclass(frozen=True)
class Fault:
    """What is wrong in one place: `path` as Wagtail's comments name it, `place` in words."""

    path: str
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class Unpublishable(ValidationError):
    """A page or snippet that may not be published as it is; its messages say why."""

    def __init__(self, instance: Any, summary: str, faults: Sequence[Fault] = ()) -> None:
        self.instance, self.summary, self.faults = instance, summary, faults
        super().__init__([summary, *map(str, faults)])

    def __str__(self) -> str:
        summary, *reasons = self.messages
        return f"{summary} {' · '.join(reasons)}".rstrip()


def refuse_faulty(draft: Any) -> None:
    """Raise Unpublishable if a form would refuse the draft."""
    if found := faults(draft):
        summary = _("“%(title)s” was not published. Correct this first, then publish it again:")
        raise Unpublishable(draft, summary % {"title": draft}, found[:NAMED])


def faults(draft: Any) -> list[Fault]:
    """Everything that stands between a draft and its readers."""
    found = list(field_faults(draft))
    for field in draft._meta.concrete_fields:
        if isinstance(field, StreamField):
            value, label = getattr(draft, field.name), capfirst(str(field.verbose_name))
            try:
                field.stream_block.clean(value)
            except ValidationError as error:
                found += block_faults(field.stream_block, value, error, field.name, label)
            found += own_faults(field.stream_block, value, field.name, label)
    return found


def field_faults(draft: Any) -> Iterator[Fault]:
    """Faults of the fields that editors fill in."""
    hidden = {field.name for field in draft._meta.fields if not field.editable}
    try:
        draft.full_clean(exclude=hidden)
    except ValidationError as error:
        for name, errors in error.error_dict.items():
            place = (
                capfirst(str(draft._meta.get_field(name).verbose_name)) if name[:1] != "_" else ""
            )
            yield from (Fault(name, place, " ".join(one.messages)) for one in errors)


def children(block: blocks.Block, value: Any) -> Iterator[tuple[Any, str, str, blocks.Block, Any]]:
    """What lies in a block: key in its errors, key in paths, label, block and value of each."""
    match block:
        case blocks.BaseStreamBlock():
            for i, child in enumerate(value):
                yield i, str(child.id), f"{i + 1}. {child.block.label}", child.block, child.value
        case blocks.ListBlock():
            for i, child in enumerate(value.bound_blocks):
                yield i, str(child.id), str(i + 1), child.block, child.value
        case blocks.BaseStructBlock() if value is not None and not isinstance(block, ImageBlock):
            for name, child in block.child_blocks.items():
                yield name, name, str(child.label), child, value.get(name)


def block_faults(
    block: blocks.Block, value: Any, error: ValidationError, path: str, place: str
) -> Iterator[Fault]:
    """The errors of a block, each at the field it belongs to."""
    inner: dict[Any, ValidationError] = dict(getattr(error, "block_errors", {}))
    for one in [*getattr(error, "non_block_errors", [])]:
        yield Fault(path, place, str(one))
    for key, name, label, child, content in children(block, value):
        if key in inner:
            there = f"{place} › {label}"
            yield from block_faults(child, content, inner.pop(key), f"{path}.{name}", there)
    for one in inner.values():  # of a picture, whose parts are no fields of their own
        yield Fault(path, place, " ".join(one.messages))
    if not hasattr(error, "block_errors"):
        yield Fault(path, place, " ".join(error.messages))


def own_faults(block: blocks.Block, value: Any, path: str, place: str) -> Iterator[Fault]:
    """What blocks say of values that a form takes, but no reader would see."""
    ask = getattr(block, "hidden_from_readers", None)
    if ask and value is not None and (message := ask(value)):
        yield Fault(path, place, message)
    for _key, name, label, child, content in children(block, value):
        yield from own_faults(child, content, f"{path}.{name}", f"{place} › {label}")
