"""The languages that a page can be read in."""

from dataclasses import dataclass

from django.conf import settings
from wagtail.models import Page

from publishing.public import public


@dataclass(frozen=True)
class Alternate:
    """One page in one language: `code` for lang and hreflang, `name` in that language itself."""

    code: str
    name: str
    page: Page


def alternates(page: Page) -> list[Alternate]:
    """The page's public translations and itself; aliases, which only mirror, do not count."""
    order = [code for code, _name in settings.LANGUAGES]
    names = dict(settings.LANGUAGES)
    pages = public(page.get_translations(inclusive=True)).filter(alias_of__isnull=True)
    found = {p.locale.language_code: p for p in pages.select_related("locale")}
    return [Alternate(code, names[code], found[code]) for code in order if code in found]
