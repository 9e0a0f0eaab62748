"""Has the files of each picture lie where only those get them who may see it.

No check when a public file is read: the files of a picture that becomes private leave the public
folder, and those that are generated afterwards never lie there.
"""

import logging
from typing import Any

from django.db import transaction
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Concat, Substr
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from wagtail.models import CollectionViewRestriction
from wagtail.permissions import policy_registry

from images import files
from images.models import Picture, Rendition, Withdrawal
from publishing.collections import moved
from publishing.public import in_public_collection

log = logging.getLogger(__name__)

PERMISSIONS = ("choose", "change", "delete")
BATCH = 500  # names in one query


def connect() -> None:
    """Listen to whatever decides who may see a picture."""
    for signal in (post_save, post_delete):
        signal.connect(on_collection, CollectionViewRestriction, dispatch_uid="images-privacy")
    moved.connect(on_collection, dispatch_uid="images-privacy")
    post_save.connect(on_picture, Picture, dispatch_uid="images-privacy")


def on_collection(sender: Any, **signal: Any) -> None:
    """A collection became private or public, or moved below another one."""
    if not signal.get("raw"):
        settle(Picture.objects.all())


def on_picture(sender: Any, instance: Picture, raw: bool = False, **signal: Any) -> None:
    """A picture was saved, maybe in another collection."""
    if not raw:
        instance.__dict__.pop("is_public", None)
        settle(Picture.objects.filter(pk=instance.pk))


@transaction.atomic
def settle(pictures: QuerySet[Picture]) -> None:
    """Put right in which folder the renditions of these pictures are."""
    public = Picture.objects.filter(in_public_collection()).values("pk")
    rows = Rendition.objects.filter(image__in=pictures.values("pk"))
    rename(rows.filter(file__startswith=files.PUBLIC).exclude(image__in=public), files.PRIVATE)
    rename(rows.filter(file__startswith=files.PRIVATE, image__in=public), files.PUBLIC)


def rename(rows: QuerySet[Rendition], folder: str) -> None:
    """Have these renditions generated again in the other folder, and their files deleted."""
    old = files.PRIVATE if folder == files.PUBLIC else files.PUBLIC
    pictures = sorted(set(rows.values_list("image_id", flat=True)))
    if not pictures:
        return
    Withdrawal.objects.bulk_create(Withdrawal(folder=f"{old}{pk}/") for pk in pictures)
    name = Concat(Value(folder), Substr("file", len(old) + 1), output_field=CharField())
    rows.update(file=name, generated_at=None, attempts=0, retry_at=None)
    transaction.on_commit(withdraw)


def withdraw() -> None:
    """Delete the files of what became private; what cannot be deleted now is tried again."""
    storage = Rendition._meta.get_field("file").storage
    for withdrawal in Withdrawal.objects.order_by("pk"):
        try:
            if is_misplaced(withdrawal.folder):
                files.remove_folder(storage, withdrawal.folder)
        except Exception:  # a storage that does not answer raises whatever its library has
            log.exception("Files of private pictures could not be deleted yet.")
            return
        withdrawal.delete()


def is_misplaced(folder: str) -> bool:
    """Whether files may not lie there: who may see the picture may have changed once more."""
    place, pk = folder.rstrip("/").split("/")
    public = Picture.objects.filter(in_public_collection(), pk=pk).exists()
    return public == (f"{place}/" == files.PRIVATE)


def sweep() -> None:
    """Delete files that belong to no rendition, and have files that are lost made again."""
    settle(Picture.objects.all())
    withdraw()
    storage = Rendition._meta.get_field("file").storage
    rows = Rendition.objects.all()
    generated = set(rows.exclude(generated_at=None).values_list("file", flat=True))
    there = {
        name
        for place in (files.PUBLIC, files.PRIVATE)
        for name in files.names_below(storage, place)
    }
    for name in there - set(rows.values_list("file", flat=True)):
        storage.delete(name)
    lost = sorted(generated - there)
    for start in range(0, len(lost), BATCH):
        rows.filter(file__in=lost[start : start + BATCH]).update(generated_at=None)


def may_see(request: HttpRequest, picture: Picture) -> bool:
    """Whether who asks may see a picture: an editor who works with it, or whom it is shown to."""
    policy = policy_registry.get_by_type(Picture)
    if policy.user_has_any_permission_for_instance(request.user, PERMISSIONS, picture):
        return True
    restrictions = picture.collection.get_view_restrictions()
    return all(restriction.accept_request(request) for restriction in restrictions)
