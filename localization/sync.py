"""Follows the original: after it is published, its translations know what changed."""

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from rapidfuzz import fuzz
from wagtail.models import DraftStateMixin, Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import TranslationCreator

from localization.limits import broken
from localization.models import PreviousSource
from localization.publish import publish_translation
from localization.status import source_changed

SIMILAR = 50  # per cent: an edited sentence, not another one


def sync_source(instance: Any, user: Any = None) -> list[Translation]:
    """Bring every translation of a published page or snippet up to it; returns those it has.

    Sentences that were edited keep their translation, flagged for review; new ones wait for a
    translator; new snippets get a translation. A translation that readers know is published
    again with the new dates and links (see localization.publish). What does not exist yet in a
    language whose tree has a place for it is created there as a draft.
    """
    instance = getattr(instance, "specific", instance)
    with transaction.atomic():
        create_missing(instance, user)
        source = TranslationSource.objects.get_for_instance_or_none(instance)
        if source is None:
            return []
        source = TranslationSource.objects.select_for_update().get(pk=source.pk)
        translations = enabled_translations(source)
        changed = bool(translations) and source_changed(source, source.get_source_instance())
        if changed:
            before = {t.pk: known_translations(t) for t in translations}
            source.update_from_db()
            translate_new_snippets(source, translations, user)
            for translation in translations:
                carry_over(translation, before[translation.pk])
                repeat(translation)
    if changed:
        for translation in translations:
            republish(translation, user)
    return translations


def enabled_translations(source: TranslationSource) -> list[Translation]:
    """The translations of a source that were not stopped."""
    translations = source.translations.filter(enabled=True)
    return list(translations.select_related("source__locale", "target_locale"))


def create_missing(instance: Any, user: Any) -> None:
    """Submit a page that nobody has submitted yet to every language that has a place for it.

    That is: where its parent exists. Only from the first language in settings, in which the
    issues are written; a page written in another language is translated on request.
    """
    if not isinstance(instance, Page) or instance.alias_of_id:
        return
    if instance.locale.language_code != settings.LANGUAGE_CODE:
        return
    taken = instance.get_translations(inclusive=True).values("locale_id")
    parents = instance.get_parent().get_translations().filter(alias_of__isnull=True)
    locales = Locale.objects.filter(pk__in=parents.values("locale_id")).exclude(pk__in=taken)
    if locales:
        TranslationCreator(user, list(locales)).create_translations(instance)


def known_translations(translation: Translation) -> dict[int, list[StringTranslation]]:
    """The usable translations of the sentences of now, by the context they stand in."""
    found = defaultdict(list)
    segments = StringSegment.objects.filter(source_id=translation.source_id)
    rows = segments.get_translations(translation.target_locale_id).filter(has_error=False)
    for row in rows.select_related("translation_of", "previous_source"):
        found[row.context_id].append(row)
    return found


def translate_new_snippets(
    source: TranslationSource, translations: list[Translation], user: Any
) -> None:
    """Submit the snippets that the source refers to, where a language lacks one."""
    locales = {t.target_locale_id: t.target_locale for t in translations}
    for segment in source.relatedobjectsegment_set.select_related("object__content_type"):
        there = set(
            segment.object.content_type.get_all_objects_for_this_type(
                translation_key=segment.object_id
            ).values_list("locale_id", flat=True)
        )
        missing = [locale for pk, locale in locales.items() if pk not in there]
        original = segment.object.get_instance_or_none(source.locale) if missing else None
        if original is not None:
            creator = TranslationCreator(user, missing)
            creator.create_translations(original, include_related_objects=False)


def carry_over(translation: Translation, known: dict[int, list[StringTranslation]]) -> int:
    """Give edited sentences the translation of the sentence they were, flagged for review.

    `known` are translations by context id, some of sentences that are gone. Returns how many
    sentences got one.
    """
    segments = StringSegment.objects.filter(source_id=translation.source_id)
    segments = segments.select_related("string").order_by("order")
    used = {(s.context_id, s.string_id) for s in segments}
    done = set(
        segments.get_translations(translation.target_locale_id).values_list(
            "context_id", "translation_of_id"
        )
    )
    free = {
        context: [row for row in rows if (context, row.translation_of_id) not in used]
        for context, rows in known.items()
    }
    missing = {(s.context_id, s.string_id): s for s in segments}
    pairs = most_alike([s for key, s in missing.items() if key not in done], free)
    flag(translation, pairs)
    return len(pairs)


