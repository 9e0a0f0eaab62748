"""Says when Django starts what a translator would never be given, and what would break.

wagtail-localize leaves out in silence what it does not know: the text stays in the language it was
written in, and the progress says 100 %. `manage.py check` says it while the model is still new.
Nothing here asks the database.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel, get_all_child_relations
from treebeard.mp_tree import MP_Node
from wagtail import blocks
from wagtail.embeds.blocks import EmbedBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import COMMENTS_RELATION_NAME, Page, TranslatableMixin, get_translatable_models
from wagtail.rich_text import features as rich_text_features
from wagtail_localize.fields import TranslatableField, get_translatable_fields
from wagtail_localize.strings import INLINE_TAGS

TAG = "translation"

# What wagtail-localize extracts: words, addresses (which may be overridden) and references.
EXTRACTED = (
    blocks.CharBlock,
    blocks.TextBlock,
    blocks.BlockQuoteBlock,
    blocks.RichTextBlock,
    blocks.URLBlock,
    blocks.EmailBlock,
    blocks.ChooserBlock,
)
# What has no default of its own and is None where the content is older than the field.
NONE_BY_DEFAULT = (
    blocks.CharBlock,
    blocks.TextBlock,
    blocks.BlockQuoteBlock,
    blocks.URLBlock,
    blocks.EmailBlock,
)
# Typed in, and yet the same in every language.
NO_WORDS = (
    forms.URLField,
    forms.EmailField,
    forms.SlugField,
    forms.UUIDField,
    forms.GenericIPAddressField,
)
IMAGE_PARTS = {"image", "decorative", "alt_text"}
UNTRANSLATABLE_FEATURES = {
    "image": "The alt text of a picture inside rich text",
    "embed": "The address of a video inside rich text",
}


def check_translations(app_configs: Iterable | None = None, **_options: Any) -> list[CheckMessage]:
    """What is wrong with the translatable models of these apps; of all apps if none are given."""
    asked = None if app_configs is None else {config.label for config in app_configs}
    return [
        fault
        for model in get_translatable_models(include_subclasses=True)
        if model is not Page and (asked is None or model._meta.app_label in asked)
        for fault in check_model(model)
    ]


def check_model(model: type[models.Model]) -> list[CheckMessage]:
    """What is wrong with a model. Its parents' own fields are spoken of at the parents."""
    own = [field for field in model._meta.get_fields() if field.model is model]
    return [
        *check_settings(model),
        *check_left_out(model),
        *check_children(model),
        *check_many_to_many(model),
        *check_unique(model),
        *(fault for field in own for fault in check_field(field)),
    ]


def check_field(field: Any) -> Iterator[CheckMessage]:
    """What is wrong inside a StreamField or with the features of a RichTextField."""
    where = f"{field.model._meta.label}.{field.name}"
    if isinstance(field, StreamField):
        for path, block in walk(field.stream_block, where):
            yield from check_block(block, path, field.model)
    elif isinstance(field, RichTextField):
        yield from check_features(field, where, field.model)


def walk(block: blocks.Block, path: str) -> Iterator[tuple[str, blocks.Block]]:
    """A block and every block inside it that wagtail-localize looks into, with dotted paths."""
    yield path, block
    if hasattr(block, "get_translatable_segments") or isinstance(block, ImageBlock):
        return  # it takes care of itself; the inside of ImageBlock is no choice of ours
    if isinstance(block, blocks.ListBlock):
        yield from walk(block.child_block, f"{path}.item")
    elif isinstance(block, blocks.StructBlock | blocks.StreamBlock):
        for name, child in block.child_blocks.items():
            yield from walk(child, f"{path}.{name}")


def check_block(block: blocks.Block, path: str, obj: Any = None) -> Iterator[CheckMessage]:
    """What is wrong with one block; those inside it are not looked at."""
    if isinstance(block, ImageBlock):
        yield from check_image_block(block, path, obj)
    elif hasattr(block, "get_translatable_segments"):
        return
    elif holds_lost_text(block):
        yield Error(
            f"{path}: wagtail-localize does not extract a {type(block).__name__}: its text would "
            "stay in the language it was written in, and the progress would say 100 %.",
            hint="Build it from CharBlock, TextBlock or RichTextBlock; or give the class "
            "get_translatable_segments() and restore_translated_segments().",
            obj=obj,
            id="localization.E001",
        )
    elif lacks_default(block):
        yield Warning(
            f"{path}: an optional text without a default: in content that is older than the field "
            "it is None, not an empty text.",
            hint='Add default="".',
            obj=obj,
            id="localization.W001",
        )
    if isinstance(block, blocks.RichTextBlock):
        yield from check_features(block, path, obj)


