"""Wagtail's own database search, on whichever database the site has, over analysed text.

`WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backend"}}`. Pages, pictures, files and
choosers are searched by it in the admin as well: nothing else in Wagtail has to know.
"""

from functools import cache
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from modelsearch.backends import database

from search.backend.index import AnalysedIndex


def SearchBackend(params: dict[str, Any]) -> Any:
    """The backend for the site's database."""
    stock: Any = type(database.SearchBackend(params))
    return analysing(stock)({"SEARCH_CONFIG": "simple", **params})


@cache
def analysing(stock: Any) -> Any:
    """The database's own backend, with our index, queries and results."""
    if connection.vendor == "sqlite":
        from search.backend.sqlite import Autocomplete, Compiler, Results
    elif connection.vendor == "postgresql":
        from search.backend.postgresql import Autocomplete, Compiler, Results
    else:
        raise ImproperlyConfigured(f"search.backend has nothing for {connection.vendor}.")
    parts = {
        "index_class": type("Index", (AnalysedIndex, stock.index_class), {}),
        "query_compiler_class": Compiler,
        "autocomplete_query_compiler_class": Autocomplete,
        "results_class": Results,
    }
    return type("AnalysingSearchBackend", (stock,), parts)
