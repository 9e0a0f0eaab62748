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
from api.content.unions import add_union
from api.http.problems import MEDIA_TYPE, PROBLEMS
from api.v1.endpoint import TAGS, Endpoint, endpoints

DESCRIPTION = """\
The newsletter of the Korea-EU CSO Network for apps: typed to the last block, cacheable, and with a
feed of changes for reading offline. No key and no cookie.

Within v1 there are only additions: ignore properties, block types, node types and enumeration
values that you do not know. A block of an unknown `type` can still be shown: by its `html` or
`text`.
"""
PATH_VALUES: dict[str, dict[str, Any]] = {
    "key": {
        "schema": UUID,
        "description": "The key of a document, in small letters or in capitals.",
    },
    "id": {
        "schema": {**INTEGER, "minimum": 0, "maximum": 10**18 - 1},
        "description": "The `id` of a picture.",
    },
}
ALWAYS = ("unknown-parameter", "rate-limited", "server-error", "unavailable")
HEADERS = {
    "ETag": {"schema": STRING, "description": "For If-None-Match."},
    "Cache-Control": {"schema": STRING},
    "API-Schema": {"schema": STRING, "description": "The version of this schema."},
}


def without_discriminators(schema: Any) -> Any:
    """The same for generators that know the members of a union by their `discriminator` alone."""
    if isinstance(schema, dict):
        return {n: without_discriminators(s) for n, s in schema.items() if n != "discriminator"}
    return [without_discriminators(s) for s in schema] if isinstance(schema, list) else schema


@cache
def document(*, discriminator: bool = True) -> dict[str, Any]:
    """The whole schema."""
    if not discriminator:
        return without_discriminators(document())
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "kensite API",
            "version": SCHEMA_VERSION,
            "description": DESCRIPTION,
            "license": {"name": "BSD-3-Clause", "identifier": "BSD-3-Clause"},
        },
        "servers": [{"url": settings.PUBLIC_URL or "/"}],
        "security": [],  # none is needed
        "tags": [{"name": tag, "description": words} for tag, words in TAGS.items()],
        "paths": {f"/api/v1/{e.path}": {"get": operation(e)} for e in endpoints()},
        "components": {"schemas": dict(components())},
    }


def operation(each: Endpoint) -> dict[str, Any]:
    """One endpoint."""
    in_path = [
        {"name": name, "in": "path", "required": True, **PATH_VALUES[name]}
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
    add_page_and_document(found)
    add_changes(found)
    found.add("IssueList", listed("IssueSummary", "issues"))
    found.add("OrganisationList", listed("OrganisationSummary", "organisations"))
    found.add("EntryList", listed("Entry", "entries"))
    own = {name: schema for each in endpoints() for name, schema in each.schemas.items()}
    for name, schema in (ENVELOPES | own | {"Problem": PROBLEM}).items():
        found.add(name, schema)
    return found


def add_page_and_document(found: Components) -> None:
    """What `pages/` and `sync/` may give, by `type`."""
    pages = {type_name: ref(type_name.title()) for type_name in KINDS["page"].types()}
    every = {name: ref(name.title()) for kind in KINDS.values() for name in kind.types()}
    identity = {"id": INTEGER, "key": UUID, "locale": LOCALE}
    other = closed(
        {**identity, "title": STRING, "url": URI},
        description="A page of a `type` that was added after this schema was made: "
        "lead to its `url`.",
    )
    add_union(found, "Page", pages, other=other, description="A page of the website.")
    other = closed(
        identity,
        description="A document of a `type` that was added after this schema was made: keep it, "
        "for the app's next version.",
    )
    description = "A page, an organisation, or what surrounds the pages of a language."
    add_union(found, "Document", every, other=other, description=description)


def add_changes(found: Components) -> None:
    """The feed of changes."""
    head = {"type": STRING, "id": INTEGER, "key": UUID, "locale": LOCALE, "seq": LONG}
    found.add(
        "Upsert",
        closed(
            {"op": {**STRING, "const": "upsert"}, **head, "data": ref("Document")},
            description="A document is new or has changed: put `data` in the place of the old one.",
        ),
    )
    found.add(
        "Delete",
        closed(
            {"op": {**STRING, "const": "delete"}, **head},
            description="A document is not public any more: delete it with all that it said.",
        ),
    )
    other = closed(
        head, description="An `op` that was added after this schema was made: pass it over."
    )
    members = {"upsert": ref("Upsert"), "delete": ref("Delete")}
    description = "What happened to the document with this `type` and `key`."
    add_union(found, "Change", members, by="op", other=other, description=description)
    found.add("SyncPage", SYNC_PAGE)


def listed(item: str, what: str) -> Schema:
    """A page of a list."""
    properties = {"items": array(ref(item)), **NEXT}
    return closed(properties, description=f"Some of the {what}; `next` leads to the others.")


NEXT: dict[str, Schema] = {
    "next_cursor": {**nullable(STRING), "description": "For `cursor`; null at the end."},
    "next": {
        **nullable(URI),
        "description": "The address of the next page, with every parameter; null at the end.",
    },
}
SYNC_PAGE = closed(
    {
        "items": {**array(ref("Change")), "description": "To be applied in this order."},
        "has_more": {**BOOLEAN, "description": "Ask again at once."},
        "next_token": {**STRING, "description": "For `token` of the next call."},
        "next": {**URI, "description": "The address of the next call, with every parameter."},
    },
    description="Changes since a token, and the next token.",
)
FAILURE = closed(
    {"type": STRING, "key": nullable(UUID), "locale": nullable(LOCALE), "error": STRING},
    description="A document that readers get as it was before, and the kind of its error.",
)
ENVELOPES: dict[str, Schema] = {
    "ParallelBlock": closed(
        {
            "id": {**STRING, "description": "That of the block in every language."},
            "type": STRING,
            "by_locale": {
                "type": "object",
                "additionalProperties": nullable(ref("Block")),
                "description": "The block by language; null where an issue does not have it.",
            },
        },
        description="One block in every language asked for.",
    ),
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
            "limit": closed(
                {
                    "answers": {**nullable(INTEGER), "description": "Null for any number."},
                    "seconds": INTEGER,
                    "counted_by": {
                        **STRING,
                        EXTENSIBLE: ["site", "process"],
                        "description": "Whether all processes of the site count together, or each "
                        "for itself, so that a client may come to get more.",
                    },
                },
                description="How many answers one client gets in so many seconds; ten answers "
                "of “not modified” count as one.",
            ),
            "links": {"type": "object", "additionalProperties": STRING},
        },
        description="The languages, the addresses of all endpoints, and what moves with a change.",
    ),
    "Health": closed(
        {
            "status": {**STRING, EXTENSIBLE: ["ok", "behind", "failing"]},
            "seq": LONG,
            "waiting": {**INTEGER, "description": "Changes that are not worked off yet."},
            "oldest_seconds": {**INTEGER, "description": "How long the oldest has waited."},
            "failing": {**INTEGER, "description": "Documents that cannot be brought up to date."},
            "failures": {**array(FAILURE), "description": "The first of them."},
        },
        description="Whether readers get what editors have published.",
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
    description="What was wrong with a request, or here (RFC 9457). The last part of `type` is "
    + ", ".join(f"`{slug}` ({status})" for slug, (status, *_words) in PROBLEMS.items())
    + ".",
)
