"""What was changed, noted in the transaction of the change itself.

A mark names its target; which documents that concerns is found out by the sequencer, which sees
all that was committed before it. (Found out here, a document that is being rendered at the same
moment in another transaction would be missed.)

- `page:<translation key>`, `organisation:<translation key>`: the object in all its languages
- `tree:<path>`: the page at this place in the tree and everything below it
- `children:<path>`: what lists the children of this page
- `image:<pk>`, `document:<pk>`: a picture, a file; `collection:<path>`: those in and below it
- `one:<kind>:<pk>`: a single document
- `everything`
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    Site,
)
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from api.models import Mark
from api.store import doorbell
from newsletters.models import Organisation
from publishing.collections import moved

EVERYTHING = "everything"
# A draft was saved: nothing that readers see
DRAFT_FIELDS = {
    "draft_title",
    "go_live_at",
    "has_unpublished_changes",
    "latest_revision",
    "latest_revision_created_at",
    "locked",
    "locked_at",
    "locked_by",
}


def mark(targets: Iterable[str], *, urgent: bool = True) -> None:
    """Note that these changed; they are worked off right after the transaction."""
    marks = [Mark(target=target, urgent=urgent) for target in targets]
    if marks:
        Mark.objects.bulk_create(marks)
        transaction.on_commit(doorbell.ring)


def connect() -> None:
    """Listen to every change of something that documents show."""
    listen(Page, on_page, saved=True, deleting=True, subclasses=True)
    listen(Organisation, on_organisation, saved=True, deleting=True)
    listen(get_image_model(), on_image, saved=True, deleting=True)
    listen(get_document_model(), on_document, saved=True, deleting=True)
    listen(PageViewRestriction, on_page_restriction, saved=True, deleted=True)
    listen(CollectionViewRestriction, on_collection_restriction, saved=True, deleted=True)
    moved.connect(on_collection_move, dispatch_uid="api-moved")
    listen(Site, on_frame, saved=True, deleted=True)
    listen(Locale, on_frame, saved=True, deleted=True)
    listen(TranslationSource, on_source, saved=True)
    listen(Translation, on_translation, saved=True)
    listen(StringTranslation, on_sentence, saved=True, deleted=True)


def listen(
    model: type[models.Model],
    receiver: Callable,
    *,
    saved: bool = False,
    deleting: bool = False,
    deleted: bool = False,
    subclasses: bool = False,
) -> None:
    """Connect a receiver to signals of a model."""
    signals = {post_save: saved, pre_delete: deleting, post_delete: deleted}
    for signal in [signal for signal, wanted in signals.items() if wanted]:
        sender = None if subclasses else model
        signal.connect(receiver, sender=sender, dispatch_uid=f"api-{model.__name__}")


def on_page(sender: Any, instance: Any, update_fields: Any = None, **signal: Any) -> None:
    """A page was saved (as itself, or as a bare Page when it is moved or expires) or deleted."""
    if not isinstance(instance, Page) or signal.get("raw"):
        return
    if update_fields is not None and set(update_fields) <= DRAFT_FIELDS:
        return
    parent = instance.path[: -instance.steplen]
    mark([f"page:{instance.translation_key}", f"children:{parent}"])


def on_organisation(sender: Any, instance: Organisation, **_signal: Any) -> None:
    """An organisation was saved or deleted."""
    mark([f"organisation:{instance.translation_key}"])


def on_image(sender: Any, instance: Any, **_signal: Any) -> None:
    """A picture was saved or is about to be deleted."""
    mark([f"image:{instance.pk}"])


def on_document(sender: Any, instance: Any, **_signal: Any) -> None:
    """A file was saved or is about to be deleted."""
    mark([f"document:{instance.pk}"])


def on_page_restriction(sender: Any, instance: PageViewRestriction, **_signal: Any) -> None:
    """A part of the tree became private, or public."""
    mark([f"tree:{instance.page.path}"])


def on_collection_restriction(
    sender: Any, instance: CollectionViewRestriction, **_signal: Any
) -> None:
    """The pictures and files of a collection became private, or public."""
    mark([f"collection:{instance.collection.path}"])


def on_collection_move(sender: Any, collection: Collection, **_signal: Any) -> None:
    """A collection may have come below a private one, or from there."""
    mark([f"collection:{collection.path}"])


def on_frame(sender: Any, instance: Any, **_signal: Any) -> None:
    """The site's address or its languages: all addresses may have changed."""
    mark([EVERYTHING], urgent=False)


def on_source(sender: Any, instance: TranslationSource, **_signal: Any) -> None:
    """An original was submitted or synchronised: its translations are older than it now."""
    mark([f"{name}:{instance.object_id}" for name in ("page", "organisation")])


def on_sentence(sender: Any, instance: StringTranslation, **_signal: Any) -> None:
    """A sentence was translated: what readers have is behind it, or up to date, or not any more."""
    if instance.context_id:
        key = instance.context.object_id
        mark([f"{name}:{key}" for name in ("page", "organisation")], urgent=False)


def on_translation(sender: Any, instance: Translation, **_signal: Any) -> None:
    """A translation was made, stopped or taken up again."""
    on_source(sender, instance.source)
