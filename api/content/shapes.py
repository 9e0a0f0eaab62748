"""The schemas of whole documents and entries."""

from typing import Any

from django.db.models import Model

from api.content import blocks, fields, richtext
from api.content.schema import (
    BASE,
    BOOLEAN,
    DATE,
    EXTENSIBLE,
    INTEGER,
    LOCALE,
    MOMENT,
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
from newsletters.blocks import IssueBody

PRECISIONS = ["exact", "day", "month"]


def components() -> Components:
    """The parts that all documents are made of."""
    found = Components()
    for name, schema in {**BASE, **richtext.SCHEMAS}.items():
        found.add(name, schema)
    return found


def base(type_name: str) -> dict[str, Schema]:
    """The properties of every document; see documents.base."""
    return {
        "locale_requested": LOCALE,
        "is_fallback": {
            **BOOLEAN,
            "description": "It is not there in the language asked for but in the fallback.",
        },
        "id": INTEGER,
        "key": {**UUID, "description": "With `locale` its identity; equal in every language."},
        "type": {**STRING, "const": type_name},
        "locale": LOCALE,
        "first_published_at": nullable(MOMENT),
        "last_published_at": nullable(MOMENT),
        "translation": ref("Translation"),
        "translations": array(ref("TranslationLink")),
    }


def own(model: type[Model], found: Components, *, long: bool) -> dict[str, Schema]:
    """The model's own fields, in summaries without the long ones."""
    named = [model._meta.get_field(name) for name in fields.names_of(model)]
    return {f.name: field_schema(f, found) for f in named if long or not fields.is_long(f)}


def field_schema(field: Any, found: Components) -> Schema:
    """A field; the body of an issue is a list of blocks that say more than others."""
    if isinstance(getattr(field, "stream_block", None), IssueBody):
        return array(body(field.stream_block, found))
    return fields.schema(field, found)


def body(stream: IssueBody, found: Components) -> Schema:
    """The union of all blocks."""
    more = {
        "html": {**STRING, "description": "Ready to show, for a type that the app does not know."},
        "text": {**STRING, "description": "The same without markup."},
        "translation": ref("Translation"),
    }
    return blocks.union(stream, found, "Block", suffix="Block", more=more)


def add_documents(found: Components, name: str, model: type[Model], more: dict) -> None:
    """`Issue` and `IssueSummary`, for example; `more` are properties besides the fields."""
    title = name.title()
    start = {**base(name), **more}
    found.add(title, closed(start | own(model, found, long=True)))
    found.add(f"{title}Summary", closed(start | own(model, found, long=False)))


def add_entries(found: Components) -> None:
    """`Entry` and `EntrySummary`."""
    dates = closed(
        {
            "precision": {**STRING, EXTENSIBLE: PRECISIONS},
            "first_day": DATE,
            "last_day": DATE,
            "starts_at": nullable(MOMENT),
            "ends_at": nullable(MOMENT),
        },
        description="When it takes place; moments only if `precision` is exact.",
    )
    summary = {
        "id": {**STRING, "description": "The block's id, equal in every language."},
        "key": {**UUID, "description": "The issue's key."},
        "locale": LOCALE,
        "kind": {**STRING, EXTENSIBLE: list(IssueBody().child_blocks)},
        "title": STRING,
        "excerpt": STRING,
        "url": {**URI, "description": "Leads to its place in the issue."},
        "position": INTEGER,
        "first_day": nullable(DATE),
        "last_day": nullable(DATE),
        "dates": nullable(found.add("Dates", dates)),
        "organisations": array(ref("OrganisationLink")),
        "issue": ref("PageLink"),
    }
    found.add("EntrySummary", closed(summary, description="One block of an issue, in a list."))
    found.add("Entry", closed(summary | {"block": ref("Block")}))
