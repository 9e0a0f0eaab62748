"""What follows from publishing, unpublishing and saving, whoever does it.

Signals, not the admin's hooks: they also fire for workflows, the schedule and the API.
"""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.models import Page, TranslatableMixin
from wagtail.signals import page_published, page_unpublished, published, unpublished
from wagtail_localize import models as localize
from wagtail_localize.models import StringTranslation
from wagtail_localize.strings import StringValue

from localization.embargo import follow_time, targets_of
from localization.limits import broken, fault
from localization.models import PreviousSource
from localization.sync import sync_source


def connect() -> None:
    """Connect everything; once, however often it is called."""
    for signal in (page_published, published):
        signal.connect(after_publish, dispatch_uid="localization-publish")
    for signal in (page_unpublished, unpublished):
        signal.connect(after_unpublish, dispatch_uid="localization-unpublish")
    pre_save.connect(note_fault, sender=StringTranslation, dispatch_uid="localization-fault")
    post_save.connect(after_save, sender=StringTranslation, dispatch_uid="localization-save")
    # In their place: wagtail-localize writes any text into Page.draft_title, which on PostgreSQL
    # ends in an error 500 if it is too long
    post_save.disconnect(localize.post_save_string_translation, sender=StringTranslation)
    post_delete.disconnect(localize.post_delete_string_translation, sender=StringTranslation)
    post_delete.connect(after_delete, sender=StringTranslation, dispatch_uid="localization-delete")


def after_publish(sender: Any, instance: Any, revision: Any = None, **_signal: Any) -> None:
    """Keep to its time at once; synchronise once the publication is certain.

    A failure there does not undo it.

    Django logs the failure, and the status says "outdated" until it is synchronised again.
    """
    if isinstance(instance, TranslatableMixin) and not getattr(instance, "alias_of_id", None):
        follow_time(instance)
        user = getattr(revision, "user", None)
        # Not a partial: Django logs a failure by its __qualname__
        transaction.on_commit(lambda: sync_again(type(instance), instance.pk, user), robust=True)


def sync_again(model: Any, pk: int, user: Any) -> None:
    """Synchronise what is in the database now."""
    if instance := model._default_manager.filter(pk=pk).first():
        sync_source(instance, user)


def after_unpublish(sender: Any, instance: Any, **_signal: Any) -> None:
    """Take the translations offline with their original."""
    for target in targets_of(instance) if isinstance(instance, TranslatableMixin) else ():
        if target.live:
            target.unpublish()


def note_fault(sender: Any, instance: StringTranslation, **_signal: Any) -> None:
    """Mark a translation that does not fit its field, whatever wrote it; its words are kept."""
    if message := fault(instance):
        instance.has_error, instance.field_error = True, message
    elif broken(instance.translation_of.data, instance.data):  # theirs finds it after saving
        instance.has_error = True


def after_save(
    sender: Any, instance: StringTranslation, update_fields: Any = None, **_signal: Any
) -> None:
    """A person or a tool wrote new words: they are no longer carried over."""
    if update_fields is not None and "data" not in update_fields:
        return
    PreviousSource.objects.filter(translation=instance).delete()
    if instance.context and instance.context.path == "title" and not instance.has_error:
        pages = Page.objects.filter(
            translation_key=instance.context.object_id, locale_id=instance.locale_id
        )
        pages.update(draft_title=StringValue(instance.data).render_text())


def after_delete(sender: Any, instance: StringTranslation, **_signal: Any) -> None:
    """Without a translated title the page is called in the admin as readers know it."""
    if instance.context and instance.context.path == "title":
        Page.objects.filter(
            translation_key=instance.context.object_id, locale_id=instance.locale_id
        ).update(draft_title=F("title"))
