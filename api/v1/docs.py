"""The schema for people: one page without scripts, generated from the schema itself."""

import re
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from api.content.schema import Schema
from api.http.answers import Answer
from api.http.problems import PROBLEMS
from api.v1.endpoint import TAGS, endpoint
from api.v1.openapi import document
from api.v1.query import Query


@endpoint(
    "docs/",
    "getDocs",
    summary="This API for people",
    description="Every endpoint, problem and type of the API on one page, generated from the "
    "schema.",
    answer="text",
    tag="start",
    problems=(),
    content_type="text/html",
)
def docs(request: HttpRequest, asked: Query) -> Answer:
    """Every endpoint, problem and type on one page."""
    schema = document()
    context = {
        "info": schema["info"],
        "introduction": [coded(part) for part in schema["info"]["description"].split("\n\n")],
        "server": schema["servers"][0]["url"].rstrip("/"),
        "groups": groups(schema),
        "problems": [
            (slug, status, title, coded(advice))
            for slug, (status, title, advice) in PROBLEMS.items()
        ],
        "schemas": list(schemas(schema["components"]["schemas"])),
    }
    body = render_to_string("api/docs.html", context).encode()
    return Answer(body=body, content_type="text/html; charset=utf-8", max_age=3600, keys=("docs",))


def coded(text: str) -> SafeString:
    """Words whose `names` are shown as code."""
    return mark_safe(re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text)))


def groups(schema: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The endpoints by tag, each with its path."""
    operations = [{"path": path, **item["get"]} for path, item in schema["paths"].items()]
    for each in operations:
        each["summary"], each["description"] = coded(each["summary"]), coded(each["description"])
        each["answers"] = [
            (status, coded(answer["description"])) for status, answer in each["responses"].items()
        ]
        each["parameters"] = [
            {
                **parameter,
                "meaning": coded(parameter.get("description", "")),
                "choices": parameter["schema"].get("items", parameter["schema"]),
            }
            for parameter in each["parameters"]
        ]
    return [(tag, [each for each in operations if tag in each["tags"]]) for tag in TAGS]


def schemas(components: dict[str, Schema]) -> Iterator[dict[str, Any]]:
    """The named types as rows of a table, or as alternatives."""
    for name, schema in sorted(components.items()):
        required = schema.get("required", [])
        rows = [
            {
                "name": each,
                "kind": list(kind(of)),
                "optional": each not in required,
                "description": coded(of.get("description", "")),
                "values": of.get("enum") or of.get("x-extensible-enum") or [],
            }
            for each, of in schema.get("properties", {}).items()
        ]
        yield {
            "name": name,
            "description": coded(schema.get("description", "")),
            "rows": rows,
            "kind": list(kind(schema)) if not rows else [],
        }


def kind(schema: Schema) -> Iterator[tuple[str, bool]]:
    """What a value may be, as words: (word, whether it is the name of a type on this page)."""
    if "$ref" in schema:
        yield schema["$ref"].rsplit("/", 1)[1], True
    elif "const" in schema:
        yield f'"{schema["const"]}"', False
    elif union := schema.get("oneOf") or schema.get("anyOf"):
        for position, member in enumerate(union):
            if position:
                yield "or", False
            yield from kind(member)
    elif schema.get("type") == "array":
        yield "list of", False
        yield from kind(schema["items"])
    else:
        yield words(schema), False


def words(schema: Schema) -> str:
    """A plain type."""
    found = schema.get("type", "anything")
    names = [found] if isinstance(found, str) else found
    return " or ".join([schema.get("format", names[0]), *names[1:]])
