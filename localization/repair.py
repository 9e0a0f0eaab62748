"""Mends the block ids that are stored already: in rows, in drafts, and in what translators see."""

import json
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Q
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page, Revision
from wagtail_localize.models import TranslationSource

from publishing.ids import move_comments, streams_of
from publishing.models import Publishable, claim_ids


def repair_block_ids() -> int:
    """Give every block a good id, the same in every language; returns how many were renewed.

    The first page that has an id keeps it. Translations and comments stay at their blocks.
    """
    return sum(
        repair(model, pk)
        for model in apps.get_models()
        if issubclass(model, Publishable)
        and any(isinstance(field, StreamField) for field in model._meta.concrete_fields)
        for pk in model._base_manager.order_by("pk").values_list("pk", flat=True).iterator()
    )


@transaction.atomic
def repair(model: type[models.Model], pk: int) -> int:
    """The same for one page or snippet in one language."""
    instance: Any = model._base_manager.filter(pk=pk).first()
    if instance is None:  # deleted meanwhile
        return 0
    changes = claim_ids(instance)
    if changes:
        values = {field.name: getattr(instance, field.name) for field in streams_of(instance)}
        model._base_manager.filter(pk=pk).update(**values)
        if isinstance(instance, Page):
            move_comments(instance, changes)
            for comment in getattr(instance, COMMENTS_RELATION_NAME).all():
                comment.save(update_fields=["contentpath"])
    return len(changes) + repair_revisions(instance) + repair_source(instance)


def repair_revisions(instance: Any) -> int:
    """Mend the drafts that are shown or may be published."""
    if not hasattr(instance, "latest_revision_id"):
        return 0
    shown = Q(pk__in=[instance.latest_revision_id, getattr(instance, "live_revision_id", None)])
    revisions = Revision.objects.for_instance(instance).filter(
        shown | Q(approved_go_live_at__isnull=False)
    )
    count = 0
    for revision in revisions:
        if changed := renewed_content(instance, revision.content):
            Revision.objects.filter(pk=revision.pk).update(content=revision.content)
        count += changed
    return count


def repair_source(instance: Any) -> int:
    """Mend what was frozen for translators; their words follow."""
    source = TranslationSource.objects.filter(
        object_id=instance.translation_key, locale_id=instance.locale_id
    ).first()
    if source is None:
        return 0
    content = json.loads(source.content_json)
    changed = renewed_content(instance, content)
    if changed:
        source.content_json = json.dumps(content, cls=DjangoJSONEncoder)
        source.save(update_fields=["content_json"])
        source.refresh_segments()
    return changed


def renewed_content(instance: Any, content: dict[str, Any]) -> int:
    """Mend the blocks of serialised fields in place; returns how many had bad ids."""
    draft = type(instance)(translation_key=instance.translation_key)
    names = [field.name for field in streams_of(draft) if content.get(field.name)]
    for name in names:
        setattr(draft, name, content[name])
    changes = claim_ids(draft, names)
    if changes:
        for name in names:
            content[name] = draft._meta.get_field(name).value_to_string(draft)
    return len(changes)