def check_image_block(block: ImageBlock, path: str, obj: Any) -> Iterator[CheckMessage]:
    """wagtail-localize knows the three parts of an ImageBlock by name, and no fourth."""
    if extra := sorted(set(block.child_blocks) - IMAGE_PARTS):
        yield Error(
            f"{path}: what an ImageBlock subclass adds is not extracted ({', '.join(extra)}): its "
            "text would stay in the language it was written in.",
            hint="Put an ImageBlock and the further fields side by side in a StructBlock.",
            obj=obj,
            id="localization.E002",
        )


def holds_lost_text(block: blocks.Block) -> bool:
    """Whether people write words into this block that wagtail-localize passes over.

    Choices, dates, numbers, switches and addresses are shared by all languages on purpose.
    """
    if isinstance(block, EXTRACTED):
        return False
    if isinstance(block, blocks.FieldBlock):
        return isinstance(block.field, forms.CharField) and not isinstance(block.field, NO_WORDS)
    known = blocks.StructBlock | blocks.StreamBlock | blocks.ListBlock | blocks.StaticBlock
    return not isinstance(block, known)


def lacks_default(block: blocks.Block) -> bool:
    """Whether it is None, not "", where the stored content does not have it yet."""
    if not isinstance(block, NONE_BY_DEFAULT) or isinstance(block, EmbedBlock):
        return False  # without a video the value of an EmbedBlock is None whatever its default
    return not block.required and getattr(block.meta, "default", None) is None


def check_features(rich_text: Any, where: str, obj: Any = None) -> Iterator[CheckMessage]:
    """What is wrong with the features of a RichTextField or RichTextBlock."""
    for feature in features(rich_text):
        if tags := splitting_tags(feature):
            yield Warning(
                f"{where}: the rich text feature “{feature}” cuts a sentence in pieces at every "
                f"<{tags[0]}>; a translator would be given each piece by itself.",
                hint=f"Name the features and leave out “{feature}”.",
                obj=obj,
                id="localization.W002",
            )
        elif what := UNTRANSLATABLE_FEATURES.get(feature):
            yield Warning(
                f"{where}: {what} (feature “{feature}”) cannot be translated.",
                hint=f"Name the features and leave out “{feature}”; offer a block of its own.",
                obj=obj,
                id="localization.W003",
            )


def features(rich_text: Any) -> list[str]:
    """What its editor offers: its own list, the settings' or Wagtail's default."""
    editors = getattr(settings, "WAGTAILADMIN_RICH_TEXT_EDITORS", {})
    options = editors.get(rich_text.editor, {}).get("OPTIONS", {})
    for chosen in (rich_text.features, options.get("features")):
        if chosen is not None:
            return list(chosen)
    return list(rich_text_features.get_default_features())


def splitting_tags(feature: str) -> list[str]:
    """The tags that a feature writes inside a sentence and wagtail-localize ends a string at."""
    rule = rich_text_features.get_converter_rule("contentstate", feature) or {}
    styles = rule.get("to_database_format", {}).get("style_map", {}).values()
    tags = [style.get("element") if isinstance(style, dict) else style for style in styles]
    return [tag for tag in tags if isinstance(tag, str) and tag not in INLINE_TAGS]


def check_settings(model: type[models.Model]) -> Iterator[CheckMessage]:
    """What translatable_fields names must be there, and what it translates translatable."""
    for setting in get_translatable_fields(model):
        problem = setting_problem(model, setting)
        if problem:
            yield Error(
                f"{model._meta.label}.{setting.field_name}: {problem}; “Translate” would answer "
                "500 for every such object.",
                hint="Mend translatable_fields or override_translatable_fields.",
                obj=model,
                id="localization.E003",
            )


def setting_problem(model: type[models.Model], setting: Any) -> str:
    """What is wrong with one entry of translatable_fields; empty if nothing is."""
    try:
        field = setting.get_field(model)
    except FieldDoesNotExist:
        return "declared for translation, but there is no such field"
    swapped = isinstance(field, models.ForeignKey) and isinstance(setting, TranslatableField)
    if swapped and not issubclass(field.related_model, TranslatableMixin):
        return "declared a TranslatableField, but what it refers to is not translatable"
    return ""


