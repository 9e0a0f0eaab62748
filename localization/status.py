"""How far a translation is: for one page or for two hundred in the same few queries."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Count, F, Max, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel, get_serializable_data_for_fields
from wagtail.models import Locale
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import (
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationLog,
    TranslationSource,
)


class State(StrEnum):
    """The state of a page or snippet in one language."""

    SOURCE = "source"
    ALIAS = "alias"
    MANUAL = "manual"
    UNTRANSLATED = "untranslated"
    PARTIAL = "partial"
    OUTDATED = "outdated"
    NEEDS_REVIEW = "needs_review"
    UNPUBLISHED = "unpublished"
    COMPLETE = "complete"

    @property
    def label(self) -> str:
        """The state in words."""
        return str(LABELS[self])


LABELS = {
    State.SOURCE: _("Original"),
    State.ALIAS: _("Mirror of the original"),
    State.MANUAL: _("Written by hand"),
    State.UNTRANSLATED: _("Not translated"),
    State.PARTIAL: _("In translation"),
    State.OUTDATED: _("Outdated"),
    State.NEEDS_REVIEW: _("Needs review"),
    State.UNPUBLISHED: _("Ready to publish"),
    State.COMPLETE: _("Complete"),
}


@dataclass(frozen=True)
class TranslationStatus:
    """State and counts of sentences.

    `translated` have usable words; of these `machine` were made by a machine, and `needs_review`
    wait for a person (machine-made, or carried over from an older sentence). `errors` cannot be
    used. `source_changed`: the published original says something else than what was translated.
    `pending_publish`: readers do not have the latest words yet. `changed_at`: the latest edit.
    """

    state: State
    source_locale: str
    total: int = 0
    translated: int = 0
    machine: int = 0
    needs_review: int = 0
    errors: int = 0
    source_changed: bool = False
    pending_publish: bool = False
    changed_at: datetime | None = None
    translation_id: int | None = None

    @property
    def percent(self) -> int:
        """How much is translated, rounded down so that 100 means everything."""
        return 100 * self.translated // self.total if self.total else 100

    @property
    def missing(self) -> int:
        """How many sentences have no usable words."""
        return self.total - self.translated

    @property
    def to_do(self) -> int:
        """How many sentences somebody has to look at."""
        return self.missing + self.needs_review


def translation_status(instance: Any) -> TranslationStatus:
    """The status of one page or snippet."""
    return translation_statuses([instance])[instance.pk]


def translation_statuses(instances: Iterable[Any]) -> dict[int, TranslationStatus]:
    """The status of each, by primary key, in a constant number of queries.

    The instances must be of one kind: all pages, or all snippets of one model.
    """
    instances = list(instances)
    translations = translations_into(instances)
    found = list(translations.values())
    facts = Facts(found, instances)
    return {
        instance.pk: status_of(
            instance, translations.get((instance.translation_key, instance.locale_id)), facts
        )
        for instance in instances
    }


def translations_into(instances: list[Any]) -> dict[tuple, Translation]:
    """The wagtail-localize translation of each instance, by translation key and locale id."""
    translations = Translation.objects.filter(
        source__object_id__in={i.translation_key for i in instances},
        target_locale_id__in={i.locale_id for i in instances},
    )
    translations = translations.select_related("source__locale", "target_locale")
    # An enabled one wins over one that was stopped
    rows = translations.defer("source__content_json").order_by("enabled", "pk")
    return {(row.source.object_id, row.target_locale_id): row for row in rows}


class Facts:
    """What the statuses of these translations are made of, each looked up once for all."""

    def __init__(self, translations: list[Translation], instances: list[Any]) -> None:
        sources = {t.source_id for t in translations}
        locales = {t.target_locale_id for t in translations}
        keys = {t.source.object_id for t in translations}
        self.totals = dict(
            StringSegment.objects.filter(source_id__in=sources)
            .values("source_id")
            .annotate(total=Count("pk"))
            .values_list("source_id", "total")
        )
        self.counts = {
            (row.pop("source"), row.pop("locale_id")): row
            for row in sentence_counts(sources, locales)
        }
        self.overridden = dict_by_pair(
            SegmentOverride.objects.filter(context__object_id__in=keys, locale_id__in=locales)
            .values("context__object_id", "locale_id")
            .annotate(latest=Max("updated_at"))
            .values_list("context__object_id", "locale_id", "latest")
        )
        live = [getattr(i, "live_revision_id", None) for i in instances]
        self.written = dict(
            TranslationLog.objects.filter(revision_id__in=[pk for pk in live if pk]).values_list(
                "revision_id", "created_at"
            )
        )
        self.changed = changed_sources(translations)
        self.languages = dict(Locale.objects.values_list("pk", "language_code"))


def dict_by_pair(rows: Iterable[tuple]) -> dict[tuple, Any]:
    """Rows of three as a dictionary of the third by the first two."""
    return {(first, second): third for first, second, third in rows}


def sentence_counts(sources: set[int], locales: set[int]) -> Iterable[dict]:
    """What is known of the translated sentences, per source and locale."""
    usable = Q(has_error=False)
    flagged = Q(previous_source__isnull=False)
    machine = Q(translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE)
    stale = flagged & ~Q(previous_source__text=F("translation_of__data"))
    rows = StringTranslation.objects.filter(
        locale_id__in=locales,
        translation_of__segments__source_id__in=sources,
        translation_of__segments__context_id=F("context_id"),
    )
    return (
        rows.values("locale_id", source=F("translation_of__segments__source_id"))
        .order_by()
        .annotate(
            translated=Count("pk", filter=usable),
            machine=Count("pk", filter=usable & machine),
            needs_review=Count("pk", filter=usable & (machine | flagged)),
            stale=Count("pk", filter=usable & stale),
            errors=Count("pk", filter=~usable),
            latest=Max("updated_at"),
        )
    )


def status_of(instance: Any, translation: Translation | None, facts: Facts) -> TranslationStatus:
    """The status of an instance whose translation and facts are known."""
    if getattr(instance, "alias_of_id", None):
        return TranslationStatus(State.ALIAS, facts.languages[instance.alias_of.locale_id])
    if translation is None:
        return TranslationStatus(State.SOURCE, facts.languages[instance.locale_id])
    source = translation.source
    language = facts.languages[source.locale_id]
    if not translation.enabled:
        return TranslationStatus(State.MANUAL, language, translation_id=translation.pk)
    counts: dict[str, Any] = {
        "translated": 0, "machine": 0, "needs_review": 0, "stale": 0, "errors": 0, "latest": None
    }  # fmt: skip
    counts |= facts.counts.get((source.pk, translation.target_locale_id), {})
    latest, stale = counts.pop("latest"), counts.pop("stale")
    edits = [source.last_updated_at, latest]
    edits.append(facts.overridden.get((source.object_id, translation.target_locale_id)))
    changed_at = max(moment for moment in edits if moment)
    changed = source.pk in facts.changed or bool(stale)
    pending = unpublished_edits(instance, facts, changed_at)
    total = facts.totals.get(source.pk, 0)
    return TranslationStatus(
        state=state_of(total, counts, changed=changed, pending=pending),
        source_locale=language,
        total=total,
        source_changed=changed,
        pending_publish=pending,
        changed_at=changed_at,
        translation_id=translation.pk,
        **counts,
    )


def unpublished_edits(instance: Any, facts: Facts, changed_at: datetime) -> bool:
    """Readers do not have the latest words: it is not published, or was before the last edit."""
    if not getattr(instance, "live", True):
        return True
    if not hasattr(instance, "live_revision_id"):
        return False
    written = facts.written.get(instance.live_revision_id) or instance.last_published_at
    return bool(written and changed_at > written)


def state_of(total: int, counts: dict, *, changed: bool, pending: bool) -> State:
    """The state that says what is to be done next."""
    if total and not counts["translated"]:
        return State.UNTRANSLATED
    if counts["translated"] < total:
        return State.PARTIAL
    if changed:
        return State.OUTDATED
    if counts["needs_review"]:
        return State.NEEDS_REVIEW
    return State.UNPUBLISHED if pending else State.COMPLETE


def changed_sources(translations: list[Translation]) -> set[int]:
    """The ids of the sources whose published original differs from what was frozen of it.

    Only originals that were published after the freeze are compared, and since synchronising
    follows publishing, those are few.
    """
    sources = {t.source_id: t.source for t in translations if t.enabled}
    by_type: dict[type[models.Model], list[TranslationSource]] = {}
    for source in sources.values():
        content_type = ContentType.objects.get_for_id(source.specific_content_type_id)
        by_type.setdefault(content_type.model_class(), []).append(source)
    changed: set[int] = set()
    for model, group in by_type.items():
        changed |= changed_among(model, group)
    return changed


def changed_among(model: type[models.Model], group: list[TranslationSource]) -> set[int]:
    """The same for sources of one model."""
    originals = model._default_manager.filter(
        translation_key__in=[s.object_id for s in group], locale_id__in={s.locale_id for s in group}
    )
    frozen = {(s.object_id, s.locale_id): s for s in group}
    if hasattr(model, "last_published_at"):
        moments = originals.values_list("pk", "translation_key", "locale_id", "last_published_at")
        recent = [
            pk
            for pk, key, locale, published in moments
            if (key, locale) in frozen
            and published
            and published > frozen[key, locale].last_updated_at
        ]
        originals = originals.filter(pk__in=recent) if recent else originals.none()
    pairs = [(frozen.get((o.translation_key, o.locale_id)), o) for o in originals]
    contents = dict(
        TranslationSource.objects.filter(pk__in=[s.pk for s, _o in pairs if s]).values_list(
            "pk", "content_json"
        )
    )
    return {s.pk for s, o in pairs if s and differs(o, contents[s.pk])}


def source_changed(source: TranslationSource, instance: Any) -> bool:
    """Whether the published instance says something else than the frozen source."""
    return differs(instance, source.content_json)


def differs(instance: Any, content_json: str) -> bool:
    """Whether translated or shared fields differ; a page published again unchanged does not."""
    live, frozen = content(instance), json.loads(content_json)
    names = [field.field_name for field in get_translatable_fields(type(instance))]
    return any(
        live.get(name) != frozen.get(name) and parsed(live.get(name)) != parsed(frozen.get(name))
        for name in names
    )


def parsed(value: Any) -> Any:
    """A StreamField, which is serialised as a text, as data: PostgreSQL sorts its keys anew."""
    try:
        return json.loads(value) if isinstance(value, str) and value.startswith("[") else value
    except ValueError:  # a text that only looks like one
        return value


def content(instance: Any) -> dict:
    """The instance as wagtail-localize freezes it."""
    if isinstance(instance, ClusterableModel):
        return json.loads(instance.to_json())
    data = get_serializable_data_for_fields(instance)
    return json.loads(json.dumps(data, cls=DjangoJSONEncoder))
