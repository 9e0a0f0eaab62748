"""The social card of every page in every language: `/card/<key>.jpg`, `/ko/card/<key>.jpg`."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext
from wagtail.images.models import Filter, SourceImageIOError
from wagtail.models import Page

from api.http.answers import Answer, respond
from home.models import HomePage
from images.art.card import card
from images.generation import note
from images.models import Picture
from images.serving import soon
from newsletters.models import IssuePage
from publishing.public import public

DRAWING = "1"  # to be raised when cards are drawn differently
CUT = Filter(spec="fill-480x630|format-jpeg|jpegquality-85")
DAY = 86_400
drawing = Lock()


@dataclass
class SocialCard:
    """What stands on a page's card."""

    page: Page

    @property
    def title(self) -> str:
        """The page's own, or what its first screen says large."""
        return getattr(self.page, "headline", "") or self.page.title

    @property
    def kicker(self) -> str:
        """Of an issue, when and which."""
        if not isinstance(self.page, IssuePage) or not self.page.edition_date:
            return settings.PUBLIC_URL.split("://")[1]
        month = formats.date_format(self.page.edition_date, "YEAR_MONTH_FORMAT")
        if self.page.number is None:
            return month
        return f"{month}  ·  " + gettext("Issue %(number)s") % {"number": self.page.number}

    @cached_property
    def cover(self) -> Picture | None:
        """The picture on it; None if it is drawn."""
        cover = getattr(self.page, "cover", None)
        return cover if cover is not None and cover.is_public else None

    @property
    def seed(self) -> int:
        """What it is drawn from if it has no picture; other pages share the home page's."""
        return getattr(self.page, "cover_seed", HomePage.cover_seed)

    @property
    def version(self) -> str:
        """Changes whenever the card does: part of its address, for those who never ask again."""
        language = translation.get_language() or ""
        facts = (DRAWING, language, self.title, self.kicker, str(settings.WAGTAIL_SITE_NAME))
        cover = self.cover
        art = f"{cover.file.name} {cover.get_focal_point()}" if cover else str(self.seed)
        return hashlib.sha256("\n".join((*facts, art)).encode()).hexdigest()[:16]

    @property
    def url(self) -> str:
        """Where it is, in the language being shown."""
        path = reverse("card", args=[self.page.translation_key])
        return f"{settings.PUBLIC_URL}{path}?v={self.version}"

    def jpeg(self) -> bytes:
        """The picture itself, a fifth of a second; FileNotFoundError if it cannot be drawn yet."""
        picture = (self.cut(self.cover) if self.cover else None) or self.seed
        if not drawing.acquire(timeout=1):
            raise FileNotFoundError("Others are being drawn.")
        try:
            return card(self.title, self.kicker, str(settings.WAGTAIL_SITE_NAME), picture)
        finally:
            drawing.release()

    def cut(self, cover: Picture) -> bytes | None:
        """The part of the cover that is on the card; FileNotFoundError if it is not generated.

        None if the cover is lost or damaged: the card is drawn then.
        """
        try:
            rendition = cover.get_rendition(CUT)
        except SourceImageIOError:
            return None
        if rendition.has_failed:
            return None
        try:
            with rendition.file.open("rb") as file:
                return file.read()
        except FileNotFoundError:
            note(cover.pk, CUT.spec, asked=True)
            raise


def social_card(request: HttpRequest, key: UUID) -> HttpResponse:
    """The card of a public page in the language of the address; Http404 for any other."""
    language = translation.get_language()
    found = public(Page.objects.filter(translation_key=key, locale__language_code=language))
    page = found.first()
    if page is None:
        raise Http404("No page that anybody may see has this card.")
    mine = SocialCard(page.specific)
    version = mine.version

    def jpeg() -> bytes:
        return cache.get_or_set(f"card:{version}", mine.jpeg, DAY)

    answer = Answer(jpeg, etag=version, content_type="image/jpeg", max_age=DAY)
    try:
        response = respond(request, answer)
    except FileNotFoundError:
        return soon()
    response._csp_exempt = True  # type: ignore[attr-defined]
    return response
