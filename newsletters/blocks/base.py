"""What the blocks have in common: their templates, and the leaves they are made of."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape
from typing import Any
from unicodedata import category

from django.conf import settings
from django.db.models import Model
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.images.models import AbstractImage
from wagtail.rich_text import RichText as RichTextValue
from wagtail.rich_text import expand_db_html
from wagtail.snippets.blocks import SnippetChooserBlock

from images.models import with_privacy
from images.representation import image_representation
from localization.snippets import displayable
from publishing.sanitize import RICH_TEXT_FEATURES

PAGE = "page.html"

STRUCTURE, STORIES, MEDIA = _("Structure"), _("Stories"), _("Text and media")


# Where a block's words begin, in the order of preference
TEASERS = ("summary", "introduction", "text", "story", "description", "quote", "caption")

Lookup = Callable[[type[Model], int], Model | None]
loaded_ahead: ContextVar[Lookup | None] = ContextVar("loaded_ahead", default=None)


@contextmanager
def objects_from(lookup: Lookup) -> Iterator[None]:
    """While open, pictures and organisations in blocks come from `lookup`, with no query.

    `lookup(model, pk)` gives an object loaded ahead, or None if it is not to be shown.
    """
    token = loaded_ahead.set(lookup)
    try:
        yield
    finally:
        loaded_ahead.reset(token)


class LoadedAhead:
    """A chooser block whose objects may have been loaded ahead, for many pages at once."""

    def bulk_to_python(self, values: list[int | None]) -> list[Model | None]:
        """The objects, in the order of `values`; each a copy, since blocks write on them."""
        lookup = loaded_ahead.get()
        if lookup is None:
            return super().bulk_to_python(values)  # type: ignore[misc]
        model = self.model_class  # type: ignore[attr-defined]
        return [copy(lookup(model, pk)) if pk else None for pk in values]

    def clean(self, value: Any) -> Model | None:
        """Ask the database once more only for what was not just loaded from it."""
        loaded = isinstance(value, self.model_class)  # type: ignore[attr-defined]
        return value if loaded else super().clean(value)  # type: ignore[misc]


@dataclass(frozen=True)
class Computed:
    """A value that a block's JSON has besides its fields: how to get it, and its JSON schema."""

    get: Callable[[Any], Any]
    schema: dict[str, Any]


@dataclass(frozen=True)
class Dates:
    """When something is: `precision` exact, day or month; the moments only if exact.

    `over_at` is the latest moment that it may last to; None if it never becomes past.
    """

    precision: str
    first_day: date
    last_day: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    over_at: datetime | None = None


class NewsletterBlock(blocks.StructBlock):
    """A block that renders from its own folder, through the channel that the context names.

    `page.html` unless the context has `channel`; a missing file raises TemplateDoesNotExist,
    so that no block vanishes silently from a channel.
    """

    # What its JSON says besides its fields, by name
    computed: dict[str, Computed] = {}

    @classmethod
    def folder(cls) -> str:
        """`blocks/quote` for newsletters.blocks.quote.block."""
        return "/".join(cls.__module__.split(".")[1:-1])

    def get_template(self, value: Any = None, context: dict | None = None) -> str:
        """The block's file for the channel asked for."""
        return f"{self.folder()}/{(context or {}).get('channel', PAGE)}"

    def entry_title(self, value: blocks.StructValue) -> str:
        """What it is called where it stands on its own, in lists and search; may be empty."""
        return value.get("title") or value.get("headline") or ""

    def entry_teaser(self, value: blocks.StructValue) -> str:
        """The plain words that it begins with, for lists; may be empty."""
        for name in TEASERS:
            if words := value.get(name):
                return plain_text(getattr(words, "source", words))
        return ""

    def entry_dates(self, value: blocks.StructValue) -> Dates | None:
        """When it takes or took place; None if that is not said."""
        return None

    def as_known(self, value: blocks.StructValue) -> blocks.StructValue:
        """The value without what its own fields say is not known, for whoever reads it as data."""
        return value

    def get_api_representation(self, value: blocks.StructValue, context: Any = None) -> dict:
        """The block's fields and computed values."""
        value = self.as_known(value)
        extra = {name: computed.get(value) for name, computed in self.computed.items()}
        return {**super().get_api_representation(value, context), **extra}

    def example(self) -> dict:
        """A real value, in the reader's language, for the preview in the block picker."""
        raise NotImplementedError(f"{type(self).__name__} needs an example()")

    def states(self) -> dict[str, dict]:
        """A value for each look that the block has, by its name, for the style guide."""
        example = self.example()
        picture = self.child_blocks.get("image")
        if example.get("image") is None or picture.child_blocks["image"].required:
            return {"": example}
        bare = {**example, "image": None}
        return {gettext("With a picture"): example, gettext("Without a picture"): bare}

    def get_preview_value(self) -> blocks.StructValue:
        """The example, as Wagtail asks for it."""
        return self.normalize(self.example())


class NewsletterStream(blocks.StreamBlock):
    """Renders its blocks one after the other, bare: a wrapper would break an e-mail's tables."""

    def render_basic(self, value: Any, context: dict | None = None) -> SafeString:
        """The blocks' own markup and nothing else."""
        return mark_safe("\n".join(child.render(context=context) for child in value))


