"""The faults that `manage.py check` finds before a translator does."""

from collections.abc import Iterator

import pytest
from django.core import checks as django_checks
from django.db import models
from django.test.utils import isolate_apps
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.embeds.blocks import EmbedBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page, TranslatableMixin, get_translatable_models
from wagtail_localize.fields import SynchronizedField, TranslatableField

from localization import checks
from localization.models import Translated


def faults(block: blocks.Block) -> list[tuple[str, str]]:
    """The id of every fault in a block, and the path it is reported at."""
    found = [m for path, part in checks.walk(block, "body") for m in checks.check_block(part, path)]
    assert all(message.hint for message in found)
    return [(m.id.removeprefix("localization."), m.msg.partition(":")[0]) for m in found]


def ids(model: type[models.Model]) -> list[str]:
    """The ids of the faults in a model."""
    found = checks.check_model(model)
    assert all(m.hint and m.obj is model and m.msg.startswith(model._meta.label) for m in found)
    return [message.id.removeprefix("localization.") for message in found]


class CaptionedImage(ImageBlock):
    caption = blocks.CharBlock()


class TranslatingBlock(blocks.RawHTMLBlock):
    """Takes care of its words itself."""

    def get_translatable_segments(self, value):
        return []


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        (blocks.RegexBlock(r"\d+"), "E001"),
        (blocks.RawHTMLBlock(), "E001"),
        (TableBlock(), "E001"),
        (TypedTableBlock([("text", blocks.CharBlock())]), "E001"),
        (CaptionedImage(), "E002"),
        (blocks.CharBlock(required=False), "W001"),
        (blocks.TextBlock(required=False), "W001"),
        (blocks.BlockQuoteBlock(required=False), "W001"),
        (blocks.URLBlock(required=False), "W001"),
        (blocks.RichTextBlock(features=["bold", "superscript"]), "W002"),
        (blocks.RichTextBlock(features=["subscript", "link"]), "W002"),
        (blocks.RichTextBlock(features=["strikethrough"]), "W002"),
        (blocks.RichTextBlock(features=["image"]), "W003"),
        (blocks.RichTextBlock(features=["embed"]), "W003"),
    ],
)
def test_a_faulty_block_is_reported_however_deep_it_stands(block, fault):
    inner = blocks.StructBlock([("leaf", block)])
    assert faults(block) == [(fault, "body")]
    assert faults(inner) == [(fault, "body.leaf")]
    assert faults(blocks.ListBlock(inner)) == [(fault, "body.item.leaf")]
    nested = blocks.StreamBlock(
        [("outer", blocks.StructBlock([("list", blocks.ListBlock(inner))]))]
    )
    assert faults(nested) == [(fault, "body.outer.list.item.leaf")]


@pytest.mark.parametrize(
    "block",
    [
        blocks.CharBlock(required=False, default=""),
        blocks.TextBlock(),
        blocks.RichTextBlock(features=["h3", "bold", "code", "ol", "link", "hr"], required=False),
        blocks.URLBlock(),
        blocks.EmailBlock(),
        blocks.ChoiceBlock(choices=[("a", "A")], required=False),
        blocks.DateBlock(required=False),
        blocks.IntegerBlock(required=False),
        blocks.BooleanBlock(required=False),
        blocks.StaticBlock(),
        blocks.PageChooserBlock(required=False),
        ImageBlock(required=False),
        EmbedBlock(required=False),
        TranslatingBlock(),
    ],
)
def test_a_good_block_is_not_reported(block):
    assert faults(blocks.StructBlock([("list", blocks.ListBlock(block))])) == []


def test_the_features_are_those_of_the_settings_if_a_block_names_none(settings):
    settings.WAGTAILADMIN_RICH_TEXT_EDITORS = {}
    assert {fault for fault, _path in faults(blocks.RichTextBlock())} == {"W003"}
    options = {"features": ["bold", "subscript"]}
    settings.WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"OPTIONS": options}}
    assert [fault for fault, _path in faults(blocks.RichTextBlock())] == ["W002"]


@pytest.fixture
def isolated() -> Iterator[None]:
    """Models that are made in the test stay in the test."""
    with isolate_apps("tests"):
        yield


class Word(TranslatableMixin, models.Model):
    """A sound snippet to refer to; abstract, so that no table is expected of it."""

    word = models.CharField(max_length=20)
    note = models.TextField(blank=True)
    kind = models.CharField(max_length=1, choices=[("a", "A")])
    site = models.URLField(blank=True)

    class Meta(TranslatableMixin.Meta):
        abstract = True
        app_label = "tests"


