"""`search/` and `suggest/` for apps: what is found, why, and where in it, as offsets."""

import re
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from api.content.encoding import dumps
from api.content.schema import (
    DATE,
    EXTENSIBLE,
    INTEGER,
    LOCALE,
    STRING,
    URI,
    UUID,
    Schema,
    array,
    closed,
    nullable,
    ref,
)
from api.content.shapes import PRECISIONS
from api.http.answers import Answer
from api.v1 import cursors
from api.v1.endpoint import endpoint
from api.v1.openapi import NEXT
from api.v1.parameters import LANGUAGES, LIMIT, Choice, Choices, Cursor, Integer, Text
from api.v1.query import Query, refusal
from search.analysis import LONGEST
from search.excerpts import Range, in_utf16
from search.finding import Found, Hit, Match, Question, Suggestion, find, suggestions
from search.kinds import KINDS, LABELS
from search.models import Passage

FURTHEST = 10_000  # results; nobody reads on, but a cursor can be made up

RANGES: Schema = {
    "type": "array",
    "items": {"type": "array", "items": INTEGER, "minItems": 2, "maxItems": 2},
    "description": "What was found in it: from, to, in UTF-16 code units.",
}
KIND: Schema = {**STRING, EXTENSIBLE: KINDS}
WHERE: dict[str, Schema] = {
    "kind": KIND,
    "locale": LOCALE,
    "title": STRING,
    "title_ranges": RANGES,
    "url": {**nullable(URI), "description": "Where it is read: a block by its place in the issue."},
    "document": {
        **closed({"type": STRING, "key": UUID}),
        "description": "The page or organisation that it is, or is in.",
    },
    "block_id": {**nullable(STRING), "description": "The block of the issue; null for the whole."},
}
HIT = closed(
    {
        **WHERE,
        "match": {
            **STRING,
            EXTENSIBLE: [str(match) for match in Match],
            "description": "Why: it has all words; another name; another language; or nearly.",
        },
        "excerpt": STRING,
        "excerpt_ranges": RANGES,
        "date": {
            **nullable(DATE),
            "description": "The first day of an event, else that of the issue.",
        },
        "date_precision": {
            **nullable(STRING),
            EXTENSIBLE: PRECISIONS,
            "description": "How exactly `date` is known: of a `month` it is the first day.",
        },
        "image": nullable(ref("Image")),
        "issue": {
            **nullable(closed({"title": STRING, "url": URI})),
            "description": "The issue that the block is in.",
        },
    },
    description="A part of an issue, an issue, an organisation or a page, and why it is here.",
)


def counted(value: Schema) -> Schema:
    """How many there are of each value."""
    return array(closed({"value": value, "count": INTEGER}))


RESULTS = closed(
    {
        "items": array(ref("SearchHit")),
        **NEXT,
        "total": INTEGER,
        "match": {
            **nullable(STRING),
            "description": "How the best was found, as in items; null if nothing was.",
        },
        "did_you_mean": {
            **nullable(STRING),
            "description": "A query that does find something: `items`.",
        },
        "facets": {
            **closed({"kind": counted(KIND), "year": counted(INTEGER)}),
            "description": "How many of each there would be, with the other parameter as it is.",
        },
    },
    description="What a search found, the best first.",
)
LANGUAGE = Choice(
    "locale",
    [*LANGUAGES, "all"],
    required=True,
    description="The language to search in, or `all`.",
)
QUERY = Text("q", LONGEST, required=True, description="What somebody looks for.")


