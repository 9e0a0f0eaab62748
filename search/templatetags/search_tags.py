"""How results are written: what was found is marked, and everything has a name."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.excerpts import Range
from search.kinds import LABELS
from search.models import Passage
from search.v1 import title_of

register = template.Library()


@register.filter
def marked(text: str, ranges: Iterable[Range]) -> SafeString:
    """The text with `<mark>` around these parts of it."""
    said, at = [], 0
    for start, end in ranges:
        said += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return mark_safe("".join([*said, escape(text[at:])]))


@register.filter
def called(passage: Passage) -> str:
    """What a passage is called, in its own language."""
    return title_of(passage)


@register.filter
def kind_name(passage: Passage) -> str:
    """What it is: an interview, an issue …"""
    return str(LABELS.get(passage.kind, passage.kind))


@register.filter
def thumbnail(passage: Passage) -> dict | None:
    """The smallest form of its picture: `url` (of this site without its host), width, height."""
    if not passage.image:
        return None
    smallest = passage.image["sources"][0]["srcset"][0]
    path = urlsplit(smallest["url"]).path
    return {**smallest, "url": path if path.startswith(settings.MEDIA_URL) else smallest["url"]}
