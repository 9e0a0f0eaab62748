"""Where a picture, document, organisation or page is used: in what readers have and in drafts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, Page, ReferenceIndex, TranslatableMixin

from localization.admin.trees import deleted_along, subtree
from localization.snippets import snippets_deleted_along
from publishing.preflight import children

Target = tuple[int, str]  # content type and primary key, as the reference index has them


@dataclass
class Usage:
    """A page, snippet or other object that uses something: its fields, and blocks, in words."""

    source: Any
    edit_url: str | None
    places: dict[str, None] = field(default_factory=dict)
    in_draft: bool = False  # and not in what readers have

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


def usages(deleted: Iterable[Any], user: Any) -> list[Usage]:
    """What refers to these objects, and is none of them; live content first, then drafts."""
    deleted = list(deleted)
    targets = {key_of(one) for one in deleted}
    finder, found = AdminURLFinder(user), {}
    for source, path, in_draft in (*references(deleted), *draft_references(targets)):
        key = key_of(source)
        if key in targets:
            continue
        if key not in found:
            found[key] = Usage(source, finder.get_edit_url(source), in_draft=in_draft)
        if in_draft == found[key].in_draft:
            found[key].places[place_in_words(source, path)] = None
    return list(found.values())


def key_of(instance: Model) -> Target:
    """What the reference index calls an object."""
    return ReferenceIndex._get_base_content_type(instance).pk, str(instance.pk)


def references(deleted: list[Any]) -> Iterator[tuple[Any, str, bool]]:
    """Who refers to these, and at which path, by Wagtail's index of what is stored."""
    indexed = ReferenceIndex.get_references_to_in_bulk(deleted)
    for source, rows in indexed.group_by_source_object():
        for row in rows:
            yield getattr(source, "specific", source), row.content_path, False


def draft_references(targets: set[Target]) -> Iterator[tuple[Any, str, bool]]:
    """The same of drafts of what is live, which the index does not know."""
    for draft in unpublished_drafts():
        for type_pk, pk, _model_path, path in ReferenceIndex._extract_references_from_object(draft):
            if (type_pk, pk) in targets:
                yield draft, path, True


def unpublished_drafts() -> Iterator[Any]:
    """The latest draft of everything live that has one."""
    for model in ReferenceIndex.tracked_models:
        if issubclass(model, DraftStateMixin) and not model._meta.get_parent_list():
            changed = model.objects.filter(live=True, has_unpublished_changes=True)
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
