"""Starts a new page from an old one, in every language that the old one is in."""

from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from wagtail import blocks
from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Page
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from localization.models import drop_repeated_restrictions
from localization.publish import translated_instance
from localization.sync import flag, translate_new_snippets
from publishing.ids import copied, copied_path, streams_of

DATES = (blocks.DateBlock, blocks.DateTimeBlock, blocks.TimeBlock)
# What a copy must not inherit; CopyPageAction sees to the rest (comments, revisions, live)
FRESH = {
    "go_live_at": None,
    "expire_at": None,
    "expired": False,
    "locked": False,
    "locked_at": None,
    "locked_by": None,
}


def original_of(page: Page) -> Page:
    """The page that this one is translated from, however many languages back; or itself."""
    page = page.alias_of if page.alias_of_id else page
    pages = {p.locale_id: p for p in page.get_translations(inclusive=True)}
    links = Translation.objects.filter(source__object_id=page.translation_key)
    # An enabled translation wins over one that was stopped
    links = links.order_by("enabled", "pk").values_list("target_locale_id", "source__locale_id")
    sources, locale, seen = dict(links), page.locale_id, set()
    while sources.get(locale) in pages and locale not in seen:
        seen.add(locale)
        locale = sources[locale]
    return pages[locale].specific


def twins_of(original: Page) -> list[Page]:
    """The pages that come along: the original in every other language, mirrors left out."""
    twins = original.get_translations().filter(alias_of__isnull=True)
    return list(twins.select_related("locale").order_by("locale_id").specific())


def parents_of(original: Page) -> dict[int, Page]:
    """The page that the original stands below, in every language, by locale id."""
    parents = original.get_parent().get_translations(inclusive=True).select_related("locale")
    return {parent.locale_id: parent for parent in parents}


def languages_refused(original: Page, user: Any) -> list[str]:
    """The languages in which this user cannot add the copy, or in which it has no place."""
    parents = parents_of(original)
    pages = [original, *twins_of(original)]
    return [
        page.locale.get_display_name()
        for page in pages
        if not may_add(type(page), parents.get(page.locale_id), user)
    ]


def may_add(model: type[Page], parent: Page | None, user: Any) -> bool:
    """Whether the user can add a page of this model below that parent."""
    if parent is None or not model.can_create_at(parent):
        return False
    return parent.permissions_for_user(user).can_add_subpage()


def languages_with_slug(original: Page, slug: str) -> list[str]:
    """The languages in which a page beside the original has this slug already."""
    return [
        parent.locale.get_display_name()
        for parent in parents_of(original).values()
        if not Page._slug_is_available(slug, parent)
    ]


@transaction.atomic
def duplicate(page: Page, *, title: str, slug: str, user: Any) -> list[Page]:
    """Make a draft like the original of `page`, and its translations; the new original is first.

    Dates and what `fields_not_duplicated` names are empty. Words that are translated come along,
    each flagged for review. The original is copied as readers know it; one that was never
    published, as its latest draft is. Raises ValidationError if the slug is taken: ask
    `languages_with_slug` and `languages_refused` first.
    """
    original = original_of(page)
    parents = parents_of(original)
    twins = {twin.locale_id: twin for twin in twins_of(original)}
    new = independent_copy(original, parents[original.locale_id], user, title=title, slug=slug)
    made = [new, *translated_copies(original, new, twins, user)]
    for twin in twins.values():  # those that never were synchronised
        made.append(manual_copy(twin, new, user))
    return made


def translated_copies(old: Page, new: Page, twins: dict[int, Page], user: Any) -> list[Page]:
    """Give the new page the translations that the old one has; takes their pages from `twins`."""
    links = Translation.objects.filter(
        source__object_id=old.translation_key,
        source__locale_id=old.locale_id,
        target_locale_id__in=list(twins),
    )
    links = links.select_related("target_locale")
    if not links:
        return []
    source, _created = TranslationSource.get_or_create_from_instance(new)
    made = []
    for link in links:
        twin = twins.pop(link.target_locale_id)
        translation = Translation.objects.create(
            source=source, target_locale=link.target_locale, enabled=link.enabled
        )
        carry_words(old, translation)
        carry_overrides(old, translation)
        if link.enabled:
            copy = synchronised_copy(new, translation, user)
        else:
            copy = manual_copy(twin, new, user)
        made += [copy, *translated_copies(twin, copy, twins, user)]
    return made


