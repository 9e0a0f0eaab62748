"""What the frame of every page needs: its home page, menu, languages and foot."""

from dataclasses import dataclass
from functools import cached_property

from django import template
from django.template import Context
from django.utils import translation
from wagtail.models import Page

from home.models import HomePage
from localization.alternates import Alternate, alternates
from publishing.public import public

register = template.Library()


@dataclass
class Frame:
    """The surroundings of a page (or of an error, which has none) in the language being shown."""

    page: Page | None
    language: str

    @cached_property
    def homes(self) -> list[Alternate]:
        """The public home pages, one per language."""
        home = public(HomePage.objects.all()).order_by("path").first()
        return [
            Alternate(other.code, other.name, other.page.specific)
            for other in (alternates(home) if home else [])
        ]

    @cached_property
    def home(self) -> HomePage | None:
        """The home page in this language; in another one if there is none."""
        pages = {other.code: other.page for other in self.homes}
        return pages.get(self.language) or next(iter(pages.values()), None)

    @cached_property
    def menu(self) -> list[Page]:
        """The public pages right below home that editors put in menus."""
        return list(public(self.home.get_children()).in_menu()) if self.home else []

    @cached_property
    def alternates(self) -> list[Alternate]:
        """This page in every language it exists in."""
        return getattr(self.page, "alternates", [])

    @property
    def languages(self) -> list[Alternate]:
        """The other languages: this page there if it exists, or else that language's home."""
        here = {other.code: other for other in self.alternates}
        return [here.get(h.code, h) for h in self.homes if h.code != self.language]


@register.simple_tag(takes_context=True)
def frame(context: Context) -> Frame:
    """`{% frame as frame %}`"""
    return Frame(context.get("page"), translation.get_language() or "en")
