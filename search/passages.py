"""From the content store to what can be found: passages follow documents in one transaction."""

import logging
import re
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import orjson
from django.db import transaction
from wagtail.search.backends import get_search_backend

from api.content import richtext
from api.models import Document, Entry
from search.engines import is_database
from search.models import IndexedModel, Passage

log = logging.getLogger(__name__)

PAGES = "page"  # the kind of all pages that are no issue
NOT_ALONE = {"heading"}  # blocks that say nothing without the ones around them
WORDS = ("headline", "short_name", "summary", "introduction", "membership")


def follow(sender: Any, documents: set[int], **_signal: Any) -> None:
    """Write the passages of documents that changed; the store isolates and retries a failure."""
    write(documents)


def ask_for_repair() -> None:
    """Let the system check ask for `manage.py search_index`, and that begin anew."""
    IndexedModel.objects.filter(label=Document._meta.label).update(done=False, position=0)


def write(documents: Iterable[int]) -> int:
    """Make the passages of these documents anew; returns how many there are."""
    documents = list(documents)
    forget(documents)
    made = []
    found = Document.objects.filter(pk__in=documents, gone=False).exclude(type="site")
    for document in found.defer("rich", "summary").prefetch_related("entries"):
        made += passages(document)
    made = Passage.objects.bulk_create(made)
    if made and is_database():
        get_search_backend().add_bulk(Passage, made)
    elif made:
        transaction.on_commit(partial(tell_engine, add=made))
    return len(made)


def forget(documents: Iterable[int]) -> None:
    """Make these documents impossible to find."""
    passages = Passage.objects.filter(document__in=list(documents))
    if not is_database():
        transaction.on_commit(partial(tell_engine, remove=list(passages)))
    passages.delete()


def tell_engine(add: Sequence[Passage] = (), remove: Sequence[Passage] = ()) -> None:
    """Bring an engine that is no part of the database up to date, or ask for it to be done."""
    try:
        for passage in remove:
            get_search_backend().delete(passage)
        if add:
            get_search_backend().add_bulk(Passage, add)
    except Exception:
        log.exception("The search engine did not take a change. Run: manage.py search_index")
        ask_for_repair()


def passages(document: Document) -> list[Passage]:
    """A page as a whole, and its blocks."""
    said = orjson.loads(document.payload)
    entries = sorted(document.entries.all(), key=lambda entry: entry.position)  # type: ignore[attr-defined]
    lines = [words(said[name]) for name in said if name in WORDS or is_rich(said[name])]
    parts = [passage(entry) for entry in entries]
    whole = Passage(
        document=document,
        locale=document.locale,
        kind=document.type if document.type in ("issue", "organisation") else PAGES,
        day=said.get("edition_date"),
        precision="day" if said.get("edition_date") else "",
        title=said.get("title") or said.get("name") or "",
        image=said.get("cover") or said.get("logo"),
        text=in_one_line("\n".join([*lines, *(f"{part.title}\n{part.text}" for part in parts)])),
    )
    return [whole, *(part for part in parts if part.kind not in NOT_ALONE)]


def passage(entry: Entry) -> Passage:
    """A block: called by its person if it has no title, which its text does not repeat."""
    said = orjson.loads(entry.payload)
    block, dates = said["block"], said["dates"] or {}
    title = entry.title or block["value"].get("person") or ""
    lines = richtext.text(block["html"], alts=False).split("\n")
    return Passage(
        document_id=entry.document_id,
        block_id=entry.block_id,
        locale=entry.locale,
        kind=entry.kind,
        day=entry.first_day,
        precision=dates.get("precision", "day") if entry.first_day else "",
        title=title,
        text=in_one_line("\n".join(line for line in lines if line != title)),
        image=block["value"].get("image"),
    )


def is_rich(value: Any) -> bool:
    """Whether it is rich text, as documents have it."""
    return isinstance(value, dict) and "html" in value


def words(value: Any) -> str:
    """The words of a property."""
    return richtext.text(value["html"]) if is_rich(value) else value or ""


def in_one_line(text: str) -> str:
    """The lines of a text one after the other, with a dot between those that are no sentences."""
    lines = (" ".join(line.removeprefix("- ").split()) for line in text.splitlines())
    said = " · ".join(filter(None, lines))
    return re.sub(r"(?<=[.,:;?!…]) ·(?= )", "", said)