def check_left_out(model: type[models.Model]) -> Iterator[CheckMessage]:
    """A list of translatable_fields must not forget a text."""
    named = {setting.field_name for setting in get_translatable_fields(model)}
    for field in words(model):
        if field.name not in named:
            yield Error(
                f"{model._meta.label}.{field.name}: translatable_fields leaves it out: its text "
                "would stay in the language it was written in, and later changes are not copied.",
                hint=f'Add TranslatableField("{field.name}"), or SynchronizedField if it is to be '
                "the same in every language.",
                obj=model,
                id="localization.E004",
            )


def words(model: type[models.Model]) -> list[Any]:
    """The fields of a model that people write words into."""
    kinds = (models.CharField, models.TextField, StreamField)
    no_words = (models.URLField, models.EmailField, models.SlugField)
    return [
        field
        for field in model._meta.fields
        if isinstance(field, kinds) and not isinstance(field, no_words)
        if field.editable and not field.choices and not is_tree_field(field)
    ]


def is_tree_field(field: models.Field) -> bool:
    """Whether it holds the place in a tree, which every copy gets anew."""
    return field.name == "path" and issubclass(field.model, MP_Node)


def check_children(model: type[models.Model]) -> Iterator[CheckMessage]:
    """Children written in the parent's form must be translatable if they hold words."""
    if not issubclass(model, ClusterableModel):
        return
    chosen = {setting.field_name for setting in getattr(model, "override_translatable_fields", [])}
    for relation in get_all_child_relations(model):
        child = relation.related_model
        if relation.name in chosen | {COMMENTS_RELATION_NAME}:
            continue
        if words(child) and not issubclass(child, TranslatableMixin):
            yield Error(
                f"{model._meta.label}.{relation.name}: {child._meta.label} is not translatable: "
                "its text would be copied and stay in the language it was written in.",
                hint="Make TranslatableMixin a base of the child; or list a SynchronizedField of "
                f'"{relation.name}" in override_translatable_fields if it is shared on purpose.',
                obj=model,
                id="localization.E005",
            )


def check_many_to_many(model: type[models.Model]) -> Iterator[CheckMessage]:
    """A relation to many is copied as it is, never swapped for the translated objects."""
    for field in model._meta.many_to_many:
        if field.model is model and issubclass(field.related_model, TranslatableMixin):
            yield Error(
                f"{model._meta.label}.{field.name}: many-to-many with the translatable "
                f"{field.related_model._meta.label}: a translation would keep the objects of the "
                "source's language.",
                hint="Refer to them from a StreamField chooser, or through a child model with "
                "TranslatableMixin and a ForeignKey.",
                obj=model,
                id="localization.E006",
            )


def check_unique(model: type[models.Model]) -> Iterator[CheckMessage]:
    """What is unique over all languages forbids the translated copy (its issue #484)."""
    for names in unique_over_languages(model):
        yield Error(
            f"{model._meta.label}.{'+'.join(names)}: unique in all languages together: no "
            "translated copy could be stored, and the error is swallowed.",
            hint='Use UniqueConstraint(fields=[…, "locale"]) and a SynchronizedField.',
            obj=model,
            id="localization.E007",
        )


def unique_over_languages(model: type[models.Model]) -> Iterator[tuple[str, ...]]:
    """The fields of every unique constraint that a copy in another language would violate."""
    options = model._meta
    single = [(f.name,) for f in options.local_fields if f.unique and not is_key(f)]
    constraints = [c for c in options.constraints if isinstance(c, models.UniqueConstraint)]
    several = [*options.unique_together, *(constraint.fields for constraint in constraints)]
    for names in [*single, *(tuple(names) for names in several if names)]:
        if not any(differs(options.get_field(name)) for name in names):
            yield names


def is_key(field: Any) -> bool:
    """Whether every copy gets its own: the primary key, the link to a parent, the tree's path."""
    link = field.remote_field and getattr(field.remote_field, "parent_link", False)
    return bool(field.primary_key or link or is_tree_field(field))


def differs(field: Any) -> bool:
    """Whether it has another value in another language: the locale, or what is swapped with it.

    A reference to a page is not: that is resolved when the page is shown.
    """
    if field.name == "locale" or isinstance(field, ParentalKey):
        return True
    if not field.is_relation or issubclass(field.related_model, Page):
        return False
    return issubclass(field.related_model, TranslatableMixin)
