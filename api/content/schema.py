"""The components of the schema: named JSON schemas, each name given once."""

from typing import Any

from images.representation import SCHEMA as IMAGE

Schema = dict[str, Any]
EXTENSIBLE = "x-extensible-enum"  # what is there today; clients must expect more


class Components(dict[str, Schema]):
    """Schemas by name; two different ones of one name are a mistake of ours."""

    def add(self, name: str, schema: Schema) -> Schema:
        """Keep the schema under this name and return a reference to it."""
        if self.setdefault(name, schema) != schema:
            raise LookupError(f"two different schemas want to be called {name}")
        return ref(name)


def ref(name: str) -> Schema:
    """A reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def nullable(schema: Schema) -> Schema:
    """The schema or null."""
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    return {"oneOf": [schema, {"type": "null"}]}


def array(items: Schema) -> Schema:
    """A list of these."""
    return {"type": "array", "items": items}


def closed(
    properties: dict[str, Schema], optional: dict[str, Schema] | None = None, **more: Any
) -> Schema:
    """An object that has all of these properties (clients must expect further ones)."""
    every = {**properties, **(optional or {})}
    return {"type": "object", **more, "required": list(properties), "properties": every}


STRING: Schema = {"type": "string"}
INTEGER: Schema = {"type": "integer"}
LONG: Schema = {"type": "integer", "format": "int64"}  # of 53 bits, which JavaScript has
BOOLEAN: Schema = {"type": "boolean"}
URI: Schema = {"type": "string", "format": "uri"}
UUID: Schema = {"type": "string", "format": "uuid"}
DATE: Schema = {"type": "string", "format": "date"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
LOCALE: Schema = {"type": "string", "description": "A language, such as `en` or `ko`."}

LINK = {"id": INTEGER, "key": UUID, "type": STRING, "locale": LOCALE, "title": STRING, "url": URI}
STATES = ["source", "manual", "complete", "needs_review", "outdated"]

BASE: dict[str, Schema] = {
    "Image": IMAGE,
    "PageLink": closed(LINK, description="A public page, named by another document."),
    "TranslationLink": closed(
        {"id": INTEGER, "locale": LOCALE, "title": STRING},
        optional={"url": URI},
        description="The same document in another language; `url` if it has a page.",
    ),
    "Translation": closed(
        {
            "state": {**STRING, EXTENSIBLE: STATES},
            "source_locale": {**LOCALE, "description": "The language it was written in."},
            "source_changed": {
                **BOOLEAN,
                "description": "The original says something newer than this translation.",
            },
        },
        description="How far these words are a translation of the original's.",
    ),
    "OrganisationLink": closed(
        {
            "key": UUID,
            "locale": LOCALE,
            "name": STRING,
            "short_name": STRING,
            "country": {"type": ["string", "null"], "description": "ISO 3166-1 alpha-2."},
            "website": nullable(URI),
        },
        description="An organisation, in the document's language if it is published in that.",
    ),
}
