"""The WSGI application that gunicorn serves; gunicorn.conf.py says how."""

import os
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote_to_bytes

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kensite.settings")

WSGIApplication = Callable[[dict[str, Any], Callable], Iterable[bytes]]


def at_the_root(site: WSGIApplication) -> WSGIApplication:
    """The site, which lies at the root of its host and nowhere else.

    PUBLIC_URL has no path, so a SCRIPT_NAME can only come from somebody who wants other readers
    to get wrong addresses: it is part of the path again.
    """

    def whole(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        """Answer by the path that was asked for."""
        if mounted := environ.get("SCRIPT_NAME"):
            prefix = unquote_to_bytes(mounted).decode("latin-1")
            environ["PATH_INFO"] = prefix + environ.get("PATH_INFO", "")
            environ["SCRIPT_NAME"] = ""
        return site(environ, start_response)

    return whole


def load() -> WSGIApplication:
    """The site, with all in memory that its first answers need."""
    site = get_wsgi_application()
    from kensite.preload import preload  # its imports need the apps

    preload()
    return at_the_root(site)


application = load()