def most_alike(
    segments: list[StringSegment], free: dict[int, list[StringTranslation]]
) -> list[tuple[StringSegment, StringTranslation]]:
    """Each sentence with the translation of one much like it in its context, the likest first."""
    scored = [
        (fuzz.ratio(segment.string.data, row.translation_of.data), segment, row)
        for segment in segments
        for row in free.get(segment.context_id, [])
    ]
    scored.sort(key=lambda x: (-x[0], x[1].order, x[2].pk))
    pairs: dict[int, tuple[StringSegment, StringTranslation]] = {}
    used: set[int] = set()
    for score, segment, row in scored:
        if score >= SIMILAR and segment.pk not in pairs and row.pk not in used:
            pairs[segment.pk] = (segment, row)
            used.add(row.pk)
    return list(pairs.values())


def flag(translation: Translation, pairs: list[tuple[StringSegment, StringTranslation]]) -> None:
    """Store each translation for the sentence of its segment, with the sentence it was made for."""
    rows = write(translation, pairs)
    PreviousSource.objects.bulk_create(
        PreviousSource(translation=new, text=first_source(row))
        for new, (_segment, row) in zip(rows, pairs, strict=True)
    )


def write(
    translation: Translation, pairs: list[tuple[StringSegment, StringTranslation]]
) -> list[StringTranslation]:
    """Store each translation for the sentence of its segment."""
    return StringTranslation.objects.bulk_create(
        StringTranslation(
            translation_of_id=segment.string_id,
            context_id=segment.context_id,
            locale_id=translation.target_locale_id,
            data=row.data,
            translation_type=row.translation_type,
            tool_name=row.tool_name,
            last_translated_by_id=row.last_translated_by_id,
            has_error=broken(segment.string.data, row.data),
        )
        for segment, row in pairs
    )


def repeat(translation: Translation) -> None:
    """Give the sentences of a block that was duplicated, or moved as a new one, their translation.

    That is: of the same sentence in the same field of a block of the same kind of this page. Words
    that wait for a review wait for it here, too.
    """
    rows = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id,
        locale_id=translation.target_locale_id,
    ).select_related("context", "previous_source")
    known = {(row.context.field_path, row.translation_of_id): row for row in rows if usable(row)}
    taken = {(row.context_id, row.translation_of_id) for row in rows}
    pairs = {}
    segments = StringSegment.objects.filter(source_id=translation.source_id)
    for segment in segments.select_related("context"):
        row = known.get((segment.context.field_path, segment.string_id))
        key = (segment.context_id, segment.string_id)
        if row and key not in taken:
            pairs[key] = (segment, row)
    flag(translation, [pair for pair in pairs.values() if hasattr(pair[1], "previous_source")])
    write(translation, [pair for pair in pairs.values() if not hasattr(pair[1], "previous_source")])


def usable(row: StringTranslation) -> bool:
    """Whether the words can be said again elsewhere."""
    return not row.has_error and bool(row.context.field_path)


def first_source(row: StringTranslation) -> str:
    """The sentence that a person last translated: edited twice, it is the one before the first."""
    previous = getattr(row, "previous_source", None)
    return previous.text if previous else row.translation_of.data


def republish(translation: Translation, user: Any) -> bool:
    """Give readers of a published translation what changed; False if it has to wait.

    It waits while somebody keeps the target locked or reviews it.
    """
    target = translation.get_target_instance()
    if not isinstance(target, DraftStateMixin):  # there is nothing to publish; saving shows it
        return False
    if not getattr(translation.source.get_source_instance(), "live", True):
        return False
    if not getattr(target, "live", True) or getattr(target, "alias_of_id", None):
        return False
    if getattr(target, "locked", False) or getattr(target, "workflow_in_progress", False):
        return False
    try:
        publish_translation(translation, user, leave_out=True)
    except ValidationError:  # marked at the sentence; the dashboard shows it
        return False
    return True
