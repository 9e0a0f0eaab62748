"""Ordinary content that crashes wagtail-localize 1.14.5 unless it is mended."""

import json

import pytest
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.operations import TranslationCreator
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


def test_every_text_of_the_demo_is_given_to_the_translator(issue):
    """A text leaf that is not extracted stays English for ever, and nobody is told."""
    words = {segment.path for segment in extract_segments(issue)}

    def texts(value: object) -> int:
        from wagtail.rich_text import RichText

        if isinstance(value, RichText):
            return 1
        if hasattr(value, "bound_blocks") and not isinstance(value, dict):
            return sum(texts(child.value) for child in value.bound_blocks)
        if isinstance(value, dict):
            return sum(texts(child) for child in value.values())
        return 0

    rich = sum(texts(block.value) for block in issue.body)
    assert rich == 12
    assert sum(1 for path in words if path.startswith("body.")) > 60
    assert not any(path == "slug" for path in words)