@endpoint(
    "search/",
    "search",
    summary="Interviews, events, profiles, issues, organisations and pages that say something",
    description="Words are found in every form of theirs, in Korean with or without spaces and "
    "particles; the best comes first. If nothing in the language has all the words, `match` "
    "says what is given instead: another name for the same, what other languages have, or what "
    "comes near.",
    answer="SearchResults",
    parameters=(
        QUERY,
        LANGUAGE,
        Choices("kind", KINDS, description="Only these."),
        Integer("year", 1900, 2200, description="Only what is of this year."),
        LIMIT,
        Cursor(),
    ),
    tag="search",
    problems=(),
    schemas={"SearchHit": HIT, "SearchResults": RESULTS},
)
def search(request: HttpRequest, asked: Query) -> Answer:
    """In any form of its words, in Korean with or without spaces and particles, the best first.

    If nothing in the language has the words or other names of the same, `match` tells what is
    given in their place: what other languages have, or what comes near.
    """
    locale = None if asked["locale"] == "all" else asked["locale"]
    years = (asked["year"],) if asked["year"] else ()
    found = find(Question(asked["q"], locale, tuple(asked["kind"] or ()), years))
    start = offset(asked["cursor"])
    stop = start + asked["limit"]
    more = stop < min(len(found.chosen), FURTHEST)
    data = {
        "items": [shown(hit) for hit in found.hits(start, stop)],
        **asked.after(str(stop) if more else None),
        "total": len(found.chosen),
        "match": found.match,
        "did_you_mean": found.suggestion,
        "facets": facets(found),
    }
    keys = ("search", f"locale-{asked['locale']}")
    return Answer(dumps(data), language=locale or "", keys=keys)


def offset(cursor: str | None) -> int:
    """How many results were given already. Problem (400) if the cursor is not one of ours."""
    if cursor is None:
        return 0
    if not (re.fullmatch("[0-9]{1,5}", cursor) and int(cursor) <= FURTHEST):
        raise refusal([("invalid-cursor", "cursor", cursors.NOT_OURS)])
    return int(cursor)


def facets(found: Found) -> dict[str, Any]:
    """How many there are of each kind and year."""
    return {
        "kind": [{"value": value, "count": count} for value, count in found.kinds()],
        "year": [{"value": value, "count": count} for value, count in found.years()],
    }


def shown(hit: Hit) -> dict[str, Any]:
    """A result."""
    excerpt = hit.excerpt
    return {
        **where(hit.passage, hit.marks, hit.url),
        "match": hit.match,
        "excerpt": excerpt.text,
        "excerpt_ranges": in_utf16(excerpt.text, excerpt.ranges),
        "date": hit.passage.day,
        "date_precision": hit.passage.precision or None,
        "image": hit.passage.image,
        "issue": hit.whole
        and {
            "title": hit.whole.title,
            "url": f"{settings.PUBLIC_URL}{hit.passage.document.path}",
        },
    }


def where(passage: Passage, marks: list[Range], url: str) -> dict[str, Any]:
    """What something is and where it is read."""
    return {
        "kind": passage.kind,
        "locale": passage.locale,
        "title": title_of(passage),
        "title_ranges": in_utf16(passage.title, marks),
        "url": f"{settings.PUBLIC_URL}{url}" if url else None,
        "document": {"type": passage.document.type, "key": passage.document.key},
        "block_id": passage.block_id or None,
    }


def title_of(passage: Passage) -> str:
    """What it is called; in its own language what it is, if it has no title."""
    with translation.override(passage.locale):
        return passage.title or str(LABELS.get(passage.kind, passage.kind))


@endpoint(
    "suggest/",
    "suggest",
    summary="Titles that go on as somebody has begun to type",
    description="Titles that begin with, or have words that begin with, what somebody has typed "
    "so far. Ask with every letter: it takes a few milliseconds, and answers may be kept for a "
    "minute.",
    answer="Suggestions",
    parameters=(
        QUERY,
        LANGUAGE,
        Integer("limit", 1, 20, default=8, description="Items in one answer."),
    ),
    tag="search",
    problems=(),
    schemas={
        "Suggestion": closed(WHERE, description="Something that the typed words lead to."),
        "Suggestions": closed(
            {"items": array(ref("Suggestion"))}, description="The best suggestions, the best first."
        ),
    },
)
def suggest(request: HttpRequest, asked: Query) -> Answer:
    """To be asked with every letter: a few milliseconds, and kept for a minute."""
    locale = None if asked["locale"] == "all" else asked["locale"]
    items = suggestions(asked["q"], locale, asked["limit"])
    data = {"items": [suggestion(each) for each in items]}
    keys = ("search", f"locale-{asked['locale']}")
    return Answer(dumps(data), language=locale or "", keys=keys)


def suggestion(each: Suggestion) -> dict[str, Any]:
    """A suggestion."""
    return where(each.passage, each.marks, each.url)
