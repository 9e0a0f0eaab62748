"""Fills a wagtail-localize translation from the same content written in the other language."""

from collections import defaultdict
from typing import Any

from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import TranslationCreator
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments


def translate(instance: Any, twin: Any, locale: Locale) -> None:
    """Translate a published page or snippet into `locale` and publish that.

    `twin` is an unsaved instance with the same structure (and block ids) and the words of the
    other language. Every English sentence must have its counterpart at the same place.
    """
    TranslationCreator(None, [locale]).create_translations(instance, include_related_objects=False)
    source = TranslationSource.objects.get_for_instance(instance)
    words = defaultdict(list)
    for segment in extract_segments(twin):
        if isinstance(segment, StringSegmentValue):
            words[segment.path].append(segment)
    segments = StringSegment.objects.filter(source=source).select_related("context", "string")
    for segment in segments.order_by("order"):
        path = segment.context.path
        if not words[path]:
            raise LookupError(f"{instance}: no {locale} words for {path}: {segment.string.data}")
        StringTranslation.objects.create(
            translation_of=segment.string,
            context=segment.context,
            locale=locale,
            data=words[path].pop(0).string.data,
        )
    if left := [path for path, rest in words.items() if rest]:
        raise LookupError(f"{instance}: {locale} words without an English counterpart: {left}")
    Translation.objects.get(source=source, target_locale=locale).save_target()
