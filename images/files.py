"""Where the files of pictures lie, and what they are called.

`images/` may be read by anybody; on S3 it is the one folder that the bucket shows. The renditions
of private pictures lie in `private_images/`. A name says of which picture and of which filter a
rendition is, so that one can be generated again from its address alone, and begins with a hash of
the original's random name: nobody can make up the address of another one.
"""

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.core.files import File
from django.core.files.storage import Storage
from wagtail.images.models import IMAGE_FORMAT_EXTENSIONS, Filter

PUBLIC, PRIVATE = "images/", "private_images/"
UNFINISHED = ".unfinished"
NAME = re.compile(r"(?P<pk>\d{1,18})/[0-9a-f]{32}\.(?P<spec>[\w.~-]+)\.(?P<kind>[a-z]+)", re.ASCII)
CONTENT_TYPES = {  # Python's own list depends on the machine
    "avif": "image/avif",
    "gif": "image/gif",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
}
FORMATS = {".gif": "png", ".png": "png", ".webp": "webp", ".avif": "webp"}  # of others: jpeg


class Parts(NamedTuple):
    """What the name of a rendition says, without its folder."""

    picture: int
    spec: str
    content_type: str


def original_name(filename: str) -> str:
    """The name of a new original: what the upload was called may say who is in it, or where."""
    extension = os.path.splitext(filename)[1].lower()
    kept = extension if re.fullmatch(r"\.[a-z0-9]{1,5}", extension) else ""
    return f"original_images/{secrets.token_hex(16)}{kept}"


def with_format(spec: str, original: str) -> str:
    """The filter with the format of its result, which Wagtail would only know afterwards."""
    if "format-" in spec:
        return spec
    return f"{spec}|format-{FORMATS.get(os.path.splitext(original)[1].lower(), 'jpeg')}"


def rendition_name(picture: Any, filter: Filter) -> str:
    """The name of a picture's rendition by this filter, without the folder."""
    facts = (picture.file.name, filter.spec, filter.get_cache_key(picture))
    digest = hashlib.sha256("\n".join(facts).encode()).hexdigest()[:32]
    result = re.search(r"format-(\w+)", with_format(filter.spec, picture.file.name))
    extension = IMAGE_FORMAT_EXTENSIONS[result[1]] if result else ""
    return f"{picture.pk}/{digest}.{filter.spec.replace('|', '~')}{extension}"


def parts(name: str) -> Parts | None:
    """What a name says; None if it is none that `rendition_name` gives."""
    match = NAME.fullmatch(name)
    if match is None or match["kind"] not in CONTENT_TYPES:
        return None
    return Parts(int(match["pk"]), match["spec"].replace("~", "|"), CONTENT_TYPES[match["kind"]])


def write(storage: Storage, name: str, content: File) -> None:
    """Put a file in its place, in one piece: its address may be asked for at any moment."""
    if hasattr(storage, "bucket"):  # S3 shows an object only when it is whole
        storage.delete(name)
        storage.save(name, content)
        return
    unfinished = storage.save(name + UNFINISHED, content)
    os.replace(storage.path(unfinished), storage.path(name))


def remove_folder(storage: Storage, folder: str) -> None:
    """Delete everything in a folder; nothing if there is none."""
    if hasattr(storage, "bucket"):
        storage.bucket.objects.filter(Prefix=folder).delete()
    elif os.path.isdir(storage.path(folder)):
        shutil.rmtree(storage.path(folder), onerror=unless_gone)


def unless_gone(function: Any, path: str, error: Any) -> None:
    """Another process deletes the same folder: what is gone need not be deleted."""
    if not isinstance(error[1], FileNotFoundError):
        raise error[1]


def names_below(storage: Storage, folder: str) -> Iterator[str]:
    """The names of all files below a folder."""
    if hasattr(storage, "bucket"):
        yield from (found.key for found in storage.bucket.objects.filter(Prefix=folder))
        return
    root = storage.path("")
    for directory, _folders, files in os.walk(storage.path(folder)):
        yield from (os.path.relpath(os.path.join(directory, file), root) for file in files)