class RichText(blocks.RichTextBlock):
    """Paragraphs, lists and links; in the API as HTML with absolute addresses."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": RICH_TEXT_FEATURES, **kwargs})

    def to_python(self, value: str | None) -> RichTextValue:
        """What is stored; without words it is empty, whatever tags an emptied field leaves."""
        value = value or ""
        return super().to_python(value if has_words(value) or "<hr" in value else "")

    def value_from_form(self, value: RichTextValue | str) -> RichTextValue:
        """What is in the form, likewise."""
        return self.to_python(getattr(value, "source", value))

    def get_api_representation(self, value: RichTextValue, context: dict | None = None) -> str:
        """HTML as a reader gets it, its links public, in the page's language and absolute."""
        return absolute_links(expand_db_html(value.source))

    def deconstruct(self) -> tuple:
        """Migrations need not know this class."""
        return blocks.RichTextBlock(features=self.features, required=self.required).deconstruct()


QUOTATION_MARKS = ["“”", "„“", "‘’", "«»", "「」", "『』", '""', "''"]


def without_quotation_marks(text: str) -> str:
    """Words that a page sets in quotation marks, without those that were typed around them."""
    text, inner = text.strip(), text.strip()[1:-1]
    pairs = (text[:1] + text[-1:]) in QUOTATION_MARKS and len(text) > 1
    return inner.strip() if pairs and not {text[0], text[-1]} & set(inner) else text


def plain_text(html: str) -> str:
    """The words of rich text in one line."""
    return " ".join(unescape(strip_tags(html.replace("</", " </"))).split())


def has_words(html: str) -> bool:
    """Whether rich text shows anything; spaces and what pasting leaves (U+200B) are no words."""
    return any(category(char)[0] not in "CZ" for char in plain_text(html))


def absolute_links(html: str) -> str:
    """HTML whose links within the site start with the site's address."""
    return html.replace('href="/', f'href="{settings.PUBLIC_URL}/')


class PictureChooser(LoadedAhead, ImageChooserBlock):
    """A picture of the library."""

    def bulk_to_python(self, values: list[int | None]) -> list[Model | None]:
        """With what every output asks of a picture: whether anybody may see it."""
        if loaded_ahead.get():
            return super().bulk_to_python(values)
        known = with_privacy(self.model_class.objects).in_bulk({pk for pk in values if pk})
        return [copy(known[pk]) if pk in known else None for pk in values]


class Picture(ImageBlock):
    """A picture with its alt text in this place; meaningful pictures must have one."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)
        chooser = PictureChooser(required=required)
        chooser.set_name("image")
        self.child_blocks["image"] = chooser

    def get_api_representation(
        self, value: AbstractImage | None, context: dict | None = None
    ) -> dict | None:
        """The picture ready to show, as `image_representation` gives it, with this alt text."""
        if value is None:
            return None
        decorative = bool(value.decorative)
        return image_representation(value, value.contextual_alt_text, decorative=decorative)


class OrganisationChooser(LoadedAhead, SnippetChooserBlock):
    """An organisation, in the page's language as soon as that is published."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("newsletters.Organisation", **kwargs)

    def deconstruct(self) -> tuple:
        """Migrations need not know this class."""
        return SnippetChooserBlock("newsletters.Organisation", required=self.required).deconstruct()

    def hidden_from_readers(self, value: Model) -> str:
        """A draft has no name that readers may see; see publishing.preflight."""
        if displayable(value):
            return ""
        advice = gettext("“%(name)s” is not published yet. Publish it first, or choose another.")
        return advice % {"name": value}

    def get_api_representation(
        self, value: Model | None, context: dict | None = None
    ) -> dict | None:
        """Name, short name, country, website and the language these are in."""
        organisation = displayable(value) if value else None
        if organisation is None:
            return None
        return {
            "key": str(organisation.translation_key),
            "locale": organisation.locale.language_code,
            "name": organisation.name,
            "short_name": organisation.short_name,
            "country": organisation.country.code or None,
            "website": organisation.website,
        }


class LinkBlock(blocks.StructBlock):
    """A labelled address elsewhere on the web."""

    label = blocks.CharBlock(label=_("Label"), max_length=255)
    url = blocks.URLBlock(label=_("Address"), help_text=_("Starting with https://"))

    api_description = "A link to somewhere else."

    class Meta:
        icon = "link"
        label = _("Link")


def example_organisation() -> Model | None:
    """An organisation for previews in the block picker: the first one in this language."""
    from newsletters.models import Organisation  # blocks lie below models: only at run time

    language = translation.get_language() or "en"
    return (
        Organisation.objects.filter(locale__language_code=language).first()
        or Organisation.objects.first()
    )


def example_picture(alt: str) -> AbstractImage | None:
    """A picture for previews in the block picker: the newest in the library."""
    from wagtail.images import get_image_model

    picture = get_image_model().objects.order_by("-pk").first()
    if picture is not None:
        picture.contextual_alt_text, picture.decorative = alt, False
    return picture
