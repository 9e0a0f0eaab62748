"""A document on its way in: pictures lose what is hidden in them, authors are told of.

PDF, Word and OpenDocument files keep what they say: a report may be meant to name its author. But
the editor should know, before readers do.
"""

import unicodedata
from pathlib import PurePath
from typing import Any

from django.core.files.base import File
from django.db.models.signals import pre_save
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.models import UploadedFile

from documents.metadata import Unchecked, read_document
from images.original import begins_like, clean
from publishing.sanitize import clean_text

CLEANED = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "HEIF")  # not the pages of a scanned TIFF
EXTENSIONS = {"jpg", "jpeg", "png", "gif", "webp", "avif", "heic", "heif"}
NAME_BYTES = 180  # a file system takes 255, and the storage may add to the name


def connect() -> None:
    """Let nothing be stored that was not looked at, whatever stores it."""
    for model in (get_document_model(), UploadedFile):
        pre_save.connect(before_saving, sender=model, dispatch_uid=f"documents-{model.__name__}")


def before_saving(sender: Any, instance: Any, **signal: Any) -> None:
    """Take a new file in; a title is often its name."""
    if getattr(instance, "title", ""):
        instance.title = clean_text(instance.title)
    if instance.file and not instance.file._committed:
        instance.file = taken_in(instance.file.file, instance.file.name)


def is_picture(file: File, name: str) -> bool:
    """Whether it is one, whatever it is called: readers could download it as it is."""
    file.seek(0)
    start = file.read(16)
    file.seek(0)
    is_called_one = PurePath(name).suffix.lower().lstrip(".") in EXTENSIONS
    return is_called_one or begins_like(CLEANED, start)


def taken_in(file: File, name: str) -> File:
    """The file to be stored; a picture is cleaned, ValidationError if that cannot be done."""
    file = clean(file, name) if is_picture(file, name) else file
    file.name = shortened(file.name or name)
    return file


def shortened(name: str) -> str:
    """The name in as many bytes as a file system takes: a letter of Hangul has three.

    In composed letters (NFC): macOS sends them taken apart.
    """
    path = PurePath(unicodedata.normalize("NFC", name))
    stem = path.stem.encode()[:NAME_BYTES].decode(errors="ignore")
    return f"{stem}{path.suffix[:20]}"


def not_read(error: Exception) -> str:
    """Why nobody knows what a file says."""
    if isinstance(error, Unchecked):
        return _(
            "There is more in the file than is looked through, so it could not be checked whether "
            "it names its author or says where a picture in it was taken. Check that yourself "
            "before you link to it."
        )
    return _(
        "The file could not be read, so it could not be checked for its author's name. It may be "
        "damaged: open it before you link to it."
    )


def notes_on(file: File) -> list[str]:
    """What the editor should know of the file, a sentence each."""
    file.seek(0)
    data = file.read()
    file.seek(0)
    findings = read_document(data)
    names = list(findings.names)
    notes = [not_read(findings.error)] if findings.error else []
    if names:
        shown = ", ".join(f"“{name}”" for name in names)
        notes.append(
            _(
                "The file names %(names)s, and readers who download it can see this. If they "
                "should not, remove the names in the program that made the file and upload it "
                "again."
            )
            % {"names": shown}
        )
    if findings.place:
        notes.append(
            _(
                "A picture in the file says where it was taken, and readers who download the "
                "file can find that out. Upload a copy without that location."
            )
        )
    return notes
