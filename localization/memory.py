"""What people translated before: suggestions for sentences that come up again."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext
from rapidfuzz import fuzz, process
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.strings import StringValue, extract_ids, validate_translation_links

from localization.names import plain

SIMILAR = 80  # per cent: less than that is quicker to translate anew
TRIED = 10  # similar sentences, until one has the links that are needed


@dataclass(frozen=True)
class Suggestion:
    """A translation that a person made of the same sentence or a similar one.

    `score` says how similar in per cent: 100 is the same. `english` is the sentence it was made
    for; `title`, `model` (such as "newsletters.issuepage") and `object_id` are those of the
    original it stood in. A page or snippet that is gone has no model and id.
    """

    text: str
    score: int
    english: str
    title: str
    model: str = ""
    object_id: int | None = None


class Known(NamedTuple):
    """A sentence with its translation; `key` is the translation key of where it stands."""

    english: str
    words: str
    key: UUID | None


class Origin(NamedTuple):
    """The page or snippet that a sentence stands in."""

    title: str
    model: str = ""
    object_id: int | None = None


class Memory:
    """The sentences that people translated, the newest first."""

    def __init__(self, known: Iterable[Known]) -> None:
        newest: dict[tuple[str, str], Known] = {}
        for k in known:
            newest.setdefault((k.english, k.words), k)
        self.known = list(newest.values())
        self.texts = [plain(k.english) for k in self.known]
        self.same: dict[str, list[Known]] = defaultdict(list)
        for k in self.known:
            self.same[k.english].append(k)

    def find(self, english: str) -> tuple[Known, int] | None:
        """The best that fits, and how similar it is in per cent; None if nothing does."""
        for known in self.same.get(english, ()):
            if fits(english, known.words):
                return known, 100
        # Without its markup: links alone would make short sentences similar
        text = plain(english)
        similar = process.extract(
            text, self.texts, scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=TRIED
        )
        for _text, score, index in similar if text.strip() else ():
            if fits(english, self.known[index].words):
                return self.known[index], min(int(score), 99)
        return None


def suggestions(
    translation: Translation, segments: Iterable[StringSegment]
) -> dict[int, Suggestion]:
    """What may be said in those of these sentences that have no words yet, by segment id.

    Empty, and without a query, unless KENSITE_TRANSLATION_MEMORY is on. The number of queries
    does not depend on the number of sentences.
    """
    if not settings.TRANSLATION_MEMORY:
        return {}
    missing = untranslated(translation, segments)
    if not missing:
        return {}
    memory = Memory(known_sentences(translation))
    best = {text: memory.find(text) for text in {s.string.data for s in missing}}
    found = {s.pk: match for s in missing if (match := best[s.string.data])}
    origins = origins_of({known.key for known, _score in found.values()}, translation)
    nowhere = Origin(gettext("an earlier page"))
    return {
        pk: Suggestion(known.words, score, known.english, *origins.get(known.key, nowhere))
        for pk, (known, score) in found.items()
    }


def untranslated(
    translation: Translation, segments: Iterable[StringSegment]
) -> list[StringSegment]:
    """Those of the segments that nobody has written words for, not even faulty ones."""
    done = set(
        StringTranslation.objects.filter(
            locale_id=translation.target_locale_id,
            context__object_id=translation.source.object_id,
        ).values_list("context_id", "translation_of_id")
    )
    return [s for s in segments if (s.context_id, s.string_id) not in done]


def known_sentences(translation: Translation) -> list[Known]:
    """What people translated between these languages and stand by, the newest first."""
    rows = StringTranslation.objects.filter(
        locale_id=translation.target_locale_id,
        translation_of__locale_id=translation.source.locale_id,
        translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
        has_error=False,
        previous_source__isnull=True,
    ).order_by("-updated_at", "-pk")
    values = rows.values_list("translation_of__data", "data", "context__object_id")
    return [Known(*row) for row in values]


def origins_of(keys: set[UUID | None], translation: Translation) -> dict[UUID | None, Origin]:
    """Where the sentences stand; one query per kind of page or snippet, and one for the titles."""
    locale = translation.source.locale_id
    sources = TranslationSource.objects.filter(object_id__in=keys - {None}, locale_id=locale)
    by_type: dict[int, dict[UUID, str]] = defaultdict(dict)
    for kind, key, title in sources.values_list(
        "specific_content_type_id", "object_id", "object_repr"
    ):
        by_type[kind][key] = title
    origins: dict[UUID | None, Origin] = {}
    for kind, titles in by_type.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is None:  # that kind of page does not exist any more
            origins |= {key: Origin(title) for key, title in titles.items()}
            continue
        there = model._default_manager.filter(translation_key__in=titles, locale_id=locale)
        ids = dict(there.values_list("translation_key", "pk"))
        for key, title in titles.items():
            place = (model._meta.label_lower, ids[key]) if key in ids else ()
            origins[key] = Origin(title, *place)
    return origins


def fits(english: str, words: str) -> bool:
    """Whether the words can stand for the sentence: its links, and no markup that it lacks."""
    try:
        StringValue.from_translated_html(words)
        validate_translation_links(english, words)
    except ValueError:
        return False
    complete = extract_ids(english) <= extract_ids(words)
    return bool(plain(words).strip()) and complete and markup(words) <= markup(english)


def markup(data: str) -> set[tuple[str, Any]]:
    """The tags of a sentence, with the ids of its links."""
    return {(tag.name, tag.get("id")) for tag in BeautifulSoup(data, "html.parser").find_all(True)}
