"""Serves pictures from this machine's disk when there is no S3 and no web server in front."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.views.static import serve

YEAR = 31_536_000


def serve_rendition(request: HttpRequest, name: str) -> HttpResponseBase:
    """A rendition; its name changes with its content, so it may be kept for ever."""
    response = serve(request, name, document_root=settings.MEDIA_ROOT / "images")
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response