def test_a_sound_model_is_not_reported(isolated):
    class Sound(Word):
        class Meta(Word.Meta):
            app_label = "tests"
            constraints = [models.UniqueConstraint(fields=["word", "locale"], name="word")]

    assert ids(Sound) == []


def test_the_path_of_a_block_starts_at_its_model(isolated):
    class WithBody(Word):
        body = StreamField([("part", blocks.StructBlock([("html", blocks.RawHTMLBlock())]))])

        class Meta(Word.Meta):
            app_label = "tests"

    (fault,) = checks.check_model(WithBody)
    assert fault.msg.startswith("tests.WithBody.body.part.html: ")
    assert (fault.id, fault.obj) == ("localization.E001", WithBody)


def test_a_rich_text_field_is_asked_for_its_features(isolated):
    class WithRichText(Word):
        text = RichTextField(features=["bold", "superscript", "image"])

        class Meta(Word.Meta):
            app_label = "tests"

    assert ids(WithRichText) == ["W002", "W003"]


def test_a_text_that_translatable_fields_forgets(isolated):
    class Forgetful(Word):
        translatable_fields = [TranslatableField("word")]

        class Meta(Word.Meta):
            app_label = "tests"

    class Deliberate(Word):
        translatable_fields = [TranslatableField("word"), SynchronizedField("note")]

        class Meta(Word.Meta):
            app_label = "tests"

    assert ids(Forgetful) == ["E004"]
    assert ids(Deliberate) == []


def test_translatable_fields_that_cannot_be(isolated):
    class Mistyped(Word):
        override_translatable_fields = [SynchronizedField("wrod")]

        class Meta(Word.Meta):
            app_label = "tests"

    class Thing(models.Model):
        class Meta:
            app_label = "tests"

    class SwapsTheUntranslatable(Word):
        thing = models.ForeignKey(Thing, models.CASCADE)
        override_translatable_fields = [TranslatableField("thing")]

        class Meta(Word.Meta):
            app_label = "tests"

    assert ids(Mistyped) == ["E003"]
    assert ids(SwapsTheUntranslatable) == ["E003"]


def test_children_whose_words_are_only_copied(isolated):
    class Parent(ClusterableModel, Word):
        class Meta(Word.Meta):
            app_label = "tests"

    class Child(models.Model):
        parent = ParentalKey(Parent, related_name="children")
        text = models.CharField(max_length=20)

        class Meta:
            app_label = "tests"

    class Number(models.Model):
        parent = ParentalKey(Parent, related_name="numbers", unique=True)
        number = models.IntegerField()

        class Meta:
            app_label = "tests"

    (fault,) = checks.check_model(Parent)
    assert fault.msg.startswith("tests.Parent.children: ")
    assert fault.id == "localization.E005"
    Parent.override_translatable_fields = [SynchronizedField("children")]
    assert ids(Parent) == []


def test_many_to_many_with_something_translatable(isolated):
    class Topic(Word):
        class Meta(Word.Meta):
            app_label = "tests"

    class Label(models.Model):
        class Meta:
            app_label = "tests"

    class Article(Word):
        topics = models.ManyToManyField(Topic)
        labels = models.ManyToManyField(Label)

        class Meta(Word.Meta):
            app_label = "tests"

    assert ids(Article) == ["E006"]


def test_what_is_unique_in_all_languages_together(isolated):
    class Single(Word):
        code = models.CharField(max_length=2, unique=True)

        class Meta(Word.Meta):
            app_label = "tests"

    class Several(Word):
        class Meta(Word.Meta):
            app_label = "tests"
            constraints = [models.UniqueConstraint(fields=["word", "kind"], name="several")]

    class PerWord(Word):
        of = models.ForeignKey(Several, models.CASCADE)

        class Meta(Word.Meta):
            app_label = "tests"
            constraints = [models.UniqueConstraint(fields=["of", "kind"], name="per-word")]

    assert ids(Single) == ["E007"]
    assert ids(Several) == ["E007"]
    assert ids(PerWord) == []


def test_our_own_models_are_sound_and_the_check_is_a_default_one_without_queries(
    django_assert_num_queries, db
):
    assert checks.check_translations in django_checks.registry.registry.get_checks()
    with django_assert_num_queries(0):
        assert django_checks.run_checks(tags=[checks.TAG]) == []


def test_whatever_is_translated_is_translated_safely():
    """Another model would be published past the guard, and stand in no report."""
    models = set(get_translatable_models(include_subclasses=True)) - {Page}
    assert models
    assert [model for model in models if not issubclass(model, Translated)] == []
