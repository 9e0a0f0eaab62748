"""What a worker needs for its first answers, loaded once and before gunicorn forks it.

Nothing here may ask the database or start a thread: neither can be shared by processes.
"""

import gc
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import engines
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation
from wagtail.hooks import search_for_hooks

from home.delivery import release


def preload() -> None:
    """Import every view, compile every template of ours, read every language."""
    search_for_hooks()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            reverse("search")  # Django gathers the addresses for each language
    for name in templates():
        get_template(name)
    check_static_files()
    release()
    gc.freeze()  # what is loaded by now is never garbage: the workers share it untouched


def check_static_files() -> None:
    """Stop with one sentence if they are not gathered: every page would be an error."""
    try:
        staticfiles_storage.url("site.css")
    except ValueError:
        sys.exit("kensite cannot start: the static files are missing. Run manage.py collectstatic.")


def templates() -> Iterator[str]:
    """The names of the templates that lie in this repository."""
    for folder in engines["django"].template_dirs:
        if Path(folder).is_relative_to(settings.BASE_DIR) and ".venv" not in Path(folder).parts:
            found = sorted(Path(folder).rglob("*.html"))
            yield from (str(file.relative_to(folder)) for file in found)
