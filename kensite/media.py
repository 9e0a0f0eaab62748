"""Documents, drawn covers, and the site's icon."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.templatetags.static import static
from wagtail.documents import get_document_model
from wagtail.documents.views.serve import serve

from api.http.answers import Answer, respond
from images.art.cover import cover
from publishing.public import in_public_collection

DAY = 86_400
SEEDS = 2**32
ART = "1"  # to be raised when covers are drawn differently


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


def document(request: HttpRequest, pk: int, filename: str) -> HttpResponseBase:
    """A file to download, after Wagtail asked who may; no cache keeps what may become private."""
    response = serve(request, pk, filename)
    documents = get_document_model().objects.filter(in_public_collection(), pk=pk)
    response["Cache-Control"] = "no-cache" if documents.exists() else "private, no-store"
    return response


def favicon(request: HttpRequest) -> HttpResponseBase:
    """The icon, for browsers that ask for it without having read a page."""
    return redirect(static("mark.svg"))
