"""Where a picture, document, organisation or page is used: in what readers have and in drafts.

What a form would refuse to be without cannot be deleted there: an empty row would be left behind,
and the next editor could not publish the page and would not know why.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.functional import cached_property
from django.utils.text import capfirst
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import DraftStateMixin, Page, ReferenceIndex, TranslatableMixin
from wagtail.models.reference_index import ReferenceGroups

from localization.admin.trees import deleted_along, subtree
from localization.snippets import snippets_deleted_along
from publishing.preflight import Fault, block_faults, children

Target = tuple[int, str]  # content type and primary key, as the reference index has them


@dataclass
class Usage:
    """A page, snippet or other object that uses something: its fields, and blocks, in words."""

    source: Any
    in_draft: bool = False  # and not in what readers have
    places: dict[str, None] = field(default_factory=dict)
    is_needed: bool = False  # in one of the places
    edit_url: str | None = None

    @property
    def title(self) -> str:
        """What it is called."""
        return getattr(self.source, "get_admin_display_title", self.source.__str__)()

    @property
    def kind(self) -> str:
        """What it is, for those who may not know more."""
        return capfirst(str(self.source._meta.verbose_name))

    @property
    def language(self) -> str:
        """The language that it is in; empty if it has none."""
        is_translated = isinstance(self.source, TranslatableMixin)
        return self.source.locale.get_display_name() if is_translated else ""


def deleted_with(instance: Any) -> list[Any]:
    """What is deleted when this is: itself, the pages below, and translations that follow it."""
    if isinstance(instance, Page):
        return list(subtree([instance, *deleted_along([instance])]))
    return [instance, *snippets_deleted_along(instance)]


class Usages(ReferenceGroups):
    """Wagtail's references to an object, which its views ask whether it may be deleted."""

    def __init__(self, references: Any, instance: Model) -> None:
        super().__init__(references)
        self.instance = instance

    @cached_property
    def in_words(self) -> list[Usage]:
        """Where it and what is deleted with it is used."""
        return usages(deleted_with(self.instance))

    @cached_property
    def is_protected(self) -> bool:
        """Whether it stays, because something could not be published without it."""
        return super().is_protected or any(usage.is_needed for usage in self.in_words)


def connect() -> None:
    """Let Wagtail's views protect what is needed; they only know `on_delete=PROTECT`."""

    def grouped(instance: Model) -> Usages:
        return Usages(ReferenceIndex.get_references_to(instance), instance)

    def grouped_in_bulk(instances: Iterable[Model]) -> dict[Model, Usages]:
        return {instance: grouped(instance) for instance in instances}

    ReferenceIndex.get_grouped_references_to = grouped
    ReferenceIndex.get_grouped_references_to_in_bulk = grouped_in_bulk


def usages(deleted: Iterable[Any]) -> list[Usage]:
    """What refers to these objects, and is none of them; live content first, then drafts."""
    deleted = list(deleted)
    targets = {key_of(one) for one in deleted}
    used: dict[Target, Usage] = {}
    for source, path, in_draft in (*references(deleted), *draft_references(targets)):
        if (key := key_of(source)) not in targets:
            usage = used.setdefault(key, Usage(source, in_draft))
            usage.places[place_in_words(source, path)] = None
            usage.is_needed |= is_needed(source, path)
    return list(used.values())


def key_of(instance: Model) -> Target:
    """What the reference index calls an object."""
    return ReferenceIndex._get_base_content_type(instance).pk, str(instance.pk)


def references(deleted: list[Any]) -> Iterator[tuple[Any, str, bool]]:
    """Who refers to these, and at which path, by Wagtail's index of what is stored."""
    indexed = ReferenceIndex.get_references_to_in_bulk(deleted)
    for source, rows in indexed.group_by_source_object():
        for row in rows:
            if not is_superseded(source):
                yield getattr(source, "specific", source), row.content_path, False


def is_superseded(source: Any) -> bool:
    """Whether nobody sees this version, neither a reader nor who edits it: there is a draft."""
    return (
        isinstance(source, DraftStateMixin)
        and not source.live
        and source.has_unpublished_changes
        and source.latest_revision_id is not None
    )


def draft_references(targets: set[Target]) -> Iterator[tuple[Any, str, bool]]:
    """The same of drafts, which the index does not know."""
    for draft in unpublished_drafts():
        for type_pk, pk, _model_path, path in ReferenceIndex._extract_references_from_object(draft):
            if (type_pk, pk) in targets:
                yield draft, path, True


def unpublished_drafts() -> Iterator[Any]:
    """The latest draft of everything that has one."""
    for model in ReferenceIndex.tracked_models:
        if issubclass(model, DraftStateMixin) and not model._meta.get_parent_list():
            changed = model.objects.filter(has_unpublished_changes=True)
            for row in changed.select_related("latest_revision").iterator(chunk_size=50):
                if row.latest_revision:
                    yield row.latest_revision.as_object()


def place_in_words(instance: Any, path: str) -> str:
    """A path of fields and block ids as an editor reads it: “Contents › 3. News item › Picture”."""
    name, *rest = path.split(".")
    own = instance._meta.get_field(name)
    label = own.related_model._meta.verbose_name if own.one_to_many else own.verbose_name
    words = [capfirst(str(label))]
    if isinstance(own, StreamField):
        words += labels(own.stream_block, getattr(instance, name), rest)
    return " › ".join(words)


def labels(block: Any, value: Any, path: list[str]) -> list[str]:
    """The labels of what lies on a path within a block, as far as it can be followed."""
    if not path:
        return []
    for _key, name, label, child, content in children(block, value):
        if name == path[0]:
            return [label, *labels(child, content, path[1:])]
    return []


def is_needed(source: Any, path: str) -> bool:
    """Whether a form would refuse the source without what is chosen at this path."""
    name, *rest = path.split(".")
    own = source._meta.get_field(name)
    if not isinstance(own, StreamField):
        return False  # what a field needs, `on_delete` protects
    block, value = own.stream_block, getattr(source, name)
    before = errors(block, value)
    return empty(block, value, rest) and bool(errors(block, value) - before)


def errors(block: Any, value: Any) -> set[Fault]:
    """What a form would say of a block."""
    try:
        block.clean(value)
    except ValidationError as error:
        return set(block_faults(block, value, error, "", ""))
    return set()


def empty(block: Any, value: Any, path: list[str]) -> bool:
    """Take away what is chosen at a path within a block; false if nothing is: it is a link."""
    for key, name, _label, child, content in children(block, value):
        if name == path[0] and path[1:]:
            return empty(child, content, path[1:])
        if name == path[0] and isinstance(child, (blocks.ChooserBlock, ImageBlock)):
            value[key] = None
            return True
    return False
