"""Pictures: from this machine's disk when there is no S3, drawn ones, and the site's icon."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.static import serve

from api.http.answers import Answer, respond
from images.art.cover import cover

YEAR, DAY = 31_536_000, 86_400
SEEDS = 2**32
ART = "1"  # to be raised when covers are drawn differently


def serve_rendition(request: HttpRequest, name: str) -> HttpResponseBase:
    """A rendition; its name changes with its content, so it may be kept for ever."""
    response = serve(request, name, document_root=settings.MEDIA_ROOT / "images")
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


def cover_art(request: HttpRequest, seed: int) -> HttpResponse:
    """The drawn cover of an issue without a picture; Http404 for a number no issue can have."""
    if seed >= SEEDS:
        raise Http404(f"The seed of a cover is below {SEEDS}.")
    headers = {"Content-Security-Policy": "default-src 'none'", "Vary": "Accept-Encoding"}
    answer = Answer(
        lambda: cover(seed).encode(),
        etag=f"{ART}-{seed}",
        content_type="image/svg+xml",
        max_age=DAY,
        headers=headers,
    )
    response = respond(request, answer)
    response._csp_exempt = True  # type: ignore[attr-defined]
    return response


def favicon(request: HttpRequest) -> HttpResponseBase:
    """The icon, for browsers that ask for it without having read a page."""
    return redirect(static("mark.svg"))
