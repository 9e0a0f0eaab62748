"""Ordinary content that crashes wagtail-localize 1.14.5 unless it is mended."""

import json
from collections.abc import Iterator
from copy import copy
from types import SimpleNamespace

import pytest
from django.urls import reverse
from wagtail import blocks
from wagtail.embeds.blocks import EmbedBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.models import Locale
from wagtail.snippets.blocks import SnippetChooserBlock
from wagtail_localize.models import (
    StringTranslation,
    Translation,
    TranslationContext,
    TranslationSource,
)
from wagtail_localize.operations import TranslationCreator
from wagtail_localize.segments import (
    OverridableSegmentValue,
    RelatedObjectSegmentValue,
    StringSegmentValue,
)
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor, extract_segments
from wagtail_localize.segments.ingest import StreamFieldSegmentsWriter
from wagtail_localize.strings import StringValue
from wagtail_localize.views.edit_translation import get_segment_location_info

from images.models import Picture
from newsletters.models import IssuePage, NewsletterIndexPage, Organisation


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


def body_of(block: blocks.Block, raw: object) -> SimpleNamespace:
    """What stands for a page whose body is this one block, read afresh from its JSON."""
    field = StreamField([("part", copy(block))])
    field.set_attributes_from_name("body")
    stored = json.dumps([{"type": "part", "value": raw, "id": "top"}])
    meta = SimpleNamespace(get_field=lambda _name: field)
    return SimpleNamespace(field=field, body=field.to_python(stored), _meta=meta)


def extracted(page: SimpleNamespace) -> list:
    """The segments of its body, in order."""
    extractor = StreamFieldSegmentExtractor(page.field, include_overridables=True)
    segments = [s for s in extractor.handle_stream_block(page.body) if not s.is_empty()]
    return [segment.with_order(order) for order, segment in enumerate(segments)]


def words(segments: list) -> list[str]:
    return [s.string.data for s in segments if isinstance(s, StringSegmentValue)]


def changed(segment: object, replacement: object = None) -> object:
    """A text in Korean; this in place of what may be overridden; anything else as it is."""
    order = segment.order
    if isinstance(segment, StringSegmentValue):
        korean = StringValue.from_plaintext("한국어")
        return StringSegmentValue(segment.path, korean, attrs=segment.attrs, order=order)
    if replacement and isinstance(segment, OverridableSegmentValue):
        return OverridableSegmentValue(segment.path, replacement, order=order)
    return segment


def written(page: SimpleNamespace, segments: list) -> object:
    """The value of the block with these segments in it."""
    writer = StreamFieldSegmentsWriter(page.field, 1, 2)
    return writer.handle_stream_block(page.body, segments)[0].value


def raw_of(page: SimpleNamespace) -> str:
    """The body as it is stored."""
    return json.dumps(page.field.get_prep_value(page.body), ensure_ascii=False)


def where_in_editor(page: SimpleNamespace, segment: object) -> dict:
    """Where the translation editor shows a segment of the body."""
    context = TranslationContext(path=segment.wrap("body").path)
    context.save = lambda **_options: None
    tabs = SimpleNamespace(get_field_tab=lambda _n: "content", get_field_order=lambda _n: 1)
    path = context.get_field_path(page)
    return get_segment_location_info(page, tabs, context.path, path, widget=True)


def struct(**children: blocks.Block) -> blocks.StructBlock:
    """With copies: a block knows its own name, and is used under several here."""
    return blocks.StructBlock([(n, copy(child)) for n, child in children.items()])


def stream(**children: blocks.Block) -> blocks.StreamBlock:
    return blocks.StreamBlock([(n, copy(child)) for n, child in children.items()])


several = blocks.ListBlock
CHAR, IMAGE = blocks.CharBlock(), ImageBlock()
URL, RICH = blocks.URLBlock(), blocks.RichTextBlock()


def full(block: blocks.Block, picture: int, *, ids: bool = True) -> object:
    """The stored value of a block with one text, address or picture in each of its leaves."""
    if isinstance(block, ImageBlock):
        return {"image": picture, "alt_text": "words", "decorative": False}
    if isinstance(block, blocks.StructBlock):
        return {n: full(child, picture, ids=ids) for n, child in block.child_blocks.items()}
    if isinstance(block, blocks.ListBlock):
        value = full(block.child_block, picture, ids=ids)
        return [{"type": "item", "id": "item", "value": value}] if ids else [value]
    if isinstance(block, blocks.StreamBlock):
        return [
            {"type": n, "value": full(child, picture, ids=ids)} | ({"id": n} if ids else {})
            for n, child in block.child_blocks.items()
        ]
    return "https://example.org/" if isinstance(block, blocks.URLBlock) else "words"


