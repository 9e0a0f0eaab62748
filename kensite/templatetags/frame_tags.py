"""What the frame of every page needs: its home page, menu, languages and foot."""

from dataclasses import dataclass, field
from functools import cached_property

from django import template
from django.conf import settings
from django.template import Context
from django.urls import translate_url
from django.utils import translation
from wagtail.models import Page

from home.cards import SocialCard
from home.frame import in_foot
from home.models import HomePage
from localization.alternates import Alternate, alternates
from publishing.public import public

register = template.Library()


@dataclass(frozen=True)
class Switch:
    """A link of the language switcher."""

    code: str
    name: str
    url: str


@dataclass
class Frame:
    """The surroundings of a page (or of an error, which has none) in the language being shown."""

    page: Page | None
    language: str
    elsewhere: list[Alternate] = field(default_factory=list)  # where an untranslated page is read

    @property
    def language_name(self) -> str:
        """The language being shown, in its own words."""
        return dict(settings.LANGUAGES)[self.language]

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

    @property
    def card(self) -> SocialCard | None:
        """What a link to the page looks like elsewhere."""
        return SocialCard(self.page) if self.page else None

    @cached_property
    def menu(self) -> list[Page]:
        """The public pages right below home that editors put in menus."""
        return list(public(self.home.get_children()).in_menu()) if self.home else []

    @cached_property
    def foot(self) -> list[Page]:
        """About, privacy and the like: at the foot of every page."""
        return list(in_foot(public(self.home.get_children()))) if self.home else []

    @cached_property
    def alternates(self) -> list[Alternate]:
        """What is shown, in every language it exists in."""
        return self.elsewhere or getattr(self.page, "alternates", [])

    @property
    def languages(self) -> list[Switch]:
        """The same address in the other languages, which may say that the page is missing there."""
        here = {other.code: other.page.url for other in self.alternates}
        return [
            Switch(home.code, home.name, here.get(home.code) or self.missing(home))
            for home in self.homes
            if home.code != self.language
        ]

    def missing(self, home: Alternate) -> str:
        """Where to go for what is not there in a language; its home if nobody may see it at all."""
        if not self.alternates:
            return home.page.url
        other = self.alternates[0]
        with translation.override(other.code):  # addresses are understood in their own language
            return translate_url(other.page.url, home.code)


@register.simple_tag(takes_context=True)
def frame(context: Context) -> Frame:
    """`{% frame as frame %}`"""
    language = translation.get_language() or "en"
    return Frame(context.get("page"), language, context.get("elsewhere", []))
