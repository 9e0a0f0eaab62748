"""The ground of every page and snippet that editors publish, and whose block is whose."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.models import Revision

from publishing.forms import ScheduleForm
from publishing.ids import ids_in, renew_ids, streams_of
from publishing.preflight import refuse_faulty
from publishing.sanitize import clean_instance


class Publishable(models.Model):
    """Publishes in one transaction, and stores only clean text and good block ids, as a draft too.

    Put it before Page or DraftStateMixin among the bases. Without it `revision.publish()` that
    fails half-way (a full disk, say) leaves the new title live while its caller sees an error.
    """

    base_form_class = ScheduleForm

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Clean, then save the published row."""
        names = kwargs.get("update_fields")
        clean_instance(self, names)
        claim_ids(self, names)
        return super().save(*args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Save a draft, whose blocks are nobody else's."""
        claim_ids(self)
        return super().save_revision(*args, **kwargs)  # type: ignore[misc]

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """Publish a revision: wholly or not at all (Unpublishable if a form would refuse it)."""
        with transaction.atomic():
            refuse_faulty(revision.as_object())
            return super().publish(revision, *args, **kwargs)  # type: ignore[misc]

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """The draft of a revision, with good block ids, also of one that was stored otherwise.

        Wagtail 8.0's editor prints ids unescaped.
        """
        draft = super().with_content_json(content)  # type: ignore[misc]
        renew_ids(draft)
        return draft

    def serializable_data(self) -> dict[str, Any]:
        """Clean, then give what goes into a revision: drafts and previews are safe as well."""
        clean_instance(self)
        renew_ids(self)
        return super().serializable_data()  # type: ignore[misc]


class BlockId(models.Model):
    """The page or snippet that a block or list item belongs to: the first that was saved with it.

    `owner` is a translation key: a block has one id in all languages.
    """

    id = models.UUIDField(primary_key=True)
    owner = models.UUIDField(db_index=True)

    def __str__(self) -> str:
        return str(self.id)


def claim_ids(instance: Any, names: Collection[str] | None = None) -> dict[str, str]:
    """Give the blocks of an instance ids that are nobody else's; returns which became which.

    `names`: the fields that are to be saved, if not all of them.
    """
    if not streams_of(instance, names):
        return {}
    changes = renew_ids(instance)
    owner, identities = instance.translation_key, ids_in(streams_of(instance))
    if taken := claimed_by_others(owner, identities):
        changes |= renew_ids(instance, taken)
        claimed_by_others(owner, ids_in(streams_of(instance)))
    return changes


def claimed_by_others(owner: UUID, identities: Iterable[str]) -> set[str]:
    """Claim these ids for an owner; returns those that are another's already."""
    wanted = sorted(map(UUID, identities))
    holders = holders_of(wanted)
    if new := [identity for identity in wanted if identity not in holders]:
        rows = [BlockId(id=identity, owner=owner) for identity in new]
        BlockId.objects.bulk_create(rows, ignore_conflicts=True)
        holders = holders_of(wanted)  # somebody may have been faster
    return {str(identity) for identity, holder in holders.items() if holder != owner}


def holders_of(identities: list[UUID]) -> dict[UUID, UUID]:
    """Whose these ids are, as far as they are anybody's."""
    if not identities:
        return {}
    return dict(BlockId.objects.filter(pk__in=identities).values_list("pk", "owner"))


@receiver(post_delete, dispatch_uid="publishing-block-ids")
def release_ids(sender: Any, instance: Any, **_signal: Any) -> None:
    """Forget whose the blocks were when the last language of a page or snippet is deleted."""
    if not isinstance(instance, Publishable):
        return
    key = instance.translation_key  # type: ignore[attr-defined]
    if not sender._base_manager.filter(translation_key=key).exists():
        BlockId.objects.filter(owner=key).delete()