@pytest.mark.parametrize("ids", [True, False], ids=["with ids", "imported without ids"])
@pytest.mark.parametrize(
    "block",
    [
        several(CHAR),
        several(several(IMAGE)),
        several(several(struct(text=CHAR, url=URL))),
        several(stream(text=CHAR, image=IMAGE, rich=RICH)),
        several(stream(inner=several(struct(image=IMAGE)))),
        several(struct(inner=struct(items=several(CHAR)))),
        several(struct(items=several(struct(image=IMAGE)))),
        stream(outer=stream(inner=stream(image=IMAGE, text=CHAR))),
        stream(items=several(struct(image=IMAGE))),
        struct(inner=struct(image=IMAGE, items=several(CHAR), rich=RICH)),
        struct(inner=struct(innermost=struct(items=several(IMAGE), text=CHAR))),
        struct(inner=struct(parts=stream(items=several(IMAGE)))),
        struct(items=several(several(CHAR))),
        struct(items=several(stream(text=CHAR))),
        struct(parts=stream(items=several(struct(image=IMAGE)))),
        struct(inner=struct(type=CHAR, value=CHAR)),
        struct(inner=struct(type=CHAR, value=several(CHAR))),
        several(struct(type=CHAR, value=several(CHAR), id=CHAR)),
    ],
)
def test_every_text_is_found_shown_and_replaced_however_blocks_are_nested(block, ids, db):
    """Trap 3 (struct in struct) and trap 24 (an importer wrote lists without ids)."""
    raw = full(block, Picture.objects.first().pk, ids=ids)
    page = body_of(block, raw)
    segments = extracted(page)
    expected = json.dumps(raw).count("words")
    assert words(segments) == ["words"] * expected
    assert all(where_in_editor(page, segment)["blockId"] == "top" for segment in segments)
    assert [s.path for s in extracted(body_of(block, raw))] == [s.path for s in segments]
    page = body_of(block, raw)
    written(page, [changed(segment) for segment in segments])
    assert raw_of(page).count("한국어") == expected
    assert "words" not in raw_of(page)


def test_an_imported_list_without_ids_keeps_its_translation(db):
    """Trap 24, as it comes: stored, frozen, synchronised and written into the Korean page."""
    sources = [{"label": "A source", "url": "https://example.org/"}]
    value = {"headline": "H", "text": "<p>T</p>", "sources": sources}
    translation = translated(issue_with({"type": "news", "value": value}))
    segment = translation.source.stringsegment_set.get(string__data="A source")
    StringTranslation.objects.create(
        translation_of=segment.string,
        context=segment.context,
        locale=translation.target_locale,
        data="출처",
    )
    translation.source.update_from_db()
    translation = Translation.objects.get(pk=translation.pk)
    translation.save_target(publish=False)
    korean = translation.get_target_instance().get_latest_revision_as_object()
    assert korean.body[0].value["sources"][0]["label"] == "출처"


@pytest.mark.parametrize("value", ["", None])
def test_a_video_left_empty_has_nothing_to_translate(value):
    """Trap 1, #875."""
    block = struct(video=EmbedBlock(required=False), text=CHAR)
    assert words(extracted(body_of(block, {"video": value, "text": "words"}))) == ["words"]
    assert extracted(body_of(EmbedBlock(required=False), value)) == []


@pytest.mark.parametrize(
    "block",
    [
        CHAR,
        blocks.TextBlock(),
        blocks.BlockQuoteBlock(),
        RICH,
        URL,
        EmbedBlock(),
        IMAGE,
        ImageChooserBlock(),
        SnippetChooserBlock("newsletters.Organisation"),
    ],
)
@pytest.mark.parametrize("stored", [{}, {"new": None}], ids=["missing", "null"])
def test_a_new_part_of_a_struct_is_empty_in_old_content(block, stored, db):
    """Trap 2, #690, #918."""
    page = body_of(struct(old=CHAR, new=block), {"old": "words"} | stored)
    segments = extracted(page)
    assert words(segments) == ["words"]
    assert written(page, segments)["old"] == "words"


