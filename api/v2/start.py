"""The start of Wagtail's API, which has none of its own: where everything is."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from api.content.encoding import dumps
from api.http.answers import Answer, respond

ENDPOINTS = ("pages", "images", "documents")


def start(request: HttpRequest) -> HttpResponse:
    """The addresses of the lists."""
    base = f"{settings.PUBLIC_URL}/api/v2/"
    return respond(request, Answer(dumps({name: f"{base}{name}/" for name in ENDPOINTS})))
