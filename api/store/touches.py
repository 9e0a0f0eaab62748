"""When each thing that a page may show last changed: a page is kept until one of its own does.

A page names what it shows with these keys, by which a CDN can purge it too:

- `<type>:<key>:<locale>`: a document, such as `issue:…:ko`; any word of it
- `title:<type>:<key>:<locale>`: what it is called, and its address
- `list:<type>:<locale>`: what lists say of all documents of a type
- `any:<type>`: which documents of a type there are, in whatever language
- `near:<key>:<locale>`: which issues come before and after an issue
- `entries:<kind>:<locale>`: the entries of a kind (`event`, `interview` …) of all issues
- `about:<key>:<locale>`: the entries that name an organisation
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

import orjson
from django.db import connection
from django.utils import timezone

from api.models import Document, Entry, Touch
from api.store.freshness import catch_up

# By hand: it is asked before every page (see api.v1.reading)
POSITION = """
SELECT value, EXISTS (
           SELECT 1 FROM api_mark WHERE urgent AND (retry_at IS NULL OR retry_at <= %s)
       )
       OR EXISTS (SELECT 1 FROM api_document WHERE due_at <= %s)
FROM api_counter WHERE id = 1
"""
OF_DETAILS = ("first_published_at", "last_published_at", "translation", "translations")


class Card(NamedTuple):
    """What pages show of a document that is not their own."""

    gone: bool
    sort: str
    path: str
    title: str
    words: bytes


def position() -> int:
    """The number of the latest change that readers may see; works off what waits."""
    return caught_up()[0]


def caught_up() -> tuple[int, bool]:
    """The same, and whether something still waits, because nobody can write the store."""
    value, behind = ask()
    if behind:
        catch_up()
        value, behind = ask()
    return value, behind


def ask() -> tuple[int, bool]:
    """The counter, and whether something waits; a store that is brand-new waits for its start."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(POSITION, [now, now])
        value, behind = cursor.fetchone() or (0, True)
    return value, bool(behind)


def card(document: Document) -> Card:
    """How others show a document; `summary` without what only a detail tells."""
    said = orjson.loads(document.summary or "{}")
    words = {name: value for name, value in said.items() if name not in OF_DETAILS}
    title = said.get("title") or said.get("name") or ""
    return Card(document.gone, document.sort, document.path, title, orjson.dumps(words))


def of_document(document: Document, before: Card | None) -> set[str]:
    """The keys that this change of a document touches; `before` is None if it is new."""
    now = card(document)
    name = f"{document.type}:{document.key}:{document.locale}"
    keys = {name}
    if before != now:
        keys.add(f"list:{document.type}:{document.locale}")
    if before is None or before.gone != now.gone:
        keys.add(f"any:{document.type}")
    if before is None or before[:4] != now[:4]:
        keys.add(f"title:{name}")
    return keys


def has_new_place(document: Document, before: Card | None) -> bool:
    """Whether an issue stands between other issues now than before."""
    if document.type != "issue" or document.gone:
        return False
    return before is None or before.gone or before.sort != document.sort


def of_neighbours(document: Document) -> set[str]:
    """The keys of the issues that this one has come between."""
    issues = Document.objects.filter(type="issue", locale=document.locale, gone=False)
    before = issues.filter(sort__lt=document.sort).order_by("-sort")
    after = issues.filter(sort__gt=document.sort).order_by("sort")
    keys = [found.values_list("key", flat=True).first() for found in (before, after)]
    return {f"near:{key}:{document.locale}" for key in keys if key}


def entries_of(documents: Iterable[int]) -> set[tuple[str, str, str, Any]]:
    """What the entries of these documents say: locale, kind, JSON, and when each is over."""
    rows = Entry.objects.filter(document__in=documents)
    return set(rows.values_list("locale", "kind", "payload", "over_at"))


def of_entries(changed: Iterable[tuple[str, str, str, Any]]) -> set[str]:
    """The keys that these entries touch, by coming, going or changing."""
    keys = set()
    for locale, kind, payload, _over_at in changed:
        keys.add(f"entries:{kind}:{locale}")
        for organisation in orjson.loads(payload)["organisations"]:
            keys.add(f"about:{organisation['key']}:{locale}")
    return keys


def write(keys: Iterable[str], seq: int) -> None:
    """Note that these changed with the change of this number."""
    rows = [Touch(key=key, seq=seq) for key in sorted(keys)]
    Touch.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["key"], update_fields=["seq"]
    )


def touch_everything(seq: int) -> None:
    """Have every page made anew."""
    Touch.objects.update(seq=seq)
