"""What the blocks have in common: their templates, and the leaves they are made of."""

import logging
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock
from wagtail.images.models import AbstractImage, SourceImageIOError
from wagtail.rich_text import RichText as RichTextValue
from wagtail.rich_text import expand_db_html
from wagtail.snippets.blocks import SnippetChooserBlock

from localization.snippets import displayable
from publishing.sanitize import RICH_TEXT_FEATURES

log = logging.getLogger(__name__)

PAGE = "page.html"

STRUCTURE, STORIES, MEDIA = _("Structure"), _("Stories"), _("Text and media")


class NewsletterBlock(blocks.StructBlock):
    """A block that renders from its own folder, through the channel that the context names.

    `page.html` unless the context has `channel`; a missing file raises TemplateDoesNotExist,
    so that no block vanishes silently from a channel.
    """

    @classmethod
    def folder(cls) -> str:
        """`blocks/quote` for newsletters.blocks.quote.block."""
        return "/".join(cls.__module__.split(".")[1:-1])

    def get_template(self, value: Any = None, context: dict | None = None) -> str:
        """The block's file for the channel asked for."""
        return f"{self.folder()}/{(context or {}).get('channel', PAGE)}"

    def example(self) -> dict:
        """A real value, in the reader's language, for the preview in the block picker."""
        raise NotImplementedError(f"{type(self).__name__} needs an example()")

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

    def get_api_representation(self, value: RichTextValue, context: dict | None = None) -> str:
        """HTML as a reader gets it, its links public, in the page's language and absolute."""
        return absolute_links(expand_db_html(value.source))

    def deconstruct(self) -> tuple:
        """Migrations need not know this class."""
        return blocks.RichTextBlock(features=self.features, required=self.required).deconstruct()


def absolute_links(html: str) -> str:
    """HTML whose links within the site start with the site's address."""
    return html.replace('href="/', f'href="{settings.PUBLIC_URL}/')


class Picture(ImageBlock):
    """A picture with its alt text in this place; meaningful pictures must have one."""

    def get_api_representation(
        self, value: AbstractImage | None, context: dict | None = None
    ) -> dict | None:
        """The picture ready to show, as `image_representation` gives it, with this alt text."""
        if value is None:
            return None
        alt = "" if value.decorative else value.contextual_alt_text
        return image_representation(value, alt, decorative=bool(value.decorative))


WIDTHS = (480, 960, 1440)


def image_representation(
    image: AbstractImage, alt: str, *, decorative: bool = False
) -> dict | None:
    """A picture for an app: id, alt, credit, licence, colour and absolute sources by width.

    None if its file is lost. `srcset` holds WebP renditions of at most WIDTHS pixels, never wider
    than the original.
    """
    try:
        renditions = image.get_renditions(*(f"width-{width}|format-webp" for width in WIDTHS))
    except (SourceImageIOError, OSError) as error:  # its file is lost: the rest must still come
        log.warning("Picture %s cannot be shown: %s", image.pk, error)
        return None
    unique = {rendition.width: rendition for rendition in renditions.values()}
    sources = [
        {"src": rendition.full_url, "width": rendition.width, "height": rendition.height}
        for _width, rendition in sorted(unique.items())
    ]
    return {
        "id": image.pk,
        "alt": alt or "",
        "decorative": decorative,
        "credit": image.credit,
        "licence": image.licence,
        "colour": image.colour,
        **sources[-1],
        "srcset": sources,
    }


class OrganisationChooser(SnippetChooserBlock):
    """An organisation, in the page's language as soon as that is published."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("newsletters.Organisation", **kwargs)

    def deconstruct(self) -> tuple:
        """Migrations need not know this class."""
        return SnippetChooserBlock("newsletters.Organisation", required=self.required).deconstruct()

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
