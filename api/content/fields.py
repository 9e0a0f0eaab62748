"""The same for the fields of a model: what they name, what they are as JSON, and their schema."""

from typing import Any

from django.db import models
from django_countries.fields import CountryField
from wagtail.fields import RichTextField, StreamField

from api.content import blocks
from api.content.references import References, Scope
from api.content.schema import (
    DATE,
    EXTENSIBLE,
    INTEGER,
    STRING,
    URI,
    Components,
    Schema,
    array,
    nullable,
    ref,
)
from images.models import Picture


def names_of(model: type[models.Model]) -> list[str]:
    """The fields that the API shows: the model's `api_fields`."""
    return [field.name for field in getattr(model, "api_fields", [])]


def is_long(field: models.Field) -> bool:
    """Whether the field is left out of summaries: it is what a detail is asked for."""
    return isinstance(field, RichTextField | StreamField)


def collect(field: models.Field, instance: Any, references: References) -> None:
    """Add what the field of an instance names."""
    match field:
        case RichTextField():
            blocks.collect_rich_text(getattr(instance, field.name) or "", references)
        case StreamField():
            raw = list(getattr(instance, field.name).raw_data)
            blocks.collect(field.stream_block, raw, references)
        case models.ForeignKey(related_model=related) if related is Picture:
            references.images |= {getattr(instance, field.attname)} - {None}


def serialise(field: models.Field, instance: Any, scope: Scope) -> Any:
    """The field's value as JSON."""
    match field:
        case RichTextField():
            return blocks.rich_text(getattr(instance, field.name) or "", scope)
        case StreamField():
            return blocks.serialise(field.stream_block, getattr(instance, field.name), scope)
        case models.ForeignKey():
            return picture(field, instance, scope)
        case CountryField():
            return getattr(instance, field.name).code or None
        case models.URLField():
            return getattr(instance, field.name) or None
    return getattr(instance, field.name)


def picture(field: models.ForeignKey, instance: Any, scope: Scope) -> dict | None:
    """The picture, its alt text from the field `<name>_alt` if there is one; else it decorates."""
    alt = getattr(instance, f"{field.name}_alt", "")
    return scope.image(getattr(instance, field.attname), alt, decorative=not alt)


def schema(field: models.Field, components: Components) -> Schema:
    """What `serialise` gives. LookupError if it is a kind of field that has not occurred yet."""
    match field:
        case RichTextField():
            return nullable(ref("RichText"))
        case StreamField():
            name = field.model.__name__.removesuffix("Page") + field.name.title().replace("_", "")
            return array(blocks.union(field.stream_block, components, name, prefix=name))
        case models.ForeignKey(related_model=related) if related is Picture:
            return nullable(ref("Image"))
        case models.DateField() | models.IntegerField():
            found = DATE if isinstance(field, models.DateField) else INTEGER
            return nullable(found) if field.null else found
        case models.CharField() | models.TextField():
            return text(field)
    raise LookupError(f"the API does not know fields like {field}: see api/content/fields.py")


def text(field: models.Field) -> Schema:
    """Plain text, a country, an address, or one of several choices."""
    if isinstance(field, CountryField):
        return nullable({**STRING, "description": "ISO 3166-1 alpha-2."})
    if isinstance(field, models.URLField):
        return nullable(URI)
    if field.choices:
        return {**STRING, EXTENSIBLE: [key for key, _label in field.choices]}
    return STRING
