"""What stands between an unfinished translation and the reader."""

from typing import Any

from django.core.exceptions import PermissionDenied
from wagtail.models import Revision
from wagtail_localize.models import Translation, TranslationLog


class UnfinishedTranslation(PermissionDenied):
    """The revision was not made from a finished translation: it may mix two languages."""


def translation_into(instance: Any) -> Translation | None:
    """The wagtail-localize translation that this page or snippet is the result of, if any."""
    translations = Translation.objects.filter(
        source__object_id=instance.translation_key,
        target_locale_id=instance.locale_id,
        enabled=True,
    )
    return translations.select_related("source__locale", "target_locale").first()


def refuse_unfinished(instance: Any, revision: Revision) -> None:
    """Raise UnfinishedTranslation unless this revision of a translation was made whole.

    A revision made whole has a row in wagtail-localize's log (localization.publish writes it).
    Pages that are no translation, or whose translation was stopped, pass.
    """
    if translation_into(instance) is None:
        return
    if not TranslationLog.objects.filter(revision=revision).exists():
        raise UnfinishedTranslation(
            f"{instance} is a translation: publish it on its translation page, "
            "which makes sure that nothing is missing."
        )
