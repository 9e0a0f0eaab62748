"""A system check: the index was made by the analyser that asks it now."""

from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connections

from search.models import IndexedModel


@register(Tags.database)
def check_index(databases: Any = None, **_options: Any) -> list[CheckMessage]:
    """After an upgrade words may be found by other tokens than the index has."""
    from search.reindex import outdated

    if (
        not databases
        or IndexedModel._meta.db_table not in connections["default"].introspection.table_names()
    ):
        return []  # not migrated yet
    if models := outdated():
        return [
            Warning(
                f"Search cannot find all it should: {', '.join(models)} were indexed by another "
                "version of the analyser, or not to the end.",
                hint="Run: manage.py search_index (it can be stopped and goes on where it was)",
                id="search.W001",
            )
        ]
    return []
