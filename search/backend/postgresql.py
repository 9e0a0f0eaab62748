"""PostgreSQL: one rank for the whole query, by the index that a migration makes."""

from typing import Any

from django.contrib.postgres.search import SearchQuery as TSQuery
from django.contrib.postgres.search import SearchRank
from modelsearch.backends.database.postgres.postgres import (
    PostgresAutocompleteQueryCompiler,
    PostgresSearchQueryCompiler,
    PostgresSearchResults,
)
from modelsearch.backends.database.postgres.query import Lexeme
from modelsearch.query import MatchAll, Not, SearchQuery

from search.backend.queries import AnalysedCompiler, Word


class OneRank(AnalysedCompiler):
    """A mixin: words with several ways, ranked together."""

    def build_tsquery_content(
        self, query: SearchQuery, config: Any = None, invert: bool = False
    ) -> Any:
        """A word is one of its ways; anything else as always."""
        if not isinstance(query, Word):
            return super().build_tsquery_content(query, config=config, invert=invert)  # type: ignore[misc]
        ways = [Lexeme(way, invert=invert, prefix=query.unfinished) for way in query.ways]
        # As one text: an expression for each way would take longer than the search itself
        texts = [param for way in ways for param in way.as_sql(None, None)[1]]
        text = f" {'&' if invert else '|'} ".join(texts)
        return TSQuery(text, search_type="raw", config=config)

    def build_tsrank(
        self, vector: Any, query: SearchQuery, config: Any = None, boost: float = 1.0
    ) -> Any:
        """Of the whole query: the stock one asks once for every word."""
        weights = self.sql_weights  # type: ignore[attr-defined]
        return SearchRank(vector, self.build_tsquery(query, config=config), weights=weights)  # type: ignore[attr-defined]

    def get_search_vectors(self, search_query: Any) -> Any:
        """The index's own, of the title alone if only that is asked for."""
        vectors = self.get_index_vectors(search_query)  # type: ignore[attr-defined]
        return vectors[:1] if self.fields else vectors


class Compiler(OneRank, PostgresSearchQueryCompiler):
    """Whole words."""


class Autocomplete(OneRank, PostgresAutocompleteQueryCompiler):
    """Words of which the last is unfinished."""

    UNFINISHED = True


class Results(PostgresSearchResults):
    """Objects in the order of their scores."""

    def rows(self, *columns: str) -> list[tuple]:
        """The score (the highest is the best) and these columns of everything that is found."""
        if isinstance(self.query_compiler.query, MatchAll | Not):
            return []
        found = self.annotate_score("search_score").get_queryset()
        return list(found.order_by().values_list("search_score", *columns))
