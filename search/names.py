"""Other words for what a query asks: names of organisations in every language, and synonyms."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import orjson
from django.core.cache import cache
from django.db.models import Count, Max

from api.models import Document
from search.analysis import LONGEST, MOST_TERMS, asked, fold, stem
from search.models import Synonyms

KEPT = 3600  # seconds
MOST_VARIANTS = 8
LONGEST_NAME = 12  # words

Key = tuple[str, ...]  # a name as the tokens of its words


class Names(NamedTuple):
    """Groups of names for one thing, and in which groups a name is."""

    groups: list[list[str]]
    places: dict[Key, list[int]]


def variants(text: str, seq: int) -> list[str]:
    """The query with one name in it replaced by another of the same thing.

    `seq` is the number of the store's latest change.
    """
    words = [word for word in text[:LONGEST].split() if key_of(word)][:MOST_TERMS]
    keys = [key_of(word) for word in words]
    names = known(seq)
    found: dict[str, None] = {}
    for length in range(min(len(words), LONGEST_NAME), 0, -1):
        for start in range(len(words) - length + 1):
            here: Key = tuple(keys[start : start + length])
            for group in names.places.get(here, ()):
                for name in names.groups[group]:
                    if key(name) != here:
                        said = [*words[:start], name, *words[start + length :]]
                        found[" ".join(said)] = None
        if found:  # of the longest name only: “Human Rights Watch” is not about “Watch”
            break
    return list(found)[:MOST_VARIANTS]


def known(seq: int) -> Names:
    """All names, read once for every state of the store and of the list of synonyms."""
    stamp = Synonyms.objects.aggregate(count=Count("pk"), changed=Max("changed_at"))
    name = (
        f"search-names-{seq}-{stamp['count']}-{stamp['changed'] and stamp['changed'].timestamp()}"
    )
    return cache.get_or_set(name, read, KEPT)


def read() -> Names:
    """From the directory of organisations and the editors' list."""
    organisations: dict[str, set[str]] = defaultdict(set)
    rows = Document.objects.filter(type="organisation", gone=False).values_list("key", "summary")
    for key_, summary in rows.order_by("pk"):
        said = orjson.loads(summary)
        organisations[key_] |= {said["name"], said["short_name"]} - {""}
    return grouped([*organisations.values(), *(each.lines for each in Synonyms.objects.all())])


def grouped(groups: Iterable[Iterable[str]]) -> Names:
    """Those that are more than one name."""
    kept = [sorted(set(group)) for group in groups if len(set(group)) > 1]
    places: dict[Key, list[int]] = defaultdict(list)
    for number, group in enumerate(kept):
        for name in group:
            places[key(name)].append(number)
    places.pop((), None)
    return Names(kept, dict(places))


def key(name: str) -> Key:
    """What two spellings of a name have in common."""
    return tuple(filter(None, map(key_of, name.split())))


def key_of(word: str) -> str:
    """What two forms of a word have in common; empty if it is no word."""
    terms = [asked(part, stem) for part in fold(word).split()]
    return " ".join(" ".join(term[0]) for term in terms if term)
