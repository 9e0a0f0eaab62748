"""Turns translated sentences into what readers get: never a mixture of two languages.

A finished translation is published whole. Of an unfinished one that readers know already they
get the new dates, links and pictures at once, while a passage whose sentences are not all
translated stays as it was, and a new block waits.
"""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext
from wagtail.coreutils import find_available_slug
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, Page, Revision, WorkflowMixin
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationLog,
    TranslationSource,
)

from publishing.models import claim_ids

NAMED = 5  # sentences that a message names


def unfinished(translation: Translation) -> list[StringSegment]:
    """The sentences without a translation, or with one that has an error; in reading order."""
    segments = StringSegment.objects.filter(source_id=translation.source_id)
    segments = segments.annotate_translation(translation.target_locale_id)
    missing = segments.filter(translation__isnull=True).select_related("context", "string")
    return list(missing.order_by("order"))


def unfinished_message(missing: list[StringSegment]) -> str:
    """Says how many sentences are missing, and which."""
    named = "; ".join(f"“{shortened(segment.string.data)}”" for segment in missing[:NAMED])
    rest = gettext("; and more") if len(missing) > NAMED else ""
    return gettext(
        "Not published: %(count)d sentences are not translated yet: %(named)s%(rest)s"
    ) % {
        "count": len(missing),
        "named": named,
        "rest": rest,
    }


def shortened(text: str, length: int = 60) -> str:
    """The beginning of a sentence."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def locked(translation: Translation) -> Translation:
    """The translation, with its source locked until the transaction ends.

    Whoever saves a sentence, synchronises or publishes does this first, so that each sees the
    others' work whole or not at all.
    """
    TranslationSource.objects.select_for_update().get(pk=translation.source_id)
    return Translation.objects.select_related("source__locale", "target_locale").get(
        pk=translation.pk
    )


def publish_translation(
    translation: Translation, user: Any = None, *, leave_out: bool = False
) -> Revision:
    """Publish the translation as it stands, all or nothing, and return the revision.

    Raises ValidationError, which names what is missing, unless everything is translated; with
    `leave_out`, passages that are not stay as readers know them, and new ones are left out.
    """
    try:
        with transaction.atomic():
            translation = locked(translation)
            revision = whole_revision(translation, user, leave_out=leave_out)
            revision.publish(user=user, skip_permission_checks=True)
    except ValidationError as error:  # outside the transaction: the mark must stay
        mark_errors(translation, error)
        raise
    return revision


def submit_for_review(translation: Translation, user: Any) -> None:
    """Hand the finished translation to the workflow of its page; readers see no change yet.

    Raises ValidationError if something is missing, or if there is no workflow or one is running.
    """
    try:
        with transaction.atomic():
            translation = locked(translation)
            page = translation.get_target_instance()
            workflow = page.get_workflow() if isinstance(page, WorkflowMixin) else None
            if workflow is None or page.workflow_in_progress:
                raise ValidationError(gettext("There is no workflow that could be started now."))
            whole_revision(translation, user)
            workflow.start(translation.get_target_instance(), user)
    except ValidationError as error:
        mark_errors(translation, error)
        raise


def whole_revision(translation: Translation, user: Any, *, leave_out: bool = False) -> Revision:
    """A revision in one language only, marked as such in the log (see localization.gate)."""
    missing = unfinished(translation)
    if missing and not leave_out:
        raise ValidationError(unfinished_message(missing))
    instance = translated_instance(translation)
    readers_copy = instance_for_readers(translation) if missing else None
    if readers_copy is not None:
        claim_ids(readers_copy)  # its blocks may have been saved before theirs were renewed
    for segment in missing:
        restore(instance, readers_copy, segment)
    if isinstance(instance, Page):
        instance.slug = find_available_slug(
            instance.get_parent(), slugify(instance.slug), ignore_page_id=instance.pk
        )
    revision = instance.save_revision(user=user)
    TranslationLog.objects.create(
        source=translation.source, locale=translation.target_locale, revision=revision
    )
    return revision


def translated_instance(translation: Translation) -> Any:
    """The target as the sentences of now make it, not saved; English where one is missing."""
    source = translation.source
    instance = source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    original = source.as_instance()
    for translatable in get_translatable_fields(type(instance)):
        field = translatable.get_field(type(instance))
        if isinstance(field, models.ForeignKey) and translatable.is_translated(instance):
            related = getattr(original, field.name)  # wagtail-localize #648: it keeps the old one
            twin = related and related.get_translation_or_none(translation.target_locale)
            setattr(instance, field.name, twin or related)
    return instance


def instance_for_readers(translation: Translation) -> Any:
    """The target as readers know it; None if it is not published."""
    target = translation.get_target_instance()
    return target if getattr(target, "live", True) else None


def restore(instance: Any, known: Any, segment: StringSegment) -> None:
    """Put the passage that readers know in the place of one that is not translated.

    Raises ValidationError if it is a field of the page itself that they do not know yet.
    """
    name, *path = segment.context.path.split(".")
    field = type(instance)._meta.get_field(name)
    if isinstance(field, StreamField):
        block = field.stream_block
        old = block.get_prep_value(getattr(known, name)) if known else []
        raw = restored(block.get_prep_value(getattr(instance, name)), old, path)
        setattr(instance, name, block.to_python(raw))
    elif known is not None and not path:
        setattr(instance, name, getattr(known, name))
    else:
        raise ValidationError(unfinished_message([segment]))


def restored(new: Any, old: Any, path: list[str]) -> Any:
    """The raw value `new` with what lies at `path` taken from `old`.

    A block or list item that `old` does not have is left out; a text that it does not have is
    empty.
    """
    if not path:
        return old if isinstance(old, str) else ""
    head, *rest = path
    if isinstance(new, dict):
        return {**new, head: restored(new.get(head), (old or {}).get(head), rest)}
    known = {item["id"]: item["value"] for item in old or []}
    return [
        {**item, "value": restored(item["value"], known[head], rest)}
        if item["id"] == head
        else item
        for item in new or []
        if item["id"] != head or head in known
    ]


def mark_errors(translation: Translation, error: ValidationError) -> None:
    """Note what the page's own checks found at the sentence that it belongs to."""
    for name, errors in getattr(error, "error_dict", {}).items():
        StringTranslation.objects.filter(
            context__object_id=translation.source.object_id,
            context__path=name,
            locale=translation.target_locale,
            translation_of__segments__source=translation.source,
        ).update(has_error=True, field_error=errors[0].messages[0])


def save_target(self: Translation, user: Any = None, publish: bool = True) -> None:
    """Takes the place of wagtail-localize's method, which writes drafts over published pages.

    A draft is only a revision; publishing is `publish_translation`. What does not exist yet, is
    an alias or knows no drafts is left to wagtail-localize.
    """
    translation = Translation.objects.select_related("source", "target_locale").get(pk=self.pk)
    try:
        target = translation.get_target_instance()
    except ObjectDoesNotExist:
        target = None
    drafts = issubclass(translation.source.specific_content_type.model_class(), DraftStateMixin)
    if target is None or getattr(target, "alias_of_id", None) or not drafts:
        self.unpatched_save_target(user=user, publish=publish and not drafts)
        # That first draft is a copy in the source language: the log must not vouch for it
        TranslationLog.objects.filter(
            source_id=self.source_id, locale_id=self.target_locale_id
        ).delete()
    elif not publish:
        translated_instance(translation).save_revision(user=user, clean=False)
    if publish and drafts:
        publish_translation(translation, user)
