"""Which words fit: a translation may be longer than the field it goes to."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail_localize.models import StringTranslation, TranslationContext, TranslationSource
from wagtail_localize.strings import StringValue, validate_translation_links


def fault(translation: StringTranslation, model: type[models.Model] | None = None) -> str:
    """Why these words cannot stand where they belong; empty if they can.

    Who asks for many saves a query each by naming the `model` that they belong to.
    """
    if not translation.data.strip():
        return gettext("There are no words in it.")
    if translation.context is None:
        return ""
    limit = max_length(translation.context, model or model_of(translation.context))
    if limit is None or len(translation.data) <= limit:
        return ""
    try:
        length = len(StringValue(translation.data).render_text())
    except ValueError:  # broken HTML: wagtail-localize reports that itself
        return ""
    if length <= limit:
        return ""
    return gettext("Too long: %(length)d characters, and %(limit)d is the most.") % {
        "length": length,
        "limit": limit,
    }


def broken(sentence: str, words: str) -> bool:
    """Whether the words hold HTML that is not allowed, or a link that the sentence has not."""
    try:
        StringValue.from_translated_html(words)
        validate_translation_links(sentence, words)
    except ValueError:
        return True
    return False


def model_of(context: TranslationContext) -> type[models.Model] | None:
    """The page or snippet type that a sentence belongs to."""
    content_type = (
        TranslationSource.objects.filter(object_id=context.object_id)
        .values_list("specific_content_type_id", flat=True)
        .first()
    )
    return content_type and ContentType.objects.get_for_id(content_type).model_class()


def max_length(context: TranslationContext, model: type[models.Model] | None) -> int | None:
    """How many characters fit into the field or block that a sentence belongs to."""
    if model is None or not context.field_path:
        return None
    name, *path = context.field_path.split(".")
    field = model._meta.get_field(name)
    if isinstance(field, StreamField):
        return block_max_length(field.stream_block, path)
    return getattr(field, "max_length", None)


def block_max_length(block: blocks.Block, path: list[str]) -> int | None:
    """The same within a StreamField, whose path goes by block types and `item`."""
    for name in path:
        if isinstance(block, blocks.ListBlock):
            block = block.child_block
        elif name in getattr(block, "child_blocks", {}):
            block = block.child_blocks[name]
    return getattr(getattr(block, "field", None), "max_length", None)
