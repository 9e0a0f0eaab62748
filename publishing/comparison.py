"""Two versions of a page or snippet side by side, in words: only what differs, block by block.

Wagtail 8.0's own renders whole blocks, fails on empty pictures and shows stored values.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import SequenceMatcher
from typing import Any

from bs4 import BeautifulSoup
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.admin import compare
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page
from wagtail.rich_text import RichText

from publishing.preflight import children

ADDED, REMOVED, CHANGED, MOVED = "addition", "deletion", "", "moved"


def register() -> None:
    """Use these in the place of Wagtail's."""
    plain = (models.DateField, models.DateTimeField, models.IntegerField, models.BooleanField)
    for field in plain:
        compare.register_comparison_class(field, comparison_class=ValueComparison)
    compare.register_comparison_class(RichTextField, comparison_class=ValueComparison)
    compare.register_comparison_class(StreamField, comparison_class=StreamComparison)


@dataclass(frozen=True)
class Change:
    """What became of a block or of one of its fields."""

    kind: str
    label: str
    html: SafeString | str = ""


class ValueComparison(compare.FieldComparison):
    """A field whose value is not shown as it is stored."""

    def htmldiff(self) -> str:
        """Both values in words."""
        return difference(words(self.val_a), words(self.val_b))

    def has_changed(self) -> bool:
        """Whether a person sees it."""
        return words(self.val_a) != words(self.val_b)


class StreamComparison(compare.FieldComparison):
    """The blocks of a page."""

    def htmldiff(self) -> SafeString:
        """Each block that was added, removed, moved or changed."""
        block = self.field.stream_block
        found = sequence_changes(block, self.val_a, self.val_b)
        return format_html_join("\n", BLOCK, ((c.kind, c.label, c.html) for c in found))

    def has_changed(self) -> bool:
        """Whether a person sees it: a form stores the same words in another way than a program."""
        return self.val_a != self.val_b and bool(self.htmldiff())


BLOCK = '<div class="comparison__child-object {}"><h3>{}</h3>{}</div>'
LINE = '<dt>{}</dt><dd><span class="{}">{}</span></dd>'


def difference(old: str, new: str) -> str:
    """The words of both, marked; what is alike once."""
    return compare.diff_text(old, new).to_html()


# ── Blocks ───────────────────────────────────────────────────────────────────────────────────


def sequence_changes(block: blocks.Block, old: Any, new: Any) -> Iterator[Change]:
    """What happened to the blocks of a stream, or the items of a list, in their order."""
    before = {name: rest for _key, name, *rest in children(block, old)}
    after = {name: rest for _key, name, *rest in children(block, new)}
    moved = moved_between([n for n in before if n in after], [n for n in after if n in before])
    for name in merged(list(before), list(after)):
        if name not in after:
            yield whole(REMOVED, *before[name])
        elif name not in before:
            yield whole(ADDED, *after[name])
        else:
            yield from changes_of_one(before[name], after[name], name in moved)


def changes_of_one(old: list[Any], new: list[Any], moved: bool) -> Iterator[Change]:
    """What happened to a block that is in both versions."""
    label, block, value = new
    html = lines(field_changes(block, old[2], value))
    if moved:
        note = _("Moved; it was “%(place)s” before.") % {"place": old[0]}
        html = format_html("<p>{}</p>{}", note, html)
    if html:
        yield Change(MOVED if moved else CHANGED, label, html)


def moved_between(old: list[str], new: list[str]) -> set[str]:
    """Which of these, that are in both, stand elsewhere: as few as explain the difference."""
    blocks_alike = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    stayed = {name for match in blocks_alike for name in new[match.b : match.b + match.size]}
    return set(new) - stayed


def merged(old: list[str], new: list[str]) -> list[str]:
    """The new order, with what was removed behind what it stood behind."""
    order = list(new)
    for place, name in enumerate(old):
        if name not in new:
            order.insert(order.index(old[place - 1]) + 1 if place else 0, name)
    return order


