"""The demo's pictures, brought back after a test whose deletions outlived its transaction."""

import os
from pathlib import Path

from django.conf import settings

names: dict[Path, set[str]] = {}  # by folder, below the media folder


def spare() -> Path:
    """Where a second link to each file lies."""
    return settings.DATA_DIR / "media-spare"


def remember() -> None:
    """Keep every file that is there now."""
    for folder, _folders, files in os.walk(settings.MEDIA_ROOT):
        place = Path(folder).relative_to(settings.MEDIA_ROOT)
        names[place] = set(files)
        (spare() / place).mkdir(parents=True)
        for name in files:
            os.link(Path(folder) / name, spare() / place / name)


def bring_back() -> None:
    """Put every file that is missing in its place again."""
    for place, files in names.items():
        folder = settings.MEDIA_ROOT / place
        folder.mkdir(parents=True, exist_ok=True)
        for name in files.difference(os.listdir(folder)):
            os.link(spare() / place / name, folder / name)
