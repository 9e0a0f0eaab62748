"""`/api/v2/`: Wagtail's own API, showing the same to everybody and only what is public."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DataError
from django.utils import translation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.query import PageQuerySet

from publishing.public import public


class PublicPagesAPIViewSet(PagesAPIViewSet):
    """Pages in every language; no session is read, so one answer serves all and may be cached."""

    authentication_classes: list = []
    renderer_classes = [JSONRenderer]

    def get_base_queryset(self) -> PageQuerySet:
        """Public pages of the site, in all languages, without aliases and Wagtail's root."""
        if not hasattr(self, "_public_pages"):
            self._public_pages = public().filter(depth__gt=1, alias_of__isnull=True)
        return self._public_pages

    def get_queryset(self) -> PageQuerySet:
        """The pages asked for, with what each row needs."""
        return super().get_queryset().select_related("locale", "content_type")

    def check_query_parameters(self, queryset: PageQuerySet) -> None:
        """Refuse, besides unknown parameters, the values on which Wagtail answers 500."""
        super().check_query_parameters(queryset)
        given = self.request.GET
        if any("\x00" in value for value in given.values()):
            raise BadRequestError("null characters are not allowed")
        if given.get("search_operator") not in (None, "and", "or"):
            raise BadRequestError("search_operator must be 'and' or 'or'")
        if len(given.get("offset", "")) > 6:
            raise BadRequestError("offset cannot be higher than 999999")

    def detail_view(self, request: Request, pk: int) -> Response:
        """One page; its links lead to its own language whatever the client's headers say."""
        page = self.get_object()
        with translation.override(page.locale.language_code):
            return super().detail_view(request, pk)

    def listing_view(self, request: Request) -> Response:
        """A list of pages, in the language asked for."""
        asked = request.GET.get("locale")
        # only languages we have: Django keeps a catalogue for each one that is ever activated
        language = asked if asked in dict(settings.LANGUAGES) else translation.get_language()
        with translation.override(language):
            return super().listing_view(request)

    def find_object(self, queryset: PageQuerySet, request: Request) -> Any:
        """The page at `html_path` or with `id`."""
        if not request.GET.get("id", "0").isdecimal():
            raise BadRequestError("id must be a whole number")
        return super().find_object(queryset, request)

    def handle_exception(self, exc: Exception) -> Response:
        """A malformed value is the client's fault: 400 with the reason, never 500."""
        if isinstance(exc, ValidationError | DataError | OverflowError):
            exc = BadRequestError("; ".join(getattr(exc, "messages", [str(exc)])))
        return super().handle_exception(exc)

    def get_renderer_context(self) -> dict[str, Any]:
        """Compact JSON: Wagtail's indentation makes it two and a half times as long."""
        return {**super().get_renderer_context(), "indent": None}