def whole(kind: str, label: str, block: blocks.Block, value: Any) -> Change:
    """A block that is in one version only, with all that is in it."""
    empty = block.normalize(None) if isinstance(block, blocks.StreamBlock) else None
    pair = (value, empty) if kind == REMOVED else (empty, value)
    return Change(kind, label, lines(field_changes(block, *pair)))


def field_changes(block: blocks.Block, old: Any, new: Any, label: str = "") -> Iterator[Change]:
    """The fields of a block whose words differ, at any depth; None stands for no block at all."""
    match block:
        case ImageBlock():
            yield from picture_changes(block, old, new, label)
        case blocks.BaseStructBlock():
            for name, child in block.child_blocks.items():
                was, now = (value.get(name) if value else None for value in (old, new))
                yield from field_changes(child, was, now, joined(label, str(child.label)))
        case blocks.ListBlock() | blocks.BaseStreamBlock():
            pair = [block.normalize([]) if value is None else value for value in (old, new)]
            for change in sequence_changes(block, *pair):
                yield Change(change.kind, joined(label, change.label), change.html)
        case _:
            yield from value_changes(label, block_words(block, old), block_words(block, new))


def picture_changes(block: ImageBlock, old: Any, new: Any, label: str) -> Iterator[Change]:
    """Which picture it is, and what those read who cannot see it."""
    yield from value_changes(label, words(old), words(new))
    alt = joined(label, str(block.child_blocks["alt_text"].label))
    texts = [(getattr(value, "contextual_alt_text", "") or "") for value in (old, new)]
    yield from value_changes(alt, *texts)


def value_changes(label: str, old: str, new: str) -> Iterator[Change]:
    """One line if the words differ."""
    if old != new:
        yield Change(CHANGED, label, difference(old, new))


def joined(label: str, more: str) -> str:
    """The way to a field in words."""
    return f"{label} › {more}" if label else more


def lines(changes: Iterator[Change]) -> SafeString | str:
    """Changes of fields as a list; nothing if there are none."""
    rows = format_html_join("", LINE, ((c.label, c.kind, c.html) for c in changes))
    return format_html('<dl class="comparison__list">{}</dl>', rows) if rows else ""


# ── Values ───────────────────────────────────────────────────────────────────────────────────


def block_words(block: blocks.Block, value: Any) -> str:
    """The value of a field as the form shows it: the name of a choice, not what is stored."""
    if isinstance(block, blocks.ChoiceBlock) and value not in (None, ""):
        choices = {key: name for key, name in block.field.choices if not isinstance(name, list)}
        return str(choices.get(value, value))
    return words(value)


def words(value: Any) -> str:
    """Any value as a person says it; nothing for what is empty."""
    match value:
        case None:
            return ""
        case bool():
            return _("Yes") if value else _("No")
        case RichText():
            return text_of(value.source)
        case datetime():
            return date_format(timezone.localtime(value), "DATETIME_FORMAT")
        case date():
            return date_format(value, "DATE_FORMAT")
        case time():
            return time_format(value, "TIME_FORMAT")
    text = str(value)
    return text_of(text) if text.lstrip().startswith("<") else text


def text_of(html: str) -> str:
    """The words of rich text, a line for each paragraph, and where its links lead."""
    soup = BeautifulSoup(html, "html.parser")
    for link in soup.find_all("a"):
        if target := link.get("href") or linked_title(link):
            link.append(f" ({target})")
    for line in soup.find_all(["p", "h2", "h3", "h4", "li", "br"]):
        line.append("\n")
    return soup.get_text().strip()


def linked_title(link: Any) -> str:
    """What a link within the site leads to."""
    if link.get("linktype") != "page":
        return link.get("linktype") or ""
    page = Page.objects.filter(pk=link.get("id")).first()
    return page.title if page else ""
