"""The translation that readers have: how far its words are those of the original."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationLog

from localization.status import changed_sources, translations_into


class PublishedState(StrEnum):
    """What a reader may be told about a translation."""

    SOURCE = "source"
    MANUAL = "manual"
    COMPLETE = "complete"
    NEEDS_REVIEW = "needs_review"
    OUTDATED = "outdated"


@dataclass(frozen=True)
class PassageTranslation:
    """The state of one block."""

    state: PublishedState
    source_changed: bool


@dataclass(frozen=True)
class PublishedTranslation:
    """The state of a page or snippet, and of its blocks with words in them, by their ids.

    `source_locale` is a language code; `source_changed`: the original says something newer.
    """

    state: PublishedState
    source_locale: str
    source_changed: bool = False
    passages: dict[str, PassageTranslation] = field(default_factory=dict)


def published_translations(instances: Iterable[Any]) -> dict[int, PublishedTranslation]:
    """By primary key, in at most six queries. All must be pages, or snippets of one model.

    The instances are what is live; a sentence that was translated after that is not published.
    """
    instances = list(instances)
    translations = translations_into(instances)
    enabled = [translation for translation in translations.values() if translation.enabled]
    facts = Facts(enabled, instances) if enabled else None
    found = {}
    for instance in instances:
        translation = translations.get((instance.translation_key, instance.locale_id))
        found[instance.pk] = published(instance, translation, facts)
    return found


class Facts:
    """What is known of the sentences of these translations, looked up once for all."""

    def __init__(self, translations: list[Translation], instances: list[Any]) -> None:
        self.segments: dict[int, list[StringSegment]] = defaultdict(list)
        segments = StringSegment.objects.filter(source__in={t.source_id for t in translations})
        for segment in segments.select_related("context", "string"):
            self.segments[segment.source_id].append(segment)
        self.sentences = sentences(translations)
        live = {getattr(instance, "live_revision_id", None) for instance in instances} - {None}
        logs = TranslationLog.objects.filter(revision_id__in=live)
        self.written = dict(logs.values_list("revision_id", "created_at"))
        self.changed = changed_sources(translations)


def sentences(translations: list[Translation]) -> dict[tuple[int, int, int], StringTranslation]:
    """What was translated, by locale, context and string."""
    rows = StringTranslation.objects.filter(
        context__object_id__in={t.source.object_id for t in translations},
        locale_id__in={t.target_locale_id for t in translations},
    ).select_related("previous_source")
    return {(row.locale_id, row.context_id, row.translation_of_id): row for row in rows}


def published(
    instance: Any, translation: Translation | None, facts: Facts | None
) -> PublishedTranslation:
    """The state of one instance."""
    if translation is None:
        return PublishedTranslation(PublishedState.SOURCE, instance.locale.language_code)
    source = translation.source
    language = source.locale.language_code
    if facts is None or not translation.enabled:
        return PublishedTranslation(PublishedState.MANUAL, language)
    written = facts.written.get(instance.live_revision_id) or instance.last_published_at
    passages: dict[str, list[PublishedState]] = defaultdict(list)
    for segment in facts.segments[source.pk]:
        key = (translation.target_locale_id, segment.context_id, segment.string_id)
        state = state_of(segment, facts.sentences.get(key), written)
        passages[passage_of(segment)].append(state)
    worst = max_state([state for states in passages.values() for state in states])
    if source.pk in facts.changed:
        worst = PublishedState.OUTDATED
    return PublishedTranslation(
        state=worst,
        source_locale=language,
        source_changed=worst is PublishedState.OUTDATED,
        passages={name: passage(max_state(states)) for name, states in passages.items()},
    )


def passage_of(segment: StringSegment) -> str:
    """The id of the block that a sentence stands in; the name of its field if that has none."""
    parts = segment.context.path.split(".")
    return parts[1] if len(parts) > 1 else parts[0]


def passage(state: PublishedState) -> PassageTranslation:
    """A block in this state."""
    return PassageTranslation(state, source_changed=state is PublishedState.OUTDATED)


def state_of(
    segment: StringSegment, sentence: StringTranslation | None, written: datetime | None
) -> PublishedState:
    """The state of one sentence of the original in what was published at `written`."""
    if sentence is None or sentence.has_error:
        return PublishedState.OUTDATED
    if written and sentence.updated_at > written:  # readers still have the words before these
        return PublishedState.OUTDATED
    previous = getattr(sentence, "previous_source", None)
    if previous and previous.text != segment.string.data:
        return PublishedState.OUTDATED
    machine = sentence.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE
    return PublishedState.NEEDS_REVIEW if previous or machine else PublishedState.COMPLETE


def max_state(states: list[PublishedState]) -> PublishedState:
    """What is to be said of all together."""
    order = (PublishedState.OUTDATED, PublishedState.NEEDS_REVIEW)
    return next((state for state in order if state in states), PublishedState.COMPLETE)
