"""How the store is read: one query tells whether the client's copy is fresh, one gets the words."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from api.content.encoding import dumps, without
from api.http.answers import Answer
from api.http.problems import Problem
from api.models import Document, Entry
from api.store.freshness import REST, catch_up, is_behind
from api.store.sequencer import pending
from api.v1.query import Query

HEAD_FIELDS = ("pk", "locale", "gone", "etag", "changed_at", "type", "key", "expires_at", "behind")


def row_of(queryset: QuerySet, *fields: str) -> dict[str, Any] | None:
    """The first row, as it is after everything that was committed by now; usually one query."""
    found = queryset.annotate(behind=pending()).values(*fields, "behind").first()
    if found["behind"] if found else is_behind():
        catch_up()
        found = queryset.values(*fields).first()
    return found


def newest(queryset: QuerySet) -> int:
    """The highest number among these documents: whether a list of them has changed."""
    row = row_of(queryset.order_by("-seq"), "seq")
    return row["seq"] if row else 0


def prefix(requested: str, found: str) -> bytes:
    """What every document starts with; see content.documents.base."""
    start = {"locale_requested": requested, "is_fallback": requested != found}
    return dumps(start)[:-1]


def asked_in(locale: str, found: str, words: bytes) -> bytes:
    """A stored document as the answer to a question for it in `locale`."""
    if locale == found:
        return words
    return prefix(locale, found) + words[len(prefix(found, found)) :]


def column(rich_text: str, *, full: bool) -> str:
    """Where the words of this form are stored."""
    if not full:
        return "summary"
    return "payload" if rich_text == "html" else "rich"


def in_form(words: str, rich_text: str, *, full: bool = True) -> bytes:
    """Stored words in the form asked for."""
    if full and rich_text == "nodes":
        return dumps(without(orjson.loads(words), "html"))
    return words.encode()


def document(conditions: dict[str, Any], asked: dict[str, Any], what: str) -> Answer:
    """The answer that is one document, in the language asked for or its fallback.

    `conditions` are values of columns by name, such as {"key": UUID, "type": "issue"}.
    """
    locale, fallback = asked["locale"], asked.get("fallback") or asked["locale"]
    row = head(conditions, locale, fallback)
    if row["behind"] if row else is_behind():
        catch_up()
        row = head(conditions, locale, fallback)
    if row is None or row["gone"]:
        found = Document.objects.filter(**conditions)
        raise absence(found, asked, what, gone=bool(row))
    return answer(row, locale, asked["rich_text"])


# By hand: the ORM takes longer to write these statements than all the rest of an answer takes
BEHIND = """
       EXISTS (SELECT 1 FROM api_mark WHERE urgent AND (retry_at IS NULL OR retry_at <= %s))
       OR EXISTS (SELECT 1 FROM api_document WHERE due_at <= %s) AS behind
