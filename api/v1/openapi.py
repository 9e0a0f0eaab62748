"""The schema of the API: OpenAPI 3.1, put together from the endpoints and the blocks themselves."""

import re
from functools import cache
from typing import Any

from django.conf import settings

from api import SCHEMA_VERSION
from api.content import shapes
from api.content.documents import KINDS
from api.content.schema import (
    BOOLEAN,
    EXTENSIBLE,
    INTEGER,
    LOCALE,
    LONG,
    STRING,
    URI,
    UUID,
    Components,
    Schema,
    array,
    closed,
    nullable,
    ref,
)
from api.http.problems import MEDIA_TYPE, PROBLEMS
from api.v1.endpoint import TAGS, Endpoint, endpoints

DESCRIPTION = """\
The newsletter of the Korea-EU CSO Network for apps: typed to the last block, cacheable, and with a
feed of changes for reading offline. No key and no cookie.

Within v1 there are only additions: ignore properties, block types, node types and enumeration
values that you do not know. A block of an unknown `type` can still be shown: by its `html` or
`text`.
"""
PATH_VALUES = {
    "key": {"type": "string", "format": "uuid"},
    "id": {"type": "integer", "minimum": 0, "maximum": 10**18 - 1},
}
ALWAYS = ("unknown-parameter", "rate-limited", "server-error", "unavailable")
HEADERS = {
    "ETag": {"schema": STRING, "description": "For If-None-Match."},
    "Cache-Control": {"schema": STRING},
    "API-Schema": {"schema": STRING, "description": "The version of this schema."},
}


