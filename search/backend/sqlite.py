"""SQLite: one full-text query per search, which weighs the title.

The stock compiler asks FTS5 again for every object that is found, which takes seconds for a
common word, and cannot weigh columns.
"""

import json
from typing import Any

from django.db.models import F, FloatField, Func, QuerySet, Value
from django.db.models.expressions import RawSQL
from modelsearch.backends.database.sqlite.query import (
    Lexeme,
    MatchExpression,
    SearchQueryExpression,
    SQLiteFTSIndexEntry,
    normalize,
)
from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteAutocompleteQueryCompiler,
    SQLiteSearchQueryCompiler,
    SQLiteSearchResults,
)
from modelsearch.query import MatchAll, Not, SearchQuery
from modelsearch.utils import get_descendants_content_types_pks

from search.backend.queries import AnalysedCompiler, Word


class Rank(Func):
    """BM25 with weights of the columns autocomplete, body and title; the best is the lowest."""

    template = f"bm25({SQLiteFTSIndexEntry._meta.db_table}, 1.0, 1.0, 4.0)"
    output_field = FloatField()


class OneQuery(AnalysedCompiler):
    """A mixin: what is found, and how well, from one full-text query."""

    def build_search_query_content(self, query: SearchQuery, config: Any = None) -> Any:
        """A word is one of its ways; anything else as always."""
        if not isinstance(query, Word):
            return super().build_search_query_content(query, config=config)  # type: ignore[misc]
        ways = [Lexeme(way, prefix=query.unfinished) for way in query.ways]
        # As one text: an expression for each way would take longer than the search itself
        texts = [template % param for template, (param,) in (w.as_sql(None, None) for w in ways)]
        return SearchQueryExpression(Value(f"({' OR '.join(texts)})"), config=config)

    def matches(self, config: Any) -> QuerySet | None:
        """The index entries; None where the stock compiler must do (all, none, all but)."""
        query = normalize(self.query)
        if isinstance(query, MatchAll | Not):
            return None
        columns = self.fields or self.FTS_TABLE_FIELDS  # type: ignore[attr-defined]
        match = MatchExpression(columns, self.build_search_query(query, config=config))  # type: ignore[attr-defined]
        # The sum keeps SQLite from going through all objects of the type and asking FTS5 for each
        type_ = F("index_entry__content_type_id") + 0
        types = get_descendants_content_types_pks(self.queryset.model)
        return SQLiteFTSIndexEntry.objects.alias(type=type_).filter(match, type__in=types)

    def scores(self, config: Any) -> dict[Any, float] | None:
        """How well each object matches, by its primary key: the lowest is the best."""
        found = self.matches(config)
        if found is None or not self.order_by_relevance:  # type: ignore[attr-defined]
            return None
        to_python = self.queryset.model._meta.pk.to_python
        rows = found.annotate(score=Rank()).values_list("index_entry__object_id", "score")
        return {to_python(key): score for key, score in rows}

    def search(
        self, config: Any, start: int | None, stop: int | None, score_field: str | None = None
    ) -> QuerySet:
        """The objects without their order, for counts and facets."""
        found = self.matches(config)
        if found is None or score_field is not None:
            return super().search(config, start, stop, score_field)  # type: ignore[misc]
        queryset = self.queryset.filter(pk__in=found.values_list("index_entry__object_id"))
        return (queryset if queryset.query.order_by else queryset.order_by("-pk"))[start:stop]


class Compiler(OneQuery, SQLiteSearchQueryCompiler):
    """Whole words."""


class Autocomplete(OneQuery, SQLiteAutocompleteQueryCompiler):
    """Words of which the last is unfinished."""

    UNFINISHED = True


class Results(SQLiteSearchResults):
    """Objects in the order of their scores."""

    def _do_search(self) -> list[Any]:
        compiler = self.query_compiler
        scores = compiler.scores(compiler.get_config(self.backend))
        if scores is None:
            return super()._do_search()
        ranked = sorted(self.found(scores, "pk"), key=lambda row: (scores[row[0]], -row[0]))
        best = [pk for (pk,) in ranked[self.start : self.stop]]
        objects = compiler.queryset.order_by().in_bulk(best)
        if self._score_field:
            for pk, instance in objects.items():
                setattr(instance, self._score_field, scores[pk])
        return [objects[pk] for pk in best if pk in objects]

    def found(self, scores: dict[Any, float], *columns: str) -> list[tuple]:
        """These columns of those that the queryset has, in no order."""
        # As one parameter: a statement may not have tens of thousands
        keys = RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(scores), default=str)])
        queryset = self.query_compiler.queryset.filter(pk__in=keys)
        return list(queryset.order_by().values_list(*columns))

    def rows(self, *columns: str) -> list[tuple]:
        """The score (the highest is the best) and these columns of everything that is found."""
        compiler = self.query_compiler
        scores = compiler.scores(compiler.get_config(self.backend))
        if scores is None:
            return []
        return [(-scores[pk], *row) for pk, *row in self.found(scores, "pk", *columns)]
