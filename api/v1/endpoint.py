"""Endpoints: each says once what it takes and answers; requests and the schema follow from that."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, register_converter
from django.urls import path as django_path
from django.urls.converters import IntConverter, UUIDConverter

from api.content.schema import Schema
from api.http.answers import Answer, respond
from api.http.problems import Problem
from api.v1.parameters import EXAMPLE_OF_A_KEY, Parameter
from api.v1.query import read

View = Callable[..., Answer]


class Key(UUIDConverter):
    """A key, also in capital letters, as Swift prints them. What is none is told so."""

    written = re.compile(UUIDConverter.regex, re.IGNORECASE)
    regex = "[^/]+"

    def to_python(self, value: str) -> UUID:
        """The key; Problem `not-found` for anything else."""
        if not self.written.fullmatch(value):
            raise Problem("not-found", f"{value[:80]} is no key: it {EXAMPLE_OF_A_KEY}.")
        return super().to_python(value)


class SmallInteger(IntConverter):
    """A primary key: a number that a database can have."""

    regex = "[0-9]{1,18}"


register_converter(Key, "key")
register_converter(SmallInteger, "small")
CONVERTERS = {"{key}": "<key:key>", "{id}": "<small:id>"}


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
        asked = read(request, self.parameters, self.path)
        answer = self.view(request, asked, **path_values)
        if answer.etag:
            answer.etag += f"-{asked.fingerprint(**path_values)}"
        return respond(request, answer)


ENDPOINTS: list[Endpoint] = []
# In the order in which the schema and its documentation list them
TAGS = {
    "start": "Where everything is, and whether it works.",
    "issues": "The issues of the newsletter.",
    "entries": "The parts of all issues, each on its own: interviews, events, news …",
    "organisations": "The organisations that issues speak of.",
    "pages": "Any page of the website.",
    "search": "Finding words in everything.",
    "images": "Single pictures.",
    "site": "What surrounds every page.",
    "sync": "A copy of everything for reading offline, and what changes in it.",
}


def endpoints() -> list[Endpoint]:
    """Those that were imported, by tag and address."""
    return sorted(ENDPOINTS, key=lambda each: (list(TAGS).index(each.tag), each.path))


def endpoint(
    path: str,
    operation: str,
    *,
    summary: str,
    description: str,
    answer: str | tuple[str, ...],
    parameters: tuple[Parameter, ...] = (),
    tag: str,
    problems: tuple[str, ...] = ("not-found",),
    content_type: str = "application/json",
    schemas: dict[str, Schema] | None = None,
) -> Callable[[View], View]:
    """Register `view(request, asked, **path_values) -> Answer`; `asked` are the values by name.

    `summary` and `description` are for app developers, who do not know this code.
    """

    def register(view: View) -> View:
        ENDPOINTS.append(
            Endpoint(
                path=path,
                operation=operation,
                summary=summary,
                description=description,
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
