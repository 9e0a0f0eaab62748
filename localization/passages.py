"""A page as translators see it: passages (fields and blocks), and the sentences in each."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from html import unescape

import nh3
from django.db.models import Model
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from localization.memory import Suggestion, suggestions
from localization.names import NameWarning, misspellings, registry

INLINE = {"a", "b", "strong", "i", "em", "br"}


class SentenceState(StrEnum):
    """How far one sentence is, in one language."""

    MISSING = "missing"
    ERROR = "error"
    REVIEW = "review"
    MACHINE = "machine"
    DONE = "done"

    @property
    def label(self) -> str:
        """The state in words."""
        return str(LABELS[self])


LABELS = {
    SentenceState.MISSING: _("to translate"),
    SentenceState.ERROR: _("has an error"),
    SentenceState.REVIEW: _("to review"),
    SentenceState.MACHINE: _("made by a machine"),
    SentenceState.DONE: _("done"),
}


@dataclass
class Sentence:
    """A sentence of the original and what it is in one language."""

    segment: StringSegment
    translation: StringTranslation | None
    label: str = ""
    suggestion: Suggestion | None = None
    expected_names: list[NameWarning] = field(default_factory=list)

    @property
    def state(self) -> SentenceState:
        """What is to be done with it."""
        if self.translation is None:
            return SentenceState.MISSING
        if self.translation.has_error:
            return SentenceState.ERROR
        if hasattr(self.translation, "previous_source"):
            return SentenceState.REVIEW
        if self.translation.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE:
            return SentenceState.MACHINE
        return SentenceState.DONE

    @property
    def plain(self) -> bool:
        """The original has no markup: what is typed is text, not HTML."""
        return "<" not in self.segment.string.data

    @property
    def source(self) -> str:
        """The original, as HTML without addresses."""
        return mark_safe(nh3.clean(self.segment.string.data, tags=INLINE, attributes={}))

    @property
    def words(self) -> str:
        """The original without markup."""
        return visible(self.segment.string.data)

    @property
    def text(self) -> str:
        """The words in that language as they are typed; empty if there are none."""
        data = self.translation.data if self.translation else ""
        return unescape(data) if self.plain else data

    @property
    def changes(self) -> list[tuple[str, str]]:
        """What changed in the original since it was translated; see `differences`."""
        previous = getattr(self.translation, "previous_source", None)
        if previous is None or previous.text == self.segment.string.data:
            return []
        return differences(visible(previous.text), visible(self.segment.string.data))


@dataclass
class Passage:
    """A field, or a block of a StreamField, with its sentences in one language."""

    key: str  # the block's id, or the field's name
    label: str
    title: str = ""
    sentences: list[Sentence] = field(default_factory=list)

    def count(self, *states: SentenceState) -> int:
        """How many sentences are in one of these states."""
        return sum(sentence.state in states for sentence in self.sentences)

    @property
    def missing(self) -> int:
        """Sentences without usable words."""
        return self.count(SentenceState.MISSING, SentenceState.ERROR)

    @property
    def to_review(self) -> int:
        """Sentences that wait for a person's eyes."""
        return self.count(SentenceState.REVIEW, SentenceState.MACHINE)

    @property
    def to_do(self) -> int:
        """Both."""
        return self.missing + self.to_review

    @property
    def wrong_names(self) -> int:
        """Official names that are written otherwise."""
        return sum(len(sentence.expected_names) for sentence in self.sentences)


def passages(
    source: TranslationSource, original: Model, locales: Iterable[int]
) -> dict[int, list[Passage]]:
    """The passages of a source in reading order, by locale id; in two queries."""
    segments = list(StringSegment.objects.filter(source=source).order_by("order"))
    known = {
        (row.locale_id, row.context_id, row.translation_of_id): row
        for row in StringTranslation.objects.filter(
            context__object_id=source.object_id, locale_id__in=list(locales)
        ).select_related("previous_source", "last_translated_by")
    }
    places = [place(original, segment) for segment in segments]
    found: dict[int, list[Passage]] = {}
    for locale in locales:
        by_key: dict[str, Passage] = {}
        for segment, (key, label, name) in zip(segments, places, strict=True):
            passage = by_key.setdefault(key, Passage(key, label, visible(segment.string.data)))
            translation = known.get((locale, segment.context_id, segment.string_id))
            passage.sentences.append(Sentence(segment, translation, name))
        found[locale] = list(by_key.values())
    return found


def add_hints(translation: Translation, found: list[Passage]) -> None:
    """Add what may help a translator: how it was translated before, and official names.

    A constant number of queries.
    """
    sentences = {s.segment.pk: s for passage in found for s in passage.sentences}
    suggested = suggestions(translation, [s.segment for s in sentences.values()])
    for pk, suggestion in suggested.items():
        sentences[pk].suggestion = suggestion
    add_expected_names(translation, found)


def add_expected_names(translation: Translation, found: list[Passage]) -> None:
    """Add the official names that the translation writes otherwise."""
    sentences = {s.segment.pk: s for passage in found for s in passage.sentences}
    names = registry(translation.source.locale, translation.target_locale)
    for warning in misspellings(translation, names):
        if warning.segment_id in sentences:
            sentences[warning.segment_id].expected_names.append(warning)


def place(original: Model, segment: StringSegment) -> tuple[str, str, str]:
    """Where a sentence stands: the passage's key, its label, and the label within the passage."""
    name, *path = segment.context.field_path.split(".")
    model_field = original._meta.get_field(name)
    if isinstance(model_field, StreamField):
        block = model_field.stream_block.child_blocks[path[0]]
        return segment.context.path.split(".")[1], str(block.label), label_within(block, path[1:])
    if model_field.is_relation:
        return name, capfirst(str(model_field.related_model._meta.verbose_name_plural)), ""
    return "page", str(_("Page")), capfirst(str(model_field.verbose_name))


def label_within(block: blocks.Block, path: list[str]) -> str:
    """The labels of the fields on the way to a text within a block."""
    labels = []
    for name in path:
        if isinstance(block, blocks.ListBlock):
            block = block.child_block
        elif name in getattr(block, "child_blocks", {}):
            block = block.child_blocks[name]
            labels.append(str(block.label or name))
    return " · ".join(labels)


def visible(html: str) -> str:
    """The words of a sentence without its markup."""
    return unescape(nh3.clean(html, tags=set()))


def differences(before: str, after: str) -> list[tuple[str, str]]:
    """The two texts as one, word by word: ("same" | "gone" | "new", words)."""
    old, new = before.split(), after.split()
    found = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(("same", " ".join(old[i:j])))
            continue
        if i < j:
            found.append(("gone", " ".join(old[i:j])))
        if k < m:
            found.append(("new", " ".join(new[k:m])))
    return found
