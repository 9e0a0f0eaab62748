"""A system check: every block and field that the API shows is one that it knows."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from api.content import shapes
from api.content.documents import KINDS


@register()
def check_schema(**_options: Any) -> list[CheckMessage]:
    """Derive the schemas of all documents; an editor would otherwise be the first to notice."""
    components = shapes.components()
    try:
        for kind in KINDS.values():
            kind.add_schemas(components)
    except LookupError as error:
        return [Error(str(error).strip("'\""), id="api.E001")]
    return []