"""
HEAD = """
SELECT id, locale, gone, etag, changed_at, type, key, expires_at, {behind}
FROM api_document WHERE {conditions} AND locale IN (%s, %s)
ORDER BY gone, locale <> %s, id LIMIT 1
"""
NEWEST = "(SELECT MAX(seq) FROM api_document WHERE locale = %s)"
NUMBERS = "SELECT {newest}, {behind} FROM api_counter"


def numbers(locales: list[str]) -> dict[str, int]:
    """The number of the latest change in each language, after all that was committed by now."""
    newest = ", ".join([NEWEST] * len(locales))
    statement = NUMBERS.format(newest=newest, behind=BEHIND)
    for attempt in ("kept", "caught up"):
        values = [*locales, *[in_database("due_at", timezone.now())] * 2]
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            row = cursor.fetchone()
        if attempt == "caught up" or (row and not row[-1]):
            break
        catch_up()
    found = row[:-1] if row else [None] * len(locales)  # a brand-new store has no row
    return {locale: number or 0 for locale, number in zip(locales, found, strict=True)}


def head(conditions: dict[str, Any], locale: str, fallback: str) -> dict[str, Any] | None:
    """What is known of a document besides its words, and whether the store is behind."""
    wanted = " AND ".join(f"{name} = %s" for name in conditions)
    statement = HEAD.format(conditions=wanted, behind=BEHIND)
    values = [in_database("due_at", timezone.now())] * 2
    values += [in_database(name, value) for name, value in conditions.items()]
    for row in Document.objects.raw(statement, [*values, locale, fallback, locale]):
        return {name: getattr(row, name) for name in HEAD_FIELDS}
    return None


def in_database(name: str, value: Any) -> Any:
    """A document's value as the database's driver takes it."""
    return Document._meta.get_field(name).get_db_prep_value(value, connection)


def answer(row: dict[str, Any], locale: str, rich_text: str, extra: bytes = b"") -> Answer:
    """The answer that is the document in this row; `extra` JSON goes before its first property."""
    refuse_expired([row["expires_at"]])

    def body() -> bytes:
        name = column(rich_text, full=True)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {name} FROM api_document WHERE id = %s", [row["pk"]])
            (words,) = cursor.fetchone()
        whole = asked_in(locale, row["locale"], in_form(words, rich_text))
        return b"{" + extra + whole[1:] if extra else whole

    return Answer(
        body=body,
        etag=row["etag"],
        last_modified=row["changed_at"],
        language=row["locale"],
        keys=(row["type"], f"{row['type']}-{row['key']}", f"locale-{row['locale']}"),
    )


def refuse_expired(moments: Iterable[datetime | None]) -> None:
    """Problem `unavailable` if words that expire at one of these moments could not be taken out."""
    now = timezone.now()
    if any(moment and moment <= now for moment in moments):
        raise Problem(
            "unavailable",
            "Something in this answer is not public any more, and could not be taken out yet. "
            f"Ask again in {REST:.0f} seconds.",
            headers={"Retry-After": f"{REST:.0f}"},
        )


def advice(asked: dict[str, Any], available: str) -> str:
    """What to write for a language that is there; `locales` have no fallback."""
    return f"Ask with {'locale' if asked.get('locales') else 'fallback'}={available}"


def absence(queryset: QuerySet, asked: dict[str, Any], what: str, *, gone: bool) -> Problem:
    """Why a document is not there: in which languages it is, whether it was once."""
    there = queryset.filter(gone=False).order_by("locale").values_list("locale", flat=True)
    available = list(dict.fromkeys(there))
    locale = asked["locale"]
    if available:
        return Problem(
            "not-translated",
            f"This {what} is not published in {locale!r}, but in: {', '.join(available)}. "
            f"{advice(asked, available[0])} to get that one instead.",
            available=available,
        )
    if gone or queryset.exists():
        return Problem("gone", f"This {what} was published once and is not public any more.")
    return Problem("not-found", f"There is no public {what} with this key.")


def listing(
    queryset: QuerySet, asked: Query, seq: int, *, ascending: bool = False, mark: str = ""
) -> Answer:
    """A page of a list in the order of `sort`; `queryset` are documents or entries.

    `mark` is what the list depends on besides the documents, such as what is past by now.
    """

    def body() -> bytes:
        full, rich_text, limit = asked["fields"] == "full", asked["rich_text"], asked["limit"]
        name = column(rich_text, full=full)
        rows = queryset
        if last := asked["cursor"]:
            rows = rows.filter(sort__gt=last) if ascending else rows.filter(sort__lt=last)
        rows = rows.order_by("sort" if ascending else "-sort")
        found = list(rows.values_list(name, "sort", "locale")[: limit + 1])
        items = [form(words, locale, asked, full=full) for words, _s, locale in found[:limit]]
        last_sort = found[limit - 1][1] if len(found) > limit else None
        return page(items, asked.after(last_sort))

    def form(words: str, locale: str, asked: dict[str, Any], *, full: bool) -> bytes:
        shaped = in_form(words, asked["rich_text"], full=full)
        if queryset.model is Entry:
            return shaped
        return asked_in(asked["locale"], locale, shaped)

    return Answer(
        body=body,
        etag=f"{seq}{mark}",
        language=asked["locale"],
        keys=("lists", f"locale-{asked['locale']}"),
    )


def page(items: Iterable[bytes], after: dict[str, Any]) -> bytes:
    """The envelope of a list."""
    return b'{"items":[' + b",".join(items) + b"]," + dumps(after)[1:]


def documents_in(type_name: str, asked: dict[str, Any]) -> QuerySet:
    """The public documents of a type, each in the language asked for or else in its fallback."""
    found = Document.objects.public().filter(type=type_name)
    locale, fallback = asked["locale"], asked.get("fallback")
    if not fallback:
        return found.filter(locale=locale)
    translated = found.filter(key=OuterRef("key"), locale=locale)
    return found.filter(Q(locale=locale) | Q(~Exists(translated), locale=fallback))


def with_key(key: UUID, **conditions: Any) -> QuerySet:
    """The documents of this key, tombstones too."""
    return Document.objects.filter(key=key, **conditions)
