"""The search of readers and apps: what is asked, what is found, and why."""

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from django.db.models import QuerySet
from modelsearch.backends.base import BaseSearchResults
from wagtail.search.backends import get_search_backend

from api.models import Document
from api.store.freshness import is_resting
from api.store.touches import position
from search.analysis import Term, query_terms
from search.analysis.endings import OPEN
from search.excerpts import Excerpt, Range, excerpt, marks
from search.models import Passage
from search.names import variants
from search.spelling import did_you_mean

COLUMNS = ("pk", "document_id", "block_id", "locale", "kind", "day", "title")
ELSEWHERE = 1000  # of an engine that cannot list all that it finds
CLOSE = 10  # shown if nothing matches
WORTH = 0.5  # of the best of these
LIKE = math.log(1.1)  # scores that differ by less are equal: the newer one comes first
# What an input method has at the end of a text while a syllable of Hangul is put together
UNFINISHED_JAMO = re.compile("[ㄱ-ㅣ\u1100-\u11ff]+$")
OPEN_SYLLABLE = re.compile(f"[{OPEN}]$")
LOOKED_AT = 50  # issues whose own titles are compared


class Match(StrEnum):
    """Why something was found."""

    EXACT = "exact"  # it has all the words
    NAME = "name"  # it has another name for what was asked for
    LANGUAGE = "language"  # it is in another language
    CLOSE = "close"  # it has some of the words, or part of them


@dataclass(frozen=True)
class Question:
    """What somebody looks for; in every language if `locale` is None."""

    text: str
    locale: str | None
    kinds: tuple[str, ...] = ()
    years: tuple[int, ...] = ()


class Row(NamedTuple):
    """Something that was found."""

    score: float
    pk: int
    document_id: int
    block_id: str
    locale: str
    kind: str
    day: date | None
    title: str


@dataclass(frozen=True)
class Hit:
    """A result as it is shown."""

    passage: Passage
    match: Match
    excerpt: Excerpt
    marks: list[Range]
    url: str
    whole: Passage | None  # the issue that the block is in


@dataclass
class Found:
    """The answer to a question: rows in their order, and each one's match."""

    question: Question
    terms: list[Term]
    seq: int
    rows: list[Row] = field(default_factory=list)
    matches: dict[int, Match] = field(default_factory=dict)
    suggestion: str | None = None

    @property
    def match(self) -> Match | None:
        """How the best of them was found; None if nothing was."""
        return self.matches[self.rows[0].pk] if self.rows else None

    @cached_property
    def chosen(self) -> list[Row]:
        """Those of the kinds and years asked for."""
        return self.narrowed(self.question.kinds, self.question.years)

    def narrowed(self, kinds: tuple[str, ...], years: tuple[int, ...]) -> list[Row]:
        """Those of these kinds and years; of any if none are named."""
        return [
            row
            for row in self.rows
            if (not kinds or row.kind in kinds)
            and (not years or (row.day and row.day.year in years))
        ]

    def kinds(self) -> list[tuple[str, int]]:
        """How many there are of each kind in the years asked for, the most first."""
        return Counter(row.kind for row in self.narrowed((), self.question.years)).most_common()

    def years(self) -> list[tuple[int, int]]:
        """How many there are of each year of the kinds asked for, the latest first."""
        rows = self.narrowed(self.question.kinds, ())
        return sorted(Counter(row.day.year for row in rows if row.day).items(), reverse=True)

    def hits(self, start: int, stop: int) -> list[Hit]:
        """Some of them, as they are shown; two queries, or three."""
        rows = self.chosen[start:stop]
        found = with_documents().in_bulk([row.pk for row in rows])
        wholes = self.wholes(found.values())
        return [
            Hit(
                passage=found[row.pk],
                match=self.matches[row.pk],
                excerpt=excerpt(found[row.pk].text, self.terms),
                marks=marks(found[row.pk].title, self.terms),
                url=address(found[row.pk]),
                whole=wholes.get(found[row.pk].document_id) if row.block_id else None,
            )
            for row in rows
            if row.pk in found
        ]

    def wholes(self, passages: Iterable[Passage]) -> dict[int, Passage]:
        """The issues of blocks, by document."""
        documents = {passage.document_id for passage in passages if passage.block_id}
        found = Passage.objects.filter(document__in=documents, block_id="").defer("text", "image")
        return {whole.document_id: whole for whole in found.select_related(None)}


def find(question: Question) -> Found:
    """Everything that has all the words; by other names, in other languages, or nearly if nothing.

    What could be seen by anybody when it was asked: the store is brought up to date first.
    """
    seq = position()
    found = Found(question, query_terms(question.text), seq)
    if not found.terms:
        return found
    locale = question.locale
    found_in(found, locale, Match.EXACT, Match.NAME)
    if not found.rows and locale:
        found_in(found, None, Match.LANGUAGE, Match.LANGUAGE)
    if not found.rows:
        find_close(found)
    return found


def found_in(found: Found, locale: str | None, literal: Match, named: Match) -> None:
    """Add what has the words themselves, then what has other names."""
    text = found.question.text
    names = variants(text, found.seq)
    add(found, rows(text, locale), literal)
    other = [row for name in names for row in rows(name, locale)]
    add(found, other, named)
    if other:  # so that these words are marked as well
        found.terms += [term for name in names for term in query_terms(name)]