@cache
def document() -> dict[str, Any]:
    """The whole schema."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "kensite API",
            "version": SCHEMA_VERSION,
            "description": DESCRIPTION,
            "license": {"name": "BSD-3-Clause", "identifier": "BSD-3-Clause"},
        },
        "servers": [{"url": settings.PUBLIC_URL or "/"}],
        "tags": [{"name": tag} for tag in TAGS],
        "paths": {f"/api/v1/{e.path}": {"get": operation(e)} for e in endpoints()},
        "components": {"schemas": dict(components())},
    }


def operation(each: Endpoint) -> dict[str, Any]:
    """One endpoint."""
    in_path = [
        {"name": name, "in": "path", "required": True, "schema": PATH_VALUES[name]}
        for name in re.findall(r"{(\w+)}", each.path)
    ]
    return {
        "operationId": each.operation,
        "summary": each.summary,
        "description": each.description,
        "tags": [each.tag],
        "parameters": [*in_path, *(parameter.describe() for parameter in each.parameters)],
        "responses": responses(each),
    }


def responses(each: Endpoint) -> dict[str, Any]:
    """What an endpoint answers, by status."""
    content = {each.content_type: {"schema": one_of(each.answer)}}
    found: dict[str, Any] = {
        "200": {"description": each.summary, "headers": HEADERS, "content": content},
        "304": {"description": "The client's copy is fresh.", "headers": HEADERS},
    }
    own = {parameter.problem for parameter in each.parameters}
    slugs = sorted({*ALWAYS, *each.problems, *own})
    for status in sorted({PROBLEMS[slug][0] for slug in slugs}):
        titles = [PROBLEMS[slug][1] for slug in slugs if PROBLEMS[slug][0] == status]
        found[str(status)] = {
            "description": "; ".join(titles),
            "content": {MEDIA_TYPE: {"schema": ref("Problem")}},
        }
    if "Health" in each.answer:
        found["503"]["description"] += "; or changes have been waiting for long"
        found["503"]["headers"] = {"Retry-After": {"schema": STRING, "description": "Seconds."}}
        found["503"]["content"] |= content
    return found


def one_of(names: tuple[str, ...]) -> Schema:
    """One component, or one of several; `text` for what is no JSON."""
    if names == ("text",):
        return STRING
    references = [ref(name) for name in names]
    return references[0] if len(references) == 1 else {"oneOf": references}


def components() -> Components:
    """Every named schema."""
    found = shapes.components()
    for kind in KINDS.values():
        kind.add_schemas(found)
    pages = sorted(name for name in found if is_page(found[name]) and not name.endswith("Summary"))
    mapping = {found[n]["properties"]["type"]["const"]: ref(n)["$ref"] for n in pages}
    found.add(
        "Page",
        {
            "description": "A page of the website, told apart by `type`.",
            "oneOf": [ref(name) for name in pages],
            "discriminator": {"propertyName": "type", "mapping": mapping},
        },
    )
    found.add("IssueList", listed("IssueSummary", "Issue"))
    found.add("OrganisationList", listed("OrganisationSummary", "Organisation"))
    found.add("EntryList", listed("EntrySummary", "Entry"))
    own = {name: schema for each in endpoints() for name, schema in each.schemas.items()}
    for name, schema in (ENVELOPES | sync(found) | own | {"Problem": PROBLEM}).items():
        found.add(name, schema)
    return found


def is_page(schema: Schema) -> bool:
    """Whether it is a page: only these have a slug."""
    return "slug" in schema.get("properties", {})


def listed(summary: str, full: str) -> Schema:
    """A page of a list; items as `fields` says."""
    items = {"anyOf": [ref(full), ref(summary)]}
    cursor = {"type": ["string", "null"], "description": "For `cursor`; null at the end."}
    return closed({"items": array(items), "next_cursor": cursor})


def sync(found: Components) -> dict[str, Schema]:
    """The feed of changes."""
    head = {"type": STRING, "id": INTEGER, "key": UUID, "locale": LOCALE, "seq": LONG}
    data = {"anyOf": [ref("Page"), ref("Organisation"), ref("Site")]}
    mapping = {"upsert": ref("Upsert")["$ref"], "delete": ref("Delete")["$ref"]}
    discriminator = {"propertyName": "op", "mapping": mapping}
    change = {"oneOf": [ref("Upsert"), ref("Delete")], "discriminator": discriminator}
    return {
        "Upsert": closed({"op": {**STRING, "const": "upsert"}, **head, "data": data}),
        "Delete": closed({"op": {**STRING, "const": "delete"}, **head}),
        "Change": change,
        "SyncPage": closed(
            {
                "items": array(ref("Change")),
                "has_more": {**BOOLEAN, "description": "Ask again at once."},
                "next_token": {**STRING, "description": "For `token` of the next call."},
            }
        ),
    }


BY_LANGUAGE = "Every language asked for is a property; null where the block is not in it."
FAILURE = closed(
    {"type": STRING, "key": nullable(UUID), "locale": nullable(LOCALE), "error": STRING},
    description="A document that readers get as it was before, and the kind of its error.",
)
ENVELOPES: dict[str, Schema] = {
    "ParallelBlock": {
        **closed({"id": STRING, "type": STRING}),
        "description": BY_LANGUAGE,
        "additionalProperties": nullable(ref("Block")),
    },
    "ParallelIssue": closed(
        {
            "key": UUID,
            "type": {**STRING, "const": "issue"},
            "locales": array(LOCALE),
            "issues": {"type": "object", "additionalProperties": ref("IssueSummary")},
            "blocks": array(ref("ParallelBlock")),
        },
        description="An issue in several languages, aligned by the ids of its blocks.",
    ),
    "Start": closed(
        {
            "schema_version": STRING,
            "seq": {
                "type": "object",
                "additionalProperties": LONG,
                "description": "By language: grows with every change, not by one.",
            },
            "locales": array(closed({"code": STRING, "name": STRING, "is_default": BOOLEAN})),
            "links": {"type": "object", "additionalProperties": STRING},
        }
    ),
    "Health": closed(
        {
            "status": {**STRING, EXTENSIBLE: ["ok", "behind", "failing"]},
            "seq": LONG,
            "waiting": {**INTEGER, "description": "Changes that are not worked off yet."},
            "oldest_seconds": {**INTEGER, "description": "How long the oldest has waited."},
            "failing": {**INTEGER, "description": "Documents that cannot be brought up to date."},
            "failures": {**array(FAILURE), "description": "The first of them."},
        }
    ),
    "OpenAPI": {"type": "object", "description": "An OpenAPI 3.1 document."},
}
PROBLEM = closed(
    {
        "type": {**URI, "description": "Explains it to people."},
        "title": STRING,
        "status": INTEGER,
        "detail": {**STRING, "description": "What was wrong and what to do."},
    },
    optional={
        "errors": array(closed({"parameter": STRING, "detail": STRING})),
        "available": {**array(LOCALE), "description": "The languages that there are."},
        "request_id": {**STRING, "description": "To be told to those who run the site."},
    },
    description="RFC 9457. The last part of `type` is "
    + ", ".join(f"`{slug}` ({status})" for slug, (status, _title) in PROBLEMS.items()),
)
