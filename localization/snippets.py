"""Translated snippets: what is shown while a translation is not published yet, what is deleted."""

from typing import Any, TypeVar

from django.db.models.signals import pre_delete
from wagtail.models import DraftStateMixin, Page, TranslatableMixin, get_translatable_models
from wagtail_localize.models import Translation

from publishing.public import is_published, published

Snippet = TypeVar("Snippet", bound=DraftStateMixin)


def displayable(snippet: Snippet) -> Snippet | None:
    """The snippet, or its published twin in another language; None if nobody may see any of them.

    A draft translation holds untranslated text; showing the twin, which knows its own language,
    lets a page mark the passage with `lang`.
    """
    if is_published(snippet):
        return snippet
    twins = snippet.get_translations().filter(published())
    return twins.order_by("locale_id").first()


def connect() -> None:
    """Delete the translations of a snippet with it, whoever deletes it and however many at once."""
    for model in get_translatable_models():
        if not issubclass(model, Page):
            pre_delete.connect(delete_translations, sender=model, dispatch_uid="translations")


def delete_translations(sender: Any, instance: TranslatableMixin, **_signal: Any) -> None:
    """Readers of the other languages would still see it."""
    for translation in snippets_deleted_along(instance):
        translation.delete()


def snippets_deleted_along(instance: Any) -> list[Any]:
    """The translations that were made from this snippet; one written by hand stays."""
    if not isinstance(instance, TranslatableMixin) or isinstance(instance, Page):
        return []
    made = Translation.objects.filter(
        source__object_id=instance.translation_key, source__locale_id=instance.locale_id
    )
    locales = made.values("target_locale_id")
    return list(instance.get_translations().filter(locale__in=locales).select_related("locale"))
