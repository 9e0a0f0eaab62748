"""Ordinary content that crashes wagtail-localize 1.14.5 unless it is mended."""

import json
from collections.abc import Iterator

import pytest
from wagtail import blocks
from wagtail.images.blocks import ImageBlock
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.operations import TranslationCreator
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from images.models import Picture
from newsletters.models import IssuePage, NewsletterIndexPage


def issue_with(*blocks: dict) -> IssuePage:
    """A published English issue with this raw body."""
    index = NewsletterIndexPage.objects.get(locale__language_code="en")
    body = json.dumps([{**block, "id": f"block-{n}"} for n, block in enumerate(blocks)])
    issue = IssuePage(
        title="Test", slug="test", edition_date="2026-01-01", summary="Sum", body=body
    )
    index.add_child(instance=issue)
    return issue


def translated(issue: IssuePage) -> Translation:
    korean = Locale.objects.get(language_code="ko")
    TranslationCreator(None, [korean]).create_translations(issue)
    source = TranslationSource.objects.get_for_instance(issue)
    return Translation.objects.get(source=source, target_locale=korean)


@pytest.mark.parametrize(
    "block",
    [
        {"type": "news", "value": {"headline": "No picture key, text or sources"}},
        {"type": "news", "value": {"headline": "Null", "image": None, "text": None, "sources": []}},
        {"type": "event", "value": {"title": "Older than its fields", "start_date": "2026-01-01"}},
        {"type": "quote", "value": {"quote": "Q", "attribution": "A", "role": None}},
    ],
)
def test_a_field_younger_than_the_content_does_not_stop_a_translation(block, db):
    translation = translated(issue_with(block))
    translation.save_target(publish=False)
    assert translation.get_progress()[0] >= 3


def test_a_deleted_picture_does_not_stop_a_translation(db):
    picture = Picture.objects.first()
    copy = Picture.objects.create(title="Short-lived", file=picture.file)
    value = {"image": {"image": copy.pk, "alt_text": "Gone", "decorative": False}, "caption": "C"}
    translation = translated(issue_with({"type": "image", "value": value}))
    Picture.objects.filter(pk=copy.pk).delete()
    translation.save_target(publish=False)
    korean = translation.get_target_instance()
    assert korean.body[0].value["image"] is None
    assert korean.body[0].value["caption"] == "C"


def parts(block: blocks.Block, value: object, path: str) -> list[tuple]:
    """The blocks within a block, each with its value and its path as wagtail-localize writes it."""
    if isinstance(block, ImageBlock):
        alt_text = value.contextual_alt_text if value else ""
        return [(block.child_blocks["alt_text"], alt_text, f"{path}.alt_text")]
    if isinstance(block, blocks.BaseStreamBlock):
        return [(child.block, child.value, f"{path}.{child.id}") for child in value]
    if isinstance(block, blocks.BaseStructBlock):
        return [(child, value[n], f"{path}.{n}") for n, child in block.child_blocks.items()]
    if isinstance(block, blocks.ListBlock):
        return [(block.child_block, i.value, f"{path}.{i.id}") for i in value.bound_blocks]
    return []


def texts(block: blocks.Block, value: object, path: str) -> Iterator[str]:
    """The paths of all words that a reader could see."""
    for part in parts(block, value, path):
        yield from texts(*part)
    words = isinstance(block, blocks.RichTextBlock | blocks.CharBlock | blocks.TextBlock)
    if words and getattr(value, "source", value):
        yield path


@pytest.mark.parametrize("slug", ["october-2020", "january-2021", "april-2021"])
def test_every_text_of_an_issue_is_given_to_the_translator(slug, db):
    """A text that is not extracted stays English for ever, and nobody is told."""
    issue = IssuePage.objects.get(slug=slug, locale__language_code="en")
    given = {s.path for s in extract_segments(issue) if isinstance(s, StringSegmentValue)}
    wanted = set(texts(issue.body.stream_block, issue.body, "body"))
    assert len(wanted) > 10
    assert wanted - given == set()
    assert "slug" not in given
