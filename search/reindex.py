"""Making the whole index anew: in steps that are kept, by an analyser that is remembered."""

import hashlib
import unicodedata
from collections.abc import Callable
from functools import cache
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

from django.db.models import Max, Model
from modelsearch.index import get_indexed_models
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from api.models import Document
from api.store.lock import locked
from search import passages
from search.models import IndexedModel, Passage

BATCH = 100  # objects in one transaction
OURS = [*sorted((Path(__file__).parent / "analysis").glob("*.py")), Path(passages.__file__)]


@cache
def version() -> str:
    """A name for the way in which texts are analysed now: it changes with the code of it."""
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in OURS))
    for package in ("snowballstemmer", "modelsearch"):
        digest.update(f"{package} {version_of(package)}".encode())
    digest.update(unicodedata.unidata_version.encode())
    return digest.hexdigest()


def roots() -> list[type[Model]]:
    """What is indexed: every model with those below it, and documents, which have passages."""
    models = [model for model in get_indexed_models() if not model._meta.parents]
    return [Document, *(model for model in models if model is not Passage)]


def outdated() -> list[str]:
    """The models whose index another analyser made, or nobody to the end."""
    done = IndexedModel.objects.filter(version=version(), done=True)
    known = set(done.values_list("label", flat=True))
    return [model._meta.label for model in roots() if model._meta.label not in known]


def reindex(say: Callable[[str], Any], *, everything: bool = False) -> int:
    """Index what is outdated, or everything; returns how many objects.

    Safe to stop at any time: the next call goes on where this one was.
    """
    if everything:
        IndexedModel.objects.all().delete()
    return sum(reindex_model(model, say) for model in roots())


def reindex_model(model: Any, say: Callable[[str], Any]) -> int:
    """Index what is left of a model, batch by batch."""
    state = IndexedModel.start(model._meta.label, version())
    if state.done:
        return 0
    count, total = 0, model.objects.filter(pk__gt=state.position).count()
    while True:
        with locked():  # or a page that is withdrawn now would be written as it was
            pks = model.objects.filter(pk__gt=state.position).order_by("pk")
            batch = list(pks.select_for_update().values_list("pk", flat=True)[:BATCH])
            if not batch:
                break
            index(model, batch)
            state.position = batch[-1]
            state.save()
        count += len(batch)
        say(f"{model._meta.verbose_name_plural}: {count} of {total}")
    forget_deleted(model)
    state.done = True
    state.save()
    return count


def index(model: Any, pks: list[Any]) -> None:
    """Index these."""
    if model is Document:
        passages.write(pks)
        return
    found = model.objects.filter(pk__in=pks)
    if issubclass(model, Page):
        found = found.specific()
    by_type: dict[Any, list[Any]] = {}
    for instance in found:
        by_type.setdefault(type(instance), []).append(instance)
    for specific, instances in by_type.items():
        get_search_backend().add_bulk(specific, instances)


def forget_deleted(model: Any) -> None:
    """Entries of objects that there are no more."""
    indexed = Passage if model is Document else model
    engine = get_search_backend().get_index_for_model(indexed)
    if hasattr(engine, "delete_stale_model_entries"):
        engine.delete_stale_model_entries(indexed)


def note_new_index(**_signal: Any) -> None:
    """A site that has nothing yet has nothing outdated: what it gets is indexed as it comes."""
    if IndexedModel.objects.exists() or IndexEntry.objects.exists():
        return
    for model in roots():
        position = model.objects.aggregate(last=Max("pk"))["last"]
        if position is None or model is Page:
            IndexedModel.objects.create(label=model._meta.label, version=version(), done=True)
