"""The schemas of whole documents and entries."""

from typing import Any

from django.db.models import Model

from api.content import blocks, fields, richtext, unions
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
    unions.add_nodes(found, "RichNode", richtext.NODES)
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


def own(model: type[Model], found: Components) -> tuple[dict[str, Schema], dict[str, Schema]]:
    """The model's own fields: those that every list has, and the long ones."""
    short: dict[str, Schema] = {}
    long: dict[str, Schema] = {}
    for name in fields.names_of(model):
        field = model._meta.get_field(name)
        (long if fields.is_long(field) else short)[name] = field_schema(field, found)
    return short, long


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


def add_document(found: Components, name: str, model: type[Model], more: dict) -> None:
    """`Issue`, for example; `more` are properties besides the fields."""
    short, long = own(model, found)
    properties = base(name) | more | short | long
    found.add(name.title(), closed(properties, description=description_of(model)))


def add_summary(found: Components, name: str, model: type[Model], more: dict) -> None:
    """`IssueSummary`, for example: an item of a list, with the long parts only if asked for."""
    short, long = own(model, found)
    parts = ", ".join(f"`{part}`" for part in long)
    description = f"{description_of(model)} As an item of a list: {parts} only with `fields=full`."
    properties = base(name) | more | short
    found.add(f"{name.title()}Summary", closed(properties, optional=long, description=description))


def description_of(model: type[Model]) -> str:
    """What the model says to app developers about itself."""
    return getattr(model, "api_description", "")


def add_entries(found: Components) -> None:
    """`Entry`."""
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
        "first_day": {**nullable(DATE), "description": "Of an event, else the issue's date."},
        "last_day": {
            **nullable(DATE),
            "description": "From the first to the last day it is, or may be: `dates.precision` "
            "says how exactly an event's are known; a month is from its first to its last day.",
        },
        "dates": nullable(found.add("Dates", dates)),
        "organisations": array(ref("OrganisationLink")),
        "issue": ref("PageLink"),
    }
    description = "One block of an issue, found on its own; `block` only with `fields=full`."
    found.add("Entry", closed(summary, {"block": ref("Block")}, description=description))
