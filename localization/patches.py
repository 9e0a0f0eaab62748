"""Work-arounds for crashes of wagtail-localize 1.14.5 on ordinary content.

Without them "Translate" answers 500 for a page with an optional picture left empty, a field added
to a block later, or a picture that was deleted (its issues #875, #690, #918, pull request #935),
and loses the words of lists that stand deep or were stored without ids.
Remove each when a release mends it; tests/localization/test_patches.py says when.
"""

import json
from collections.abc import Sequence
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.db.models import Model
from django.db.models.signals import post_delete
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Page, get_translatable_models
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    SegmentOverride,
    TranslationContext,
    TranslationSource,
)
from wagtail_localize.segments import ingest
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor as Extractor
from wagtail_localize.segments.ingest import StreamFieldSegmentsWriter as Writer
from wagtail_localize.segments.types import OverridableSegmentValue


def apply() -> None:
    """Mend the classes; once, however often it is called."""
    if not hasattr(Extractor, "unpatched_block"):
        patch(Extractor, "block", extract_block)
        patch(Extractor, "image_block", extract_image_block)
        patch(Extractor, "list_block", extract_list_block)
        patch(Extractor, "stream_block", extract_stream_block)
        patch(Writer, "image_block", write_image_block)
        patch(Writer, "list_block", write_list_block)
        patch(Writer, "stream_block", write_stream_block)
        patch(Writer, "related_object_block", write_related_object_block)
        patch(ingest, "related_object", related_object)
    for model in get_translatable_models():
        if not issubclass(model, Page):
            post_delete.connect(forget_snippet, sender=model, dispatch_uid="forget-snippet")
    for model in (get_image_model(), get_document_model(), *get_translatable_models()):
        post_delete.connect(forget_choice, sender=model, dispatch_uid="forget-choice")


def patch(owner: Any, name: str, mended: Any) -> None:
    """Put `mended` in the place of `handle_<name>`, which stays as `unpatched_<name>`."""
    setattr(owner, f"unpatched_{name}", getattr(owner, f"handle_{name}"))
    setattr(owner, f"handle_{name}", mended)


def extract_block(self: Any, block_type: Any, value: Any, raw_value: Any = None) -> list:
    """An empty value (optional, or its field is younger than the content) has nothing to say."""
    return [] if value is None else self.unpatched_block(block_type, value, raw_value=raw_value)


def extract_image_block(self: Any, block_type: Any, value: Any, raw_value: Any = None) -> list:
    """Read the picture from its value: the raw one may be missing, None or a bare number."""
    if value is None:
        return []
    raw = {
        "image": value.pk,
        "decorative": value.decorative,
        "alt_text": value.contextual_alt_text or "",
    }
    return self.unpatched_image_block(block_type, value, raw_value=raw)


def extract_list_block(self: Any, value: Any, raw_value: Any = None) -> list:
    """Go by the value, which has an id for every item however the list was stored."""
    return [
        segment.wrap(item.id)
        for item in name_by_place(value.bound_blocks)
        for segment in self.handle_block(item.block, item.value)
    ]


def extract_stream_block(self: Any, value: Any) -> list:
    """Leave the raw value alone, here and for all that lies within.

    A struct would look for an envelope in it that only a struct outside of structs has, and to
    look at it gives random ids to the blocks inside.
    """
    return [
        segment.wrap(child.id)
        for child in name_by_place(value)
        for segment in self.handle_block(child.block, child.value)
    ]


def name_by_place(children: Sequence) -> Sequence:
    """Give every child that is stored without an id one that is the same at every reading.

    Otherwise it gets a random one whenever it is read, which no translation could refer to.
    """
    for place, child in enumerate(children):
        if not getattr(child, "original_id", child.id):  # only a list's child has original_id
            child.id = str(uuid5(NAMESPACE_OID, str(place)))
    return children


def write_list_block(self: Any, value: Any, segments: list) -> Any:
    """As it was extracted."""
    name_by_place(value.bound_blocks)
    return self.unpatched_list_block(value, segments)


def write_stream_block(self: Any, value: Any, segments: list) -> Any:
    """As it was extracted."""
    name_by_place(value)
    return self.unpatched_stream_block(value, segments)


def write_image_block(self: Any, block_type: Any, value: Any, segments: list) -> Any:
    """A deleted picture stays empty, and a decorative one stays decorative when replaced."""
    decorative = value is not None and bool(value.decorative)
    replacement = [segment for segment in segments if segment.path == "image"]
    if replacement and value is not None:
        value = self.handle_related_object_block(value, replacement)
    if value is None:
        return None
    others = [segment for segment in segments if segment.path != "image"]
    new = self.unpatched_image_block(block_type, value, others)
    if decorative:
        new.decorative, new.contextual_alt_text = True, ""
    return new


def write_related_object_block(self: Any, related: Any, segments: list) -> Any:
    """A snippet that was deleted stays empty."""
    return None if related is None else self.unpatched_related_object_block(related, segments)


def related_object(model: Any, source: Any, target: Any, segments: list) -> Any:
    """A replacement that was deleted leaves the field empty."""
    segment = segments[0]
    if isinstance(segment, OverridableSegmentValue):
        return model.objects.filter(pk=segment.data).first()
    return ingest.unpatched_related_object(model, source, target, segments)


def forget_snippet(sender: Any, instance: Any, **_signal: Any) -> None:
    """Drop what refers to a deleted snippet: the translation editor fails to describe it."""
    RelatedObjectSegment.objects.filter(
        object__translation_key=instance.translation_key, source__locale=instance.locale_id
    ).delete()


def forget_choice(sender: Any, instance: Model, **_signal: Any) -> None:
    """Drop what can be chosen for a language if it is deleted: their editor stays blank with it."""
    for model in (OverridableSegment, SegmentOverride):
        rows = model.objects.filter(data_json=json.dumps(instance.pk))
        rows = rows.select_related("context")
        gone = [row.pk for row in rows if issubclass(sender, chosen_at(row.context))]
        model.objects.filter(pk__in=gone).delete()


def chosen_at(context: TranslationContext) -> tuple[type[Model], ...]:
    """The kind of thing that is chosen in this place; nothing if none is."""
    source = TranslationSource.objects.filter(object_id=context.object_id).first()
    model = source and source.specific_content_type.model_class()
    name, *rest = (context.field_path or context.path).split(".")
    field = model and model._meta.get_field(name)
    if not isinstance(field, StreamField):
        return (field.related_model,) if field and field.related_model else ()
    block: Any = field.stream_block
    for part in rest:
        children = getattr(block, "child_blocks", {})
        block = children.get(part) or getattr(block, "child_block", None)
    chosen = getattr(block, "model_class", None)
    return (chosen,) if chosen else ()
