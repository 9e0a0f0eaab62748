"""What stands between an unfinished translation and the reader."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.models import Revision
from wagtail_localize.models import Translation, TranslationLog

from publishing.preflight import Unpublishable


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


class AheadOfOriginal(Unpublishable):
    """Readers would get a translation of what is not published."""


def refuse_ahead(instance: Any, revision: Revision) -> None:
    """Raise AheadOfOriginal if readers would have this translation before its original.

    One that is scheduled may wait beside an original that is scheduled for no later.
    """
    translation = translation_into(instance)
    if translation is None:
        return
    try:
        original = translation.source.get_source_instance()
    except ObjectDoesNotExist:  # deleted: the translation stands alone
        return
    if getattr(original, "live", True) or is_scheduled_by(original, revision):
        return
    message = gettext(
        "“%(title)s” (%(language)s) was not published: its original “%(original)s” is not "
        "published yet. Publish that first."
    )
    language = translation.target_locale.get_display_name()
    facts = {"title": instance, "language": language, "original": original}
    raise AheadOfOriginal(instance, message % facts)


def is_scheduled_by(original: Any, revision: Revision) -> bool:
    """Whether the revision is only to be scheduled, and the original is scheduled by then."""
    moment = getattr(revision.as_object(), "go_live_at", None)
    if moment is None or moment <= timezone.now():
        return False
    scheduled = Revision.objects.for_instance(original).filter(approved_go_live_at__lte=moment)
    return scheduled.exists()
