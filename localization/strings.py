"""Stores the sentences of a source: in a few queries, and under numbers that stay.

wagtail-localize asks the database some ten times per sentence, and gives every sentence after an
inserted block a new number, so that an editor page that is still open would save into nowhere.
"""

import json
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    SegmentOverride,
    String,
    StringSegment,
    StringTranslation,
    Template,
    TemplateSegment,
    TranslatableObject,
    TranslationContext,
    TranslationSource,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    RelatedObjectSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import extract_segments

from localization.models import RetiredSegment

BATCH = 500


@transaction.atomic
def refresh_segments(source: TranslationSource) -> None:
    """Make the stored segments those of the source's content; takes TranslationSource's place.

    A sentence keeps its number wherever it moves to, and its translations when its block has a
    new id. One that is gone is remembered (RetiredSegment), because a translator may still have
    it on the screen.
    """
    instance = source.as_instance()
    values = extract_segments(instance)
    contexts = context_ids(source, instance, {value.path for value in values})
    wanted = segment_rows(source, values, contexts)
    store(TemplateSegment, source, wanted[TemplateSegment], [["context_id"]])
    store(RelatedObjectSegment, source, wanted[RelatedObjectSegment], [["context_id"]])
    overridable = [["context_id"], ["place", "data_json"]]
    moved = store(OverridableSegment, source, wanted[OverridableSegment], overridable).moved
    move_overrides(dict(moved))
    sentence = ["context_id", "string_id"]
    identities = [[*sentence, "attrs"], sentence, ["place", "string_id"]]
    stored = store(StringSegment, source, wanted[StringSegment], identities)
    move_translations({(old, row.string_id): row.context_id for old, row in stored.rows_moved})
    RetiredSegment.objects.bulk_create(
        RetiredSegment(segment_id=pk, string_id=old.string_id, context_id=old.context_id)
        for pk, old in stored.gone.items()
    )


def segment_rows(
    source: TranslationSource, values: list, contexts: dict[str, int]
) -> dict[type[models.Model], list[dict]]:
    """The columns of every segment, by its model."""
    kinds = defaultdict(list)
    for value in values:
        kinds[segment_model(value)].append(value)
    strings = string_ids(source, kinds[StringSegment])
    templates = template_ids(kinds[TemplateSegment])
    add_objects(kinds[RelatedObjectSegment])
    columns: dict[type[models.Model], Callable[[Any], dict]] = {
        StringSegment: lambda v: {
            "string_id": strings[v.string.data],
            "attrs": json.dumps(v.attrs, cls=DjangoJSONEncoder),
        },
        TemplateSegment: lambda v: {"template_id": templates[template_uuid(v)]},
        RelatedObjectSegment: lambda v: {"object_id": v.translation_key},
        OverridableSegment: lambda v: {"data_json": json.dumps(v.data, cls=DjangoJSONEncoder)},
    }
    return {
        model: [
            {"context_id": contexts[v.path], "order": v.order, **columns[model](v)}
            for v in kinds[model]
        ]
        for model in columns
    }


def segment_model(value: Any) -> type[models.Model]:
    """The model that stores a segment of this kind."""
    match value:
        case TemplateSegmentValue():
            return TemplateSegment
        case RelatedObjectSegmentValue():
            return RelatedObjectSegment
        case OverridableSegmentValue():
            return OverridableSegment
    return StringSegment


def context_ids(source: TranslationSource, instance: Any, paths: set[str]) -> dict[str, int]:
    """The id of the context of every path, made if need be."""
    contexts = TranslationContext.objects.filter(object_id=source.object_id)
    known = set(contexts.values_list("path", flat=True))
    TranslationContext.objects.bulk_create(
        (new_context(source, instance, path) for path in paths - known), ignore_conflicts=True
    )
    return dict(contexts.values_list("path", "pk"))


def new_context(source: TranslationSource, instance: Any, path: str) -> TranslationContext:
    """A context ready to be stored, with the path of its field."""
    context = TranslationContext(
        object_id=source.object_id, path=path, path_id=TranslationContext._get_path_id(path)
    )
    context.save = lambda **_options: None  # get_field_path saves, one query each
    context.get_field_path(instance)
    del context.save
    return context


def string_ids(source: TranslationSource, values: list) -> dict[str, int]:
    """The id of every sentence, made if need be."""
    hashes = {value.string.data: String._get_data_hash(value.string.data) for value in values}
    locale = source.locale_id
    new = [String(locale_id=locale, data=data, data_hash=key) for data, key in hashes.items()]
    ids = existing(String.objects.filter(locale_id=locale), "data_hash", hashes.values(), new)
    return {data: ids[key] for data, key in hashes.items()}


def template_uuid(value: TemplateSegmentValue) -> uuid.UUID:
    """The identity of a template, as wagtail-localize computes it."""
    return uuid.uuid5(uuid.uuid5(Template.BASE_UUID_NAMESPACE, value.format), value.template)


def template_ids(values: list) -> dict[uuid.UUID, int]:
    """The id of every template, made if need be."""
    new = {
        template_uuid(value): Template(
            uuid=template_uuid(value),
            template=value.template,
            template_format=value.format,
            string_count=value.string_count,
        )
        for value in values
    }
    return existing(Template.objects.all(), "uuid", new, new.values())