@pytest.mark.parametrize(
    ("block", "raw"),
    [
        (IMAGE, "{}"),
        (several(IMAGE), '[{{"type": "item", "id": "a", "value": {}}}]'),
        (struct(image=IMAGE), '{{"image": {}}}'),
        (struct(inner=struct(image=IMAGE)), '{{"inner": {{"image": {}}}}}'),
    ],
)
def test_a_picture_stored_as_a_number_is_read(block, raw, db):
    """An ImageChooserBlock became an ImageBlock and nobody migrated the data."""
    picture = Picture.objects.first()
    Picture.objects.filter(pk=picture.pk).update(description="What it shows")
    page = body_of(block, json.loads(raw.format(picture.pk)))
    segments = extracted(page)
    assert words(segments) == ["What it shows"]
    written(page, [changed(segment) for segment in segments])
    assert '"alt_text": "한국어"' in raw_of(page)


@pytest.fixture
def other_picture(db) -> Picture:
    return Picture.objects.create(title="Other", file=Picture.objects.first().file)


@pytest.mark.parametrize(("decorative", "alt_text"), [(True, ""), (False, "한국어")])
def test_a_replaced_picture_stays_decorative_or_described(decorative, alt_text, other_picture):
    page = body_of(IMAGE, full(IMAGE, Picture.objects.first().pk) | {"decorative": decorative})
    segments = [changed(s, other_picture.pk) for s in extracted(page)]
    new = written(page, segments)
    assert (new.pk, new.decorative) == (other_picture.pk, decorative)
    assert new.contextual_alt_text == alt_text


@pytest.mark.parametrize("block", [IMAGE, ImageChooserBlock()])
def test_a_replacement_that_was_deleted_leaves_nothing(block, other_picture):
    """Trap 4."""
    picture = Picture.objects.first().pk
    page = body_of(block, full(IMAGE, picture) if block is IMAGE else picture)
    segments = [changed(s, other_picture.pk) for s in extracted(page)]
    Picture.objects.filter(pk=other_picture.pk).delete()
    assert written(page, segments) is None


@pytest.mark.parametrize("block", [IMAGE, ImageChooserBlock()])
def test_a_picture_that_was_deleted_since_it_was_extracted_stays_empty(block, other_picture):
    """Trap 4."""
    picture = other_picture.pk
    raw = full(IMAGE, picture) if block is IMAGE else picture
    segments = extracted(body_of(block, raw))
    assert segments
    Picture.objects.filter(pk=picture).delete()
    assert written(body_of(block, raw), segments) is None
    assert words(extracted(body_of(block, raw))) == []


def test_a_snippet_that_was_deleted_since_it_was_extracted_stays_empty(db):
    english = Locale.objects.get(language_code="en")
    organisation = Organisation.objects.create(name="Short-lived", locale=english)
    block, pk = SnippetChooserBlock("newsletters.Organisation"), organisation.pk
    segments = extracted(body_of(block, pk))
    assert isinstance(segments[0], RelatedObjectSegmentValue)
    Organisation.objects.filter(pk=pk).delete()
    assert extracted(body_of(block, pk)) == []
    assert written(body_of(block, pk), segments) is None


def test_the_editor_opens_after_a_snippet_was_deleted(editor, db):
    """It failed to describe what is no longer there."""
    english = Locale.objects.get(language_code="en")
    organisation = Organisation.objects.create(name="Short-lived", locale=english)
    value = {"organisation": organisation.pk, "person": "P", "story": "<p>S</p>"}
    translation = translated(issue_with({"type": "cso_profile", "value": value}))
    korean = translation.get_target_instance()
    address = reverse("wagtailadmin_pages:edit", args=[korean.pk])
    assert "Short-lived" in editor.get(address).content.decode()
    organisation.delete()
    assert editor.get(address).status_code == 200
    translation.save_target(publish=False)


@pytest.mark.parametrize(
    ("html", "pieces"),
    [
        ('<p>A <b>b</b> <i>c</i> <a href="https://example.org/">d</a> e</p>', 1),
        ("<h3>A</h3><ul><li>b <b>c</b></li><li>d</li></ul><hr/>", 3),
        ("<p>CO<sub>2</sub> falls</p>", 3),
        ("<p>The 1<sup>st</sup> of May</p>", 3),
        ('<p>A</p><embed embedtype="image" id="1" alt="not extracted" format="left"/>', 1),
    ],
)
def test_rich_text_is_cut_at_its_sentences_if_its_features_are_ours(html, pieces):
    """Trap 23: localization.checks warns of the others; if wagtail-localize mends it, both go."""
    assert len(words(extracted(body_of(RICH, html)))) == pieces
