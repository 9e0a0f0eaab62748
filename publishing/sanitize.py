"""Cleans rich text and links, whoever wrote them: an editor, an import, a translation file.

Wagtail cleans only what comes through its editor; what code stores is served as it is.
"""

import re
import unicodedata
from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

import nh3
from django.db.models import CharField, Model, TextField, URLField
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField

from publishing.ids import loaded_fields, stored
from publishing.own_links import with_own_links

# What the editor can write (and what wagtail-localize can cut into sentences).
RICH_TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link", "hr"]
TAGS = {"h2", "h3", "h4", "p", "b", "strong", "i", "em", "a", "ol", "ul", "li", "hr", "br"}
ATTRIBUTES = {"a": {"href", "linktype", "id"}, "*": {"data-block-key"}}
SCHEMES = {"http", "https", "mailto", "tel"}
# PostgreSQL refuses NUL, and half of a surrogate pair can be written nowhere
UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def clean_text(text: str) -> str:
    """The text without what no database can store, each Hangul syllable as one letter (NFC)."""
    return unicodedata.normalize("NFC", UNSTORABLE.sub("", text))


def clean_html(html: str) -> str:
    """Rich text as Wagtail stores it, with nothing in it that the editor could not have written."""
    html = clean_text(html)
    cleaned = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None)
    cleaned = with_own_links(cleaned)
    # nh3 writes void tags the HTML way and Wagtail the XHTML way: not a change worth storing
    return html if cleaned == html.replace("/>", ">") else cleaned


def clean_url(url: str) -> str:
    """The address, or nothing if following it would run code (javascript:, data:, …)."""
    try:
        scheme = urlsplit((url or "").strip()).scheme.lower()
    except ValueError:  # not an address at all, such as https://[x
        return ""
    return UNSTORABLE.sub("", url) if scheme in SCHEMES | {""} else ""


def clean_raw(block: blocks.Block, raw: Any) -> Any:
    """The stored (JSON) value of a block with every text and address in it cleaned."""
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
                else clean_json(value)
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
    return clean_json(raw)


def clean_json(raw: Any) -> Any:
    """JSON with every text in it cleaned."""
    match raw:
        case str():
            return clean_text(raw)
        case list():
            return [clean_json(item) for item in raw]
        case dict():
            return {clean_text(name): clean_json(value) for name, value in raw.items()}
    return raw


def clean_instance(instance: Model, names: Collection[str] | None = None) -> None:
    """Clean every text and StreamField (or only those named) of a page or snippet, in place."""
    for field in loaded_fields(instance, names):
        text = getattr(instance, field.attname)
        match field:
            case StreamField():
                raw = stored(text)
                cleaned = clean_raw(field.stream_block, raw)
                if cleaned != raw:
                    setattr(instance, field.name, field.stream_block.to_python(cleaned))
            case RichTextField():
                setattr(instance, field.name, clean_html(text or ""))
            case URLField():
                setattr(instance, field.name, clean_url(text or ""))
            case CharField() | TextField() if isinstance(text, str):
                setattr(instance, field.name, clean_text(text))
