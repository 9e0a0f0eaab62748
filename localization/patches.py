"""Work-arounds for crashes of wagtail-localize 1.14.5 on ordinary content.

Without them "Translate" answers 500 for a page with an optional picture left empty, a field added
to a block later, or a picture that was deleted (its issues #875, #690, #918, pull request #935).
Remove each when a release mends it; tests/localization/test_patches.py says when.
"""

from typing import Any

from wagtail_localize.segments import ingest
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor as Extractor
from wagtail_localize.segments.ingest import StreamFieldSegmentsWriter as Writer
from wagtail_localize.segments.types import OverridableSegmentValue


def apply() -> None:
    """Mend the classes; once, however often it is called."""
    if not hasattr(Extractor, "unpatched_block"):
        Extractor.unpatched_block = Extractor.handle_block
        Extractor.handle_block = extract_block
        Extractor.unpatched_image_block = Extractor.handle_image_block
        Extractor.handle_image_block = extract_image_block
        Extractor.unpatched_struct_block = Extractor.handle_struct_block
        Extractor.handle_struct_block = extract_struct_block
        Writer.unpatched_image_block = Writer.handle_image_block
        Writer.handle_image_block = write_image_block
        Writer.unpatched_related_object_block = Writer.handle_related_object_block
        Writer.handle_related_object_block = write_related_object_block
        ingest.unpatched_related_object = ingest.handle_related_object
        ingest.handle_related_object = related_object


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


def extract_struct_block(self: Any, value: Any, raw_value: Any = None) -> list:
    """A struct within a struct has no envelope of its own in the raw value: give it one."""
    if not (isinstance(raw_value, dict) and {"type", "value"} <= raw_value.keys()):
        raw_value = {"value": value.block.get_prep_value(value)}
    return self.unpatched_struct_block(value, raw_value=raw_value)


def write_image_block(self: Any, block_type: Any, value: Any, segments: list) -> Any:
    """A deleted picture stays empty, and a decorative one stays decorative when replaced."""
    if value is None:
        return None
    decorative = bool(value.decorative)
    new = self.unpatched_image_block(block_type, value, segments)
    if new is not None and decorative:
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
