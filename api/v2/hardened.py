"""What Wagtail's API lacks: nothing of the asker decides, and bad input is told."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError
from django.db.models import QuerySet
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from wagtail.api.v2.utils import BadRequestError

from api.http.problems import Problem


class Hardened:
    """Put it before one of Wagtail's viewsets; no session is read, so one answer serves all."""

    authentication_classes: list = []
    renderer_classes = [JSONRenderer]
    request: Any

    def check_query_parameters(self, queryset: QuerySet) -> None:
        """Refuse, besides unknown parameters, the values on which Wagtail answers 500."""
        super().check_query_parameters(queryset)  # type: ignore[misc]
        given = self.request.GET
        if any("\x00" in value for value in given.values()):
            raise BadRequestError("null characters are not allowed")
        if given.get("search_operator") not in (None, "and", "or"):
            raise BadRequestError("search_operator must be 'and' or 'or'")
        if len(given.get("offset", "")) > 6:
            raise BadRequestError("offset cannot be higher than 999999")

    def handle_exception(self, exc: Exception) -> Response:
        """A malformed value is the client's fault: 400 with the reason, never 500."""
        if isinstance(exc, ValidationError | DataError | OverflowError):
            exc = BadRequestError("; ".join(getattr(exc, "messages", [str(exc)])))
        response = super().handle_exception(exc)  # type: ignore[misc]
        slug = "not-found" if response.status_code == 404 else "invalid-parameter"
        said = response.data.get("message") or response.data.get("detail")
        raise Problem(slug, f"{said}") from exc

    def get_renderer_context(self) -> dict[str, Any]:
        """Compact JSON: Wagtail's indentation makes it two and a half times as long."""
        return {**super().get_renderer_context(), "indent": None}  # type: ignore[misc]
