"""Addresses that a page cannot have: something else answers there, or they are too long."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern
from django.utils.translation import gettext as _
from wagtail.admin.forms import pages as forms
from wagtail.models import Page

from publishing.romanise import address_of

LONGEST = 255 - len("/ko-KR")  # of the part behind the site's name, which redirects can hold
LONGEST_MADE = 80  # of one that is made of a title


def reserved_addresses() -> set[str]:
    """The first part of every address that is not a page's: of views, files and languages."""
    files = (settings.MEDIA_URL, settings.STATIC_URL)
    folders = {address.strip("/").split("/")[0] for address in files}
    languages = {code for code, _name in settings.LANGUAGES}
    return {*first_parts(get_resolver()), *folders, *languages} - {""}


def first_parts(resolver: URLResolver) -> Iterator[str]:
    """What the patterns of the site begin with."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern.pattern, LocalePrefixPattern):
            yield from first_parts(pattern)
        else:
            yield str(pattern.pattern).lstrip("^").split("/")[0].split("<")[0].split("(")[0]


def address_error(slug: str, parent: Page | None) -> str:
    """Why a page below this one cannot have this slug; empty if it can."""
    if parent is None:
        return ""
    if parent.is_site_root() and slug in reserved_addresses():
        message = _("“%(slug)s” is an address that the site itself uses. Choose another.")
        return message % {"slug": slug}
    room = LONGEST - len(parent.url_path)
    if len(slug) > room:
        message = _(
            "This address is too long: together with those above it, it may have %(room)d letters."
        )
        return message % {"room": room}
    return ""


def free_address(title: str, parent: Page | None, page: Page) -> str:
    """An address made of a title, which a page below this one can have; empty if none can be."""
    words = candidate = address_of(title, LONGEST_MADE)
    count = 1
    while candidate and not available(candidate, parent, page):
        count += 1
        candidate = f"{words}-{count}"
    return candidate


def available(slug: str, parent: Page | None, page: Page) -> bool:
    """Whether nobody else has this address."""
    return Page._slug_is_available(slug, parent, page) and not address_error(slug, parent)


class CopyForm(forms.CopyForm):
    """Wagtail's own; it asks only whether the address is taken."""

    def clean(self) -> dict[str, Any]:
        """Refuse an address that readers could not come to."""
        values = super().clean()
        parent = values.get("new_parent_page") or self.page.get_parent()
        if error := address_error(values.get("new_slug", ""), parent):
            self.add_error("new_slug", error)
        return values
