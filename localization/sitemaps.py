"""The map of the site for search engines: every public page in every language."""

from collections import defaultdict
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.conf import settings
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page
from wagtail.query import PageQuerySet

from publishing.public import public


class I18nSitemap(Sitemap):
    """All language trees of the site, each page with the addresses of its translations.

    Wagtail's own lists the tree of one language only. Aliases, which only mirror, are left out.
    """

    def items(self) -> PageQuerySet:
        """The pages that anybody may see."""
        homes = self.get_wagtail_site().root_page.get_translations(inclusive=True)
        trees = (Page.objects.descendant_of(home, inclusive=True) for home in homes)
        pages = public(reduce(or_, trees)).filter(alias_of__isnull=True).order_by("path")
        pages = pages.select_related("locale", for_specific_subqueries=True)
        return pages.defer_streamfields().specific()

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        """What the template prints; a type of page may have several addresses, or none."""
        pages = list(self.paginator.page(page).object_list)
        alternates = self.alternates(pages)
        urls = [
            {"alternates": alternates[page.translation_key], **url}
            for page in pages
            for url in page.get_sitemap_urls(self.request)
        ]
        if dates := [url["lastmod"] for url in urls if url.get("lastmod")]:
            self.latest_lastmod = max(dates)
        return urls

    def alternates(self, pages: list[Page]) -> dict[UUID, list[dict[str, str]]]:
        """The links between the languages of each page, by its translation key."""
        found: dict[UUID, dict[str, str]] = defaultdict(dict)
        for page in pages:
            address = page.get_full_url(self.request)
            found[page.translation_key][page.locale.language_code] = address
        return {key: links(addresses) for key, addresses in found.items()}


def links(addresses: dict[str, str]) -> list[dict[str, str]]:
    """What the template needs for a page with these addresses by language; none if it has one."""
    ordered = [(code, addresses[code]) for code, _name in settings.LANGUAGES if code in addresses]
    if len(ordered) < 2:
        return []
    ordered.append(("x-default", ordered[0][1]))
    return [{"lang_code": code, "location": address} for code, address in ordered]
