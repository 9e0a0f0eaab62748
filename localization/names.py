"""Official names in two languages, and the translations that lack the one they should have.

A translatable page or snippet has official names if it has a method `official_names`. It returns
them in a fixed order, the blank ones too: each is paired with what stands in the same place of
the translation.
"""

import html
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.apps import apps
from wagtail.models import DraftStateMixin, Locale, TranslatableMixin
from wagtail_localize.models import StringSegment, Translation

from publishing.public import published

# Beside a name: a letter or digit, but not a Hangul syllable, because particles are attached
LETTER = r"[^\W\uac00-\ud7a3]"


@dataclass(frozen=True)
class Name:
    """An official name in two languages.

    `also` are further names that do as well in the translation: what has the same acronym in
    both languages may be called by its whole name. `owner` is the translation key of what bears
    the name.
    """

    source: str
    target: str
    also: tuple[str, ...] = ()
    owner: UUID | None = None

    def stands_in(self, text: str) -> bool:
        """Whether the text calls it by a name of the target language."""
        return any(spelling(name).search(text) for name in (self.target, *self.also))


@dataclass(frozen=True)
class NameWarning:
    """A sentence whose original has the name `source`, and whose translation lacks `expected`."""

    segment_id: int
    source: str
    expected: str


class Glossary:
    """Finds the names of a registry in the source language."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.names: dict[str, list[Name]] = defaultdict(list)
        for name in names:
            self.names[folded(name.source)].append(name)
        longest_first = sorted(self.names, key=len, reverse=True)
        any_name = "|".join(expression(source) for source in longest_first)
        self.pattern = re.compile(rf"(?<!\w)(?:{any_name})(?!\w)" if any_name else r"(?!)")

    def find(self, text: str) -> Iterator[tuple[re.Match, list[Name]]]:
        """Every place of a plain text where a name stands, with those who are called so.

        Of overlapping names only the longest counts.
        """
        for match in self.pattern.finditer(text):
            yield match, self.names[folded(match[0])]


def registry(source_locale: Locale, target_locale: Locale) -> list[Name]:
    """The official names of whatever is published in both languages; one query per model."""
    names = [
        name
        for model in named_models()
        for original, twin in published_twins(model, source_locale, target_locale)
        for name in paired(original, twin)
    ]
    return list(dict.fromkeys(names))


def named_models() -> list[type[Any]]:
    """The models that have official names."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, TranslatableMixin) and hasattr(model, "official_names")
    ]


def published_twins(
    model: type[Any], source_locale: Locale, target_locale: Locale
) -> Iterator[tuple[Any, Any]]:
    """What readers know in both languages, as pairs."""
    rows = model._default_manager.filter(locale_id__in=[source_locale.pk, target_locale.pk])
    if issubclass(model, DraftStateMixin):
        rows = rows.filter(published())
    found: dict[UUID, dict[int, Any]] = defaultdict(dict)
    for row in rows.order_by("pk"):
        found[row.translation_key][row.locale_id] = row
    for pair in found.values():
        if len(pair) == 2:
            yield pair[source_locale.pk], pair[target_locale.pk]


def paired(original: Any, twin: Any) -> Iterator[Name]:
    """The names of one page or snippet, those that it has in both languages."""
    targets = [normalised(name) for name in twin.official_names()]
    sources = [normalised(name) for name in original.official_names()]
    for source, target in zip(sources, targets, strict=False):
        if source and target:
            also = tuple(name for name in targets if name and name != target)
            same = source == target
            yield Name(source, target, also if same else (), original.translation_key)


def misspellings(translation: Translation, registry: list[Name]) -> list[NameWarning]:
    """The translated sentences that lack an official name, in reading order; one query.

    What has the name itself is passed over, for its name may be about to change.
    """
    key = translation.source.object_id
    glossary = Glossary(name for name in registry if name.owner != key)
    if not glossary.names:
        return []
    segments = StringSegment.objects.filter(source_id=translation.source_id)
    segments = segments.annotate_translation(translation.target_locale_id).order_by("order")
    rows = segments.exclude(translation=None).values_list("pk", "string__data", "translation")
    return [
        NameWarning(pk, name.source, name.target)
        for pk, english, words in rows
        for name in missing_names(glossary, plain(english), plain(words))
    ]


def missing_names(glossary: Glossary, original: str, words: str) -> list[Name]:
    """The names in the original that the words lack, each once.

    Where several have one name, a translation of any of them will do.
    """
    missing = {}
    for _match, names in glossary.find(original):
        if not any(name.stands_in(words) for name in names):
            missing[names[0].source] = names[0]
    return list(missing.values())


def plain(data: str) -> str:
    """The text of a sentence as wagtail-localize stores it, without its markup."""
    text = re.sub(r"<br\s*/?>", "\n", data) if "<" in data else data
    return unicodedata.normalize("NFC", html.unescape(re.sub(r"<[^>]*>", "", text)))


def normalised(name: str) -> str:
    """The name with plain spaces and composed letters."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def folded(name: str) -> str:
    """What a name is looked up by: a single word, such as an acronym, is case-sensitive."""
    words = normalised(name)
    return words.casefold() if " " in words else words


def expression(source: str) -> str:
    """A regular expression for a folded name in running text."""
    words = r"\s+".join(re.escape(word) for word in source.split())
    return f"(?i:{words})" if " " in source else words


@lru_cache(maxsize=1000)
def spelling(name: str) -> re.Pattern:
    """Finds a name in a translation, however it is spaced and with any particle attached."""
    letters = [re.escape(letter) for letter in name if not letter.isspace()]
    before = rf"(?<!{LETTER})" if re.match(LETTER, name) else ""
    after = rf"(?!{LETTER})" if re.match(LETTER, name[-1:]) else ""
    return re.compile(before + r"\s*".join(letters) + after)
