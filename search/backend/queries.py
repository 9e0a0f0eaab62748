"""What is asked of the index: queries, rewritten to the tokens that the index holds."""

from typing import Any

from modelsearch.query import (
    MATCH_ALL,
    MATCH_NONE,
    And,
    Boost,
    Fuzzy,
    MatchAll,
    Not,
    Or,
    Phrase,
    PlainText,
    SearchQuery,
)

from search.analysis import MOST_TERMS, Term, query_terms


class Word(PlainText):
    """A word of a query: any of its `ways` will do, each a row of tokens side by side.

    The last token of an `unfinished` word is a beginning.
    """

    def __init__(self, ways: Term, *, unfinished: bool = False) -> None:
        super().__init__(" ".join(ways[0]))
        self.unfinished = unfinished
        # Both databases read a comma within a token as “next to”
        self.ways = [",".join(way) for way in ways]


def analysed(query: SearchQuery, *, unfinished: bool = False) -> SearchQuery:
    """The query as it can be asked of an analysed index; MATCH_NONE if it holds no word."""
    if isinstance(query, Word):
        return query
    if isinstance(query, Fuzzy):  # no words are as wrong as that: tokens are compared
        return words(query.query_string, "or", unfinished=unfinished)
    if isinstance(query, PlainText):
        return words(query.query_string, query.operator, unfinished=unfinished)
    if isinstance(query, Phrase):
        return phrase(query.query_string)
    if isinstance(query, Boost):
        return analysed(query.subquery, unfinished=unfinished)
    if isinstance(query, Not):
        inner = analysed(query.subquery, unfinished=unfinished)
        return MATCH_ALL if is_none(inner) else Not(inner)
    if isinstance(query, And | Or):
        parts = [analysed(each, unfinished=unfinished) for each in query.subqueries]
        return combined(type(query), parts)
    return query


def words(text: str, operator: str, *, unfinished: bool = False) -> SearchQuery:
    """All words of a text, or any of them."""
    terms = query_terms(text, whole=not unfinished)
    if operator == "or":  # then any pair of syllables will do as well: it finds near misses
        tokens = dict.fromkeys(token for term in terms for token in term[0])
        return combined(Or, [Word([[token]]) for token in list(tokens)[: 2 * MOST_TERMS]])
    last = len(terms) - 1
    return combined(
        And, [Word(term, unfinished=unfinished and at == last) for at, term in enumerate(terms)]
    )


def phrase(text: str) -> SearchQuery:
    """Words in a row."""
    ways: Term = [[]]
    for term in query_terms(text):
        ways = [[*way, *more] for way in ways for more in term][:MOST_TERMS]
    return Word(ways) if ways[0] else MATCH_NONE


def combined(kind: Any, parts: list[SearchQuery]) -> SearchQuery:
    """All parts, or one of them, without those that say nothing: databases cannot write these."""
    decisive, void = (is_none, is_all) if kind is And else (is_all, is_none)
    for part in parts:
        if decisive(part):
            return part
    telling = [part for part in parts if not void(part)]
    if not telling:
        return parts[0] if parts else MATCH_NONE
    return telling[0] if len(telling) == 1 else kind(telling)


def is_all(query: SearchQuery) -> bool:
    """Whether it finds everything."""
    return isinstance(query, MatchAll)


def is_none(query: SearchQuery) -> bool:
    """Whether it finds nothing."""
    return isinstance(query, Not) and is_all(query.subquery)


class AnalysedCompiler:
    """A mixin for a database's compiler of queries."""

    query: SearchQuery
    queryset: Any
    fields: list[str] | None
    UNFINISHED = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.query = analysed(self.query, unfinished=self.UNFINISHED)

    def check(self) -> None:
        """As always; but the index tells nothing apart save the title and all the rest."""
        super().check()  # type: ignore[misc]
        self.fields = ["title"] if self.fields == ["title"] else None