def find_close(found: Found) -> None:
    """Add what corrected words find; if nothing, what has some of the words or of their parts."""
    question = found.question
    better = did_you_mean(question.text, question.locale, found.seq)
    if better and (corrected := rows(better, question.locale)):
        found.suggestion, found.terms = better, query_terms(better)
        add(found, corrected, Match.CLOSE)
        return
    tokens = dict.fromkeys(token for term in found.terms for token in term[0])
    found.terms = [[[token]] for token in tokens]
    add(found, close(question.text, question.locale), Match.CLOSE)


def add(found: Found, rows_: list[Row], match: Match) -> None:
    """Add those that are new, in their order."""
    new = {row.pk: row for row in rows_ if row.pk not in found.matches}
    found.rows += ranked(without_repeats(list(new.values()), found.terms))
    found.matches |= dict.fromkeys(new, match)


def rows(text: str, locale: str | None) -> list[Row]:
    """Everything that has all words of a text, in no order."""
    return listed(text, locale, "and")


def close(text: str, locale: str | None) -> list[Row]:
    """The best of what has any of the words, or of their syllables."""
    best = sorted(listed(text, locale, "or"), key=lambda row: -row.score)[:CLOSE]
    return [row for row in best if row.score >= WORTH * best[0].score]


def listed(text: str, locale: str | None, operator: str) -> list[Row]:
    """What the search engine finds."""
    return in_rows(get_search_backend().search(text, passages_in(locale), operator=operator))


def in_rows(results: BaseSearchResults) -> list[Row]:
    """The results of whatever engine the settings name."""
    if hasattr(results, "rows"):
        return without_expired([Row(*row) for row in results.rows(*COLUMNS)])
    found = results.annotate_score("score")[:ELSEWHERE]
    rows = [Row(each.score, *(getattr(each, name) for name in COLUMNS)) for each in found]
    return without_expired(rows)


def without_expired(rows: list[Row]) -> list[Row]:
    """Those that may be told, where nobody could take the others out of the index."""
    if not is_resting():
        return rows
    expired = set(Document.objects.expired().values_list("pk", flat=True))
    return [row for row in rows if row.document_id not in expired]


def passages_in(locale: str | None) -> QuerySet[Passage]:
    """The passages in a language, or in all."""
    return Passage.objects.filter(locale=locale) if locale else Passage.objects.all()


def without_repeats(found: list[Row], terms: list[Term]) -> list[Row]:
    """Without issues that were found only because of a block that was found as well."""
    with_blocks = {row.document_id for row in found if row.block_id}
    repeats = [r for r in found if not r.block_id and r.document_id in with_blocks]
    best = sorted(repeats, key=lambda row: -row.score)
    dropped = {r.pk for r in best[LOOKED_AT:]}
    dropped |= {row.pk for row in best[:LOOKED_AT] if not marks(row.title, terms)}
    return [row for row in found if row.pk not in dropped]


def ranked(found: list[Row]) -> list[Row]:
    """The best first; of those that are about equal the newest."""

    def place(row: Row) -> tuple:
        score = round(math.log(max(row.score, 1e-9)) / LIKE)
        return -score, -(row.day.toordinal() if row.day else 0), -row.pk

    return sorted(found, key=place)


def with_documents() -> QuerySet[Passage]:
    """Passages, with as much of their documents as addresses need."""
    public = Passage.objects.filter(document__gone=False)
    return public.select_related("document").defer("document__payload", "document__rich")


def address(passage: Passage) -> str:
    """Where it is read, from the site's root; empty for organisations if they have no page."""
    path = passage.document.path
    return f"{path}#{passage.block_id}" if passage.block_id else path


@dataclass(frozen=True)
class Suggestion:
    """A title that goes on as somebody has begun to type."""

    passage: Passage
    marks: list[Range]
    url: str


def begun(text: str, locale: str | None) -> list[Row]:
    """Everything with a title that has the words, the last one perhaps only begun."""
    if not query_terms(text, whole=False):
        return []
    results = get_search_backend().autocomplete(text, passages_in(locale), operator="and")
    return in_rows(results)


def suggestions(text: str, locale: str | None, limit: int) -> list[Suggestion]:
    """Titles that have words which begin like this; each title once."""
    position()
    text = UNFINISHED_JAMO.sub("", text)
    found = begun(text, locale)
    if not found and OPEN_SYLLABLE.search(text):  # 난미 on the way to 난민
        text = text[:-1]
        found = begun(text, locale)
    terms = query_terms(text, whole=False)
    once: dict[str, int] = {}
    for row in ranked(found):
        once.setdefault(row.title.casefold(), row.pk)
    best = list(once.values())[:limit]
    chosen = with_documents().defer("text", "image").in_bulk(best)
    return [
        Suggestion(
            passage=chosen[pk],
            marks=marks(chosen[pk].title, terms, unfinished=True),
            url=address(chosen[pk]),
        )
        for pk in best
        if pk in chosen
    ]
