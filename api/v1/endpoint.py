"""Endpoints: each says once what it takes and answers; requests and the schema follow from that."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, register_converter
from django.urls import path as django_path
from django.urls.converters import IntConverter

from api.content.schema import Schema
from api.http.answers import Answer, respond
from api.v1.parameters import Parameter, read

View = Callable[..., Answer]


class SmallInteger(IntConverter):
    """A primary key: a number that a database can have."""

    regex = "[0-9]{1,18}"


register_converter(SmallInteger, "small")
CONVERTERS = {"{key}": "<uuid:key>", "{id}": "<small:id>"}


@dataclass(frozen=True)
class Endpoint:
    """An address below /api/v1/, such as `issues/{key}/`.

    `answer` names components; `schemas` are those that no other part of the API knows.
    """

    path: str
    operation: str
    summary: str
    description: str
    answer: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    tag: str
    problems: tuple[str, ...]
    content_type: str
    view: View
    schemas: dict[str, Schema] = field(default_factory=dict)

    def respond(self, request: HttpRequest, **path_values: Any) -> HttpResponse:
        """Read the parameters, ask the view, send its answer."""
        asked = read(request, self.parameters)
        return respond(request, self.view(request, asked, **path_values))


ENDPOINTS: list[Endpoint] = []
# In the order in which the schema and its documentation list them
TAGS = ["start", "issues", "entries", "organisations", "pages", "search", "images", "site", "sync"]


def endpoints() -> list[Endpoint]:
    """Those that were imported, by tag and address."""
    return sorted(ENDPOINTS, key=lambda each: (TAGS.index(each.tag), each.path))


def endpoint(
    path: str,
    operation: str,
    *,
    summary: str,
    answer: str | tuple[str, ...],
    parameters: tuple[Parameter, ...] = (),
    tag: str,
    problems: tuple[str, ...] = ("not-found",),
    content_type: str = "application/json",
    schemas: dict[str, Schema] | None = None,
) -> Callable[[View], View]:
    """Register `view(request, asked, **path_values) -> Answer`; `asked` are the values by name."""

    def register(view: View) -> View:
        ENDPOINTS.append(
            Endpoint(
                path=path,
                operation=operation,
                summary=summary,
                description=" ".join((view.__doc__ or "").split()),
                answer=(answer,) if isinstance(answer, str) else answer,
                parameters=parameters,
                tag=tag,
                problems=problems,
                content_type=content_type,
                view=view,
                schemas=schemas or {},
            )
        )
        return view

    return register


def urlpatterns() -> Iterator[URLPattern]:
    """Django's patterns of all endpoints that were imported."""
    for each in ENDPOINTS:
        route = each.path
        for name, converter in CONVERTERS.items():
            route = route.replace(name, converter)
        yield django_path(route, each.respond, name=each.operation)
