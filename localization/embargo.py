"""What is scheduled, or over, is so in every language and mirror, to the second.

`publishing.public` hides what is not in its time. Here is seen to it that no translation and no
alias gets into the time of another than its original's.
"""

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models.signals import post_save
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail_localize.models import Translation

from localization.gate import translation_into
from publishing.public import is_published


def connect() -> None:
    """Hear of schedules that are cancelled; once, however often it is called."""
    post_save.connect(after_revision, sender=Revision, dispatch_uid="localization-schedule")


def scheduled_for(instance: Any) -> datetime | None:
    """When a page or snippet will be published; None if nobody has scheduled that."""
    revisions = instance.revisions.exclude(approved_go_live_at=None)
    return revisions.values_list("approved_go_live_at", flat=True).first()


def wait_for_original(instance: Any, revision: Revision) -> None:
    """Let a translation be published no earlier than its original.

    Whatever its own revision says: it may have been made from a page that was loaded before the
    schedule was set, and then lacks it.
    """
    translation = translation_into(instance)
    if translation is None:
        return
    try:
        original = translation.source.get_source_instance()
    except ObjectDoesNotExist:
        return
    moment = None if is_published(original) else scheduled_for(original)
    if moment is None or moment <= timezone.now():
        return
    own = revision.as_object().go_live_at
    if own is None or own < moment:
        revision.content = {**revision.content, "go_live_at": moment.isoformat()}
        revision.save(update_fields=["content"])


def targets_of(original: Any) -> list[Any]:
    """The translations of a page or snippet, without those that were stopped."""
    translations = Translation.objects.filter(
        source__object_id=original.translation_key,
        source__locale_id=original.locale_id,
        enabled=True,
    )
    found = []
    for translation in translations.select_related("source", "target_locale"):
        with suppress(ObjectDoesNotExist):
            found.append(translation.get_target_instance())
    return [target for target in found if hasattr(target, "live")]


def follow_time(original: Any) -> None:
    """After the original was published or scheduled: its translations are public no longer than it.

    At once, in its transaction: synchronising comes later, and waits while somebody works on it.
    """
    if not hasattr(original, "expire_at"):
        return
    for target in targets_of(original):
        if not target.live:
            continue
        if not original.live:
            target.unpublish()
        elif target.expire_at != original.expire_at:
            expire(target, original.expire_at)


def expire(instance: Any, moment: datetime | None) -> None:
    """Let a page with its mirrors, or a snippet, be public until then."""
    instance.expire_at = moment
    if not isinstance(instance, Page):
        instance.save(update_fields=["expire_at"])
        return
    instance.save(update_fields=["expire_at"], clean=False)
    for mirror in instance.aliases.all():
        expire(mirror, moment)


def after_revision(
    sender: Any, instance: Revision, update_fields: Any = None, **_signal: Any
) -> None:
    """Who cancels the schedule of an original cancels that of its translations."""
    if set(update_fields or ()) != {"approved_go_live_at"} or instance.approved_go_live_at:
        return
    original = instance.content_object
    forget_moment(original)
    if not hasattr(original, "translation_key") or original.live:
        return
    for target in targets_of(original):
        target.revisions.update(approved_go_live_at=None)
        forget_moment(target)


def forget_moment(instance: Any) -> None:
    """Leave no date of a cancelled schedule in the draft: publishing would schedule it again."""
    if not instance.live:
        type(instance)._base_manager.filter(pk=instance.pk).update(go_live_at=None)
    draft = instance.get_latest_revision()
    if draft and draft.content.get("go_live_at"):
        content = {**draft.content, "go_live_at": None}
        Revision.objects.filter(pk=draft.pk).update(content=content)
