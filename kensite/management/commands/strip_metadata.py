"""`manage.py strip_metadata`: what was stored before files were cleaned when they arrive."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.storage import Storage
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from wagtail.documents import get_document_model
from wagtail.models import UploadedFile

from documents.files import is_picture
from images.models import Picture
from images.original import clean


class Command(BaseCommand):
    """After an update or an import; can be interrupted and run again at any time."""

    help = (
        "Remove place, names, cameras and hidden pictures from every stored picture, also from "
        "those among the documents, and delete the renditions that were made of them."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Clean one file after the other, and name those that cannot be read."""
        changed, failed = 0, []
        for item in stored():
            try:
                changed += clean_stored(item)
            except (ValidationError, OSError) as error:
                reason = " ".join(getattr(error, "messages", [str(error)]))
                failed.append(f"  {item._meta.verbose_name} {item.pk} ({item.file.name}): {reason}")
        if options["verbosity"]:
            self.stdout.write(f"{changed} files were cleaned.")
        if failed:
            raise CommandError("These could not be cleaned:\n" + "\n".join(failed))


def stored() -> Iterator[Any]:
    """Everything that may be a picture: among documents and unfinished uploads, the file says."""
    for model in (Picture, get_document_model(), UploadedFile):
        yield from model.objects.order_by("pk").iterator()


def clean_stored(item: Any) -> bool:
    """Put a clean file in the place of the stored one; whether there was anything to remove.

    The old file goes when the row names the new one: whatever interrupts this, no picture is lost.
    """
    storage, name = item.file.storage, item.file.name
    with storage.open(name, "rb") as file:
        if isinstance(item, Picture) or is_picture(file, name):
            original = clean(file, name)
        else:
            return False
        file.seek(0)
        data = file.read()
    if original.read() == data:
        return False
    original.seek(0)
    with transaction.atomic():
        item.file = original
        item.file_hash, item.file_size = "", None
        item.save()
        transaction.on_commit(lambda: delete_old(storage, name, item.file.name))
    return True


def delete_old(storage: Storage, old: str, new: str) -> None:
    """Remove the file that is not named any more."""
    if old != new:
        storage.delete(old)
