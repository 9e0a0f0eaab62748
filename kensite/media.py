"""Serves pictures from this machine's disk when there is no S3, and the site's icon."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.static import serve

YEAR = 31_536_000


def serve_rendition(request: HttpRequest, name: str) -> HttpResponseBase:
    """A rendition; its name changes with its content, so it may be kept for ever."""
    response = serve(request, name, document_root=settings.MEDIA_ROOT / "images")
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


def favicon(request: HttpRequest) -> HttpResponseBase:
    """The icon, for browsers that ask for it without having read a page."""
    return redirect(static("mark.svg"))