def add_objects(values: list) -> None:
    """Make what related objects are known by."""
    TranslatableObject.objects.bulk_create(
        (
            TranslatableObject(translation_key=v.translation_key, content_type=v.content_type)
            for v in values
        ),
        ignore_conflicts=True,
    )


def existing(
    rows: models.QuerySet, key: str, wanted: Iterable, new: Iterable[models.Model]
) -> dict[Any, int]:
    """The ids of the wanted rows by their key; those that are missing are made of `new`."""
    keys = list(wanted)

    def ids() -> dict[Any, int]:
        found: dict[Any, int] = {}
        for start in range(0, len(keys), BATCH):
            batch = keys[start : start + BATCH]
            found |= dict(rows.filter(**{f"{key}__in": batch}).values_list(key, "pk"))
        return found

    found = ids()
    missing = [row for row in new if getattr(row, key) not in found]
    if missing:
        rows.model.objects.bulk_create(missing, ignore_conflicts=True, batch_size=BATCH)
        found = ids()
    return found


@dataclass
class Stored:
    """What became of the rows of a source: which went, and which are in another context now."""

    gone: dict[int, Any] = field(default_factory=dict)  # by id
    rows_moved: list[tuple[int, Any]] = field(default_factory=list)  # with the context before

    @property
    def moved(self) -> list[tuple[int, int]]:
        """The contexts before and after."""
        return [(before, row.context_id) for before, row in self.rows_moved]


def store(
    model: type[models.Model],
    source: TranslationSource,
    wanted: list[dict],
    identities: list[list[str]],
) -> Stored:
    """Make the source's rows of `model` those wanted.

    `identities` are the columns that make a row the same one, the strictest first ("place" is
    the path of fields and block types, without ids); the other columns of a row that stays are
    brought up to date.
    """
    free = {row.pk: row for row in model._default_manager.filter(source=source).order_by("order")}
    left, changed, stored = wanted, [], Stored(free)
    for names in identities:
        places = places_of(source) if "place" in names and left and free else {}
        pairs, left = matched(names, free, left, places)
        for row, columns in pairs:
            del free[row.pk]
            if row.context_id != columns["context_id"]:
                stored.rows_moved.append((row.context_id, row))
            if any(getattr(row, name) != value for name, value in columns.items()):
                changed.append(updated(row, columns))
    if changed:
        names = [name.removesuffix("_id") for name in wanted[0]]
        model._default_manager.bulk_update(changed, names, batch_size=BATCH)
    if free:
        model._default_manager.filter(pk__in=list(free)).delete()
    model._default_manager.bulk_create(
        (model(source=source, **columns) for columns in left), batch_size=BATCH
    )
    return stored


def matched(
    names: list[str], free: dict[int, Any], wanted: list[dict], places: dict[int, str]
) -> tuple[list[tuple[Any, dict]], list[dict]]:
    """Each of the wanted with a free row that has the same identity; and those without one."""
    pool = defaultdict(list)
    for row in free.values():
        pool[identity(names, row.__dict__, places)].append(row)
    pairs, unmatched = [], []
    for columns in wanted:
        if same := pool[identity(names, columns, places)]:
            pairs.append((same.pop(0), columns))
        else:
            unmatched.append(columns)
    return pairs, unmatched


def identity(names: list[str], columns: dict, places: dict[int, str]) -> tuple:
    """What makes a row the same one."""
    context = columns["context_id"]
    return tuple(places.get(context) if name == "place" else columns[name] for name in names)


def places_of(source: TranslationSource) -> dict[int, str]:
    """The path of fields and block types of every context of a source."""
    contexts = TranslationContext.objects.filter(object_id=source.object_id)
    return dict(contexts.values_list("pk", "field_path"))


def move_translations(moved: dict[tuple[int, int], int]) -> None:
    """Let translations follow their sentences: `moved` is the new context by context and string."""
    contexts = {context for context, _string in moved}
    rows = StringTranslation.objects.filter(context__in=contexts) if moved else []
    known = set(
        StringTranslation.objects.filter(context__in=moved.values()).values_list(
            "context_id", "translation_of_id", "locale_id"
        )
    )
    changed = []
    for row in rows:
        context = moved.get((row.context_id, row.translation_of_id))
        if context and (context, row.translation_of_id, row.locale_id) not in known:
            row.context_id = context
            changed.append(row)
    StringTranslation.objects.bulk_update(changed, ["context"], batch_size=BATCH)


def move_overrides(moved: dict[int, int]) -> None:
    """The same for pictures, links and files that a language replaces."""
    for before, after in moved.items():
        known = SegmentOverride.objects.filter(context=after).values("locale_id")
        overrides = SegmentOverride.objects.filter(context=before)
        overrides.exclude(locale_id__in=list(known.values_list("locale_id", flat=True))).update(
            context=after
        )


def updated(row: models.Model, columns: dict) -> models.Model:
    """The row with these columns, not saved yet."""
    for name, value in columns.items():
        setattr(row, name, value)
    return row
