"""Template tags of the newsletter: languages of parts, and the length of a video."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django import template
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Locale

from localization.snippets import displayable as displayable_snippet
from newsletters.blocks.base import plain_text
from newsletters.models import Organisation
from newsletters.structured import structured_data

register = template.Library()
register.filter(plain_text)
register.filter(structured_data)


@register.simple_tag
def displayable(organisation: Organisation | None) -> Organisation | None:
    """The organisation in the language that it is published in."""
    return displayable_snippet(organisation) if organisation else None


@register.simple_tag
def displayable_many(organisations: Iterable[Organisation | None]) -> list[Organisation]:
    """The same of several, without those that nobody may see or that were deleted."""
    return [shown for one in organisations if (shown := displayable(one))]


@register.simple_tag
def lang(locale: Locale) -> SafeString | str:
    """`lang="…"` for a passage in another language than the page's (WCAG 3.1.2), else nothing."""
    code = locale.language_code
    return "" if code == translation.get_language() else format_html('lang="{}"', code)


@register.filter
def site_name(url: str) -> str:
    """An address as people call it: the site's name, without https:// and www."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


@register.filter
def minutes(length: int) -> str:
    """A length in minutes as people say it: “38 min”, “1 h 24 min”."""
    hours, rest = divmod(length, 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": rest}
    if not rest:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}
