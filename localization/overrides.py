"""Methods of wagtail-localize 1.14.5 that ours take the place of, to be safe and to be quick."""

from typing import Any

from django.db.models import QuerySet
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringSegmentQuerySet,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.views.edit_translation import (
    SegmentOverrideSerializer,
    StringTranslationSerializer,
)

from localization import publish, restrictions, strings


def apply() -> None:
    """Put ours in place; once, however often it is called."""
    if hasattr(Translation, "unpatched_save_target"):
        return
    Translation.unpatched_save_target = Translation.save_target
    Translation.save_target = publish.save_target
    TranslationSource.refresh_segments = strings.refresh_segments
    TranslationSource.sync_view_restrictions = sync_view_restrictions
    select_related(StringSegment, "context", "string")
    select_related(OverridableSegment, "context")
    StringSegmentQuerySet.unpatched_get_translations = StringSegmentQuerySet.get_translations
    StringSegmentQuerySet.get_translations = get_translations
    StringTranslationSerializer.get_segment_id = get_segment_id
    SegmentOverrideSerializer.get_segment_id = get_overridable_segment_id


def sync_view_restrictions(self: TranslationSource, original: Any, translated: Any) -> None:
    """Theirs lifts what was restricted by hand, and knows nothing of the pages above."""
    restrictions.follow_restrictions()


def select_related(model: Any, *names: str) -> None:
    """Let every query of a model fetch what its rows refer to: the editor asks row by row."""
    manager = type(model._default_manager)
    original = manager.get_queryset

    def get_queryset(self: Any) -> QuerySet:
        return original(self).select_related(*names)

    manager.get_queryset = get_queryset


def get_translations(self: StringSegmentQuerySet, locale: Any) -> QuerySet:
    """The translations of these segments, with what the editor shows of each."""
    related = ("last_translated_by", "translation_of", "context")
    return self.unpatched_get_translations(locale).select_related(*related)


def get_segment_id(self: StringTranslationSerializer, translation: StringTranslation) -> int | None:
    """The segment that a translation belongs to, from one query for all translations."""
    if "translation_source" not in self.context:
        return None
    source = self.context["translation_source"]
    if "segment_ids" not in self.context:
        rows = source.stringsegment_set.order_by("-order")  # of equal sentences the first counts
        self.context["segment_ids"] = {
            (context, string): pk
            for context, string, pk in rows.values_list("context_id", "string_id", "pk")
        }
    return self.context["segment_ids"].get((translation.context_id, translation.translation_of_id))


def get_overridable_segment_id(
    self: SegmentOverrideSerializer, override: SegmentOverride
) -> int | None:
    """The segment that an override belongs to (theirs defers what `select_related` asks for)."""
    source = self.context.get("translation_source")
    segments = source and source.overridablesegment_set.filter(context_id=override.context_id)
    return segments.values_list("pk", flat=True).first() if source else None
