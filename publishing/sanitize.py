"""Cleans rich text and links, whoever wrote them: an editor, an import, a translation file.

Wagtail cleans only what comes through its editor; what code stores is served as it is.
"""

from typing import Any
from urllib.parse import urlsplit

import nh3
from django.db.models import Model, URLField
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField

# What the editor can write (and what wagtail-localize can cut into sentences).
RICH_TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link", "hr"]
TAGS = {"h2", "h3", "h4", "p", "b", "strong", "i", "em", "a", "ol", "ul", "li", "hr", "br"}
ATTRIBUTES = {"a": {"href", "linktype", "id"}, "*": {"data-block-key"}}
SCHEMES = {"http", "https", "mailto", "tel"}


def clean_html(html: str) -> str:
    """Rich text as Wagtail stores it, with nothing in it that the editor could not have written."""
    cleaned = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None)
    # nh3 writes void tags the HTML way and Wagtail the XHTML way: not a change worth storing
    return html if cleaned == html.replace("/>", ">") else cleaned


def clean_url(url: str) -> str:
    """The address, or nothing if following it would run code (javascript:, data:, …)."""
    try:
        scheme = urlsplit((url or "").strip()).scheme.lower()
    except ValueError:  # not an address at all, such as https://[x
        return ""
    return url if scheme in SCHEMES | {""} else ""


def clean_raw(block: blocks.Block, raw: Any) -> Any:
    """The stored (JSON) value of a block with every rich text and address in it cleaned."""
    match block:
        case blocks.BaseStreamBlock():
            return [
                {**child, "value": clean_raw(block.child_blocks[child["type"]], child["value"])}
                for child in raw or []
                if child["type"] in block.child_blocks
            ]
        case blocks.BaseStructBlock() if isinstance(raw, dict):
            return {
                name: clean_raw(block.child_blocks[name], value)
                if name in block.child_blocks
                else value
                for name, value in raw.items()
            }
        case blocks.ListBlock():
            return [
                {**item, "value": clean_raw(block.child_block, item["value"])}
                if isinstance(item, dict) and item.get("type") == "item"
                else clean_raw(block.child_block, item)
                for item in raw or []
            ]
        case blocks.RichTextBlock() if isinstance(raw, str):
            return clean_html(raw)
        case blocks.URLBlock() if isinstance(raw, str):
            return clean_url(raw)
    return raw


def clean_instance(instance: Model) -> None:
    """Clean every rich text and StreamField of a page or snippet, in place."""
    for field in instance._meta.get_fields():
        if isinstance(field, RichTextField):
            setattr(instance, field.name, clean_html(getattr(instance, field.name) or ""))
        elif isinstance(field, URLField):
            setattr(instance, field.name, clean_url(getattr(instance, field.name) or ""))
        elif isinstance(field, StreamField):
            value = getattr(instance, field.name)
            raw = field.stream_block.get_prep_value(value)
            cleaned = clean_raw(field.stream_block, raw)
            if cleaned != raw:
                setattr(instance, field.name, field.stream_block.to_python(cleaned))