def synchronised_copy(new: Page, translation: Translation, user: Any) -> Page:
    """A draft of the new page in another language, with the words that were carried over."""
    translate_new_snippets(translation.source, [translation], user)
    new.copy_for_translation(translation.target_locale)
    copy = translated_instance(translation)
    copy.save()
    copy.save_revision(user=user, changed=False, clean=False)  # dates are still missing
    return copy


def manual_copy(twin: Page, new: Page, user: Any) -> Page:
    """A draft of a translation that is written by hand, as the new page in that language."""
    copy = independent_copy(
        twin,
        parents_of(new)[twin.locale_id],
        user,
        title=new.title,
        slug=new.slug,
        translation_key=new.translation_key,
    )
    drop_repeated_restrictions(copy)
    return copy


def independent_copy(page: Page, parent: Page, user: Any, **values: Any) -> Page:
    """A draft of the page below this parent with these values, its dates emptied."""
    model = page if page.live else page.get_latest_revision_as_object()
    key = values.setdefault("translation_key", uuid4())
    values = {**FRESH, **emptied(model, key), "draft_title": values["title"], **values}
    action = CopyPageAction(
        model, to=parent, update_attrs=values, copy_revisions=False, keep_live=False, user=user
    )
    return action.execute(skip_permission_checks=True)  # see languages_refused


def emptied(page: Page, key: UUID) -> dict[str, Any]:
    """The values of the fields that differ in a copy with this translation key.

    Those that hold facts of one time, and blocks, which have new ids.
    """
    streams = {
        field: without_dates(field.stream_block, raw) for field, raw in streams_of(page).items()
    }
    values: dict[str, Any] = {
        field.name: field.stream_block.to_python(raw) for field, raw in copied(streams, key).items()
    }
    for name in page.fields_not_duplicated:
        field = page._meta.get_field(name)
        values[name] = None if field.null else field.get_default()
    return values


def without_dates(block: blocks.Block, raw: Any) -> Any:
    """The raw value of a block with every date and time in it emptied, at any depth."""
    if isinstance(block, DATES):
        return None
    if isinstance(block, blocks.StructBlock) and isinstance(raw, dict):
        children = block.child_blocks
        return {
            name: without_dates(children[name], value) if name in children else value
            for name, value in raw.items()
        }
    if isinstance(block, blocks.ListBlock):
        return [{**i, "value": without_dates(block.child_block, i["value"])} for i in raw or []]
    if isinstance(block, blocks.StreamBlock):
        children = block.child_blocks
        return [{**i, "value": without_dates(children[i["type"]], i["value"])} for i in raw or []]
    return raw


def carry_words(old: Page, translation: Translation) -> None:
    """Give each sentence the words that the old page has for it in the same place, flagged."""
    key = translation.source.object_id
    rows = StringTranslation.objects.filter(
        context__object_id=old.translation_key,
        locale_id=translation.target_locale_id,
        has_error=False,
    )
    rows = rows.select_related("context", "translation_of", "previous_source")
    known = {(copied_path(row.context.path, key), row.translation_of_id): row for row in rows}
    segments = StringSegment.objects.filter(source_id=translation.source_id).order_by("order")
    # By sentence and place: one that stands twice in a text is translated once
    pairs = {
        (segment.context_id, segment.string_id): (segment, row)
        for segment in segments.select_related("context")
        if (row := known.get((segment.context.path, segment.string_id)))
    }
    flag(translation, list(pairs.values()))


def carry_overrides(old: Page, translation: Translation) -> None:
    """Replace the same pictures and links as in the old translation."""
    segments = OverridableSegment.objects.filter(source_id=translation.source_id)
    places = dict(segments.values_list("context__path", "context_id"))
    overrides = SegmentOverride.objects.filter(
        context__object_id=old.translation_key,
        locale_id=translation.target_locale_id,
        has_error=False,
    )
    key = translation.source.object_id
    SegmentOverride.objects.bulk_create(
        SegmentOverride(
            locale_id=override.locale_id,
            context_id=places[path],
            last_translated_by_id=override.last_translated_by_id,
            data_json=override.data_json,
        )
        for override in overrides.select_related("context")
        if (path := copied_path(override.context.path, key)) in places
    )
