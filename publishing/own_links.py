"""Links in rich text that lead to this site: to pages, not to their addresses of today."""

import re
from html import escape, unescape
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Page, Site

LINK = re.compile(r'<a href="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
IN_ADMIN = re.compile(r"pages/([0-9]{1,9})/")  # a key of more digits is nobody's
DOCUMENT = re.compile(r"/documents/([0-9]{1,9})/[^/]+/?$")
DISGUISE = (
    "https://link.invalid/"  # of fragments and telephone numbers, by static/publishing/paste.js
)
UNDISGUISED = re.compile("tel:|#", re.IGNORECASE)


def with_own_links(html: str) -> str:
    """Rich text whose links to pages and documents of ours follow them wherever they move.

    None leads into the admin, where a link that was copied from the editor's own screen would.
    """
    hosts = (settings.PUBLIC_URL, 'href="/', DISGUISE)
    return LINK.sub(own_link, html) if any(host in html for host in hosts) else html


def own_link(match: re.Match) -> str:
    """One link as it is to be stored."""
    address, more, words = unescape(match[1]), match[2], match[3]
    if address.startswith(DISGUISE):
        target = undisguised(address)
        return f"<a {target}{more}>{words}</a>" if target else words
    try:
        parts = urlsplit(address)
    except ValueError:  # no address at all, such as //[x
        return words
    if f"{parts.scheme}://{parts.netloc}" != settings.PUBLIC_URL and (
        parts.netloc or not address.startswith("/")
    ):
        return match[0]
    admin, rest = reverse("wagtailadmin_home"), f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    if parts.path.startswith(admin):
        target = (fragment and f'href="{escape(fragment)}"') or admin_target(parts.path)
    else:
        plain = not rest and not fragment
        own = parts.path + rest + fragment
        target = (plain and stored_target(parts.path)) or f'href="{escape(own)}"'
    return f"<a {target}{more}>{words}</a>" if target else words


def undisguised(address: str) -> str:
    """The attribute of a link that was saved before the script took its disguise off."""
    plain = unquote(address.removeprefix(DISGUISE))
    return f'href="{escape(plain)}"' if UNDISGUISED.match(plain) else ""


def admin_target(path: str) -> str:
    """The page that a screen of the admin is about."""
    found = IN_ADMIN.search(path)
    page = found and Page.objects.filter(pk=int(found[1])).first()
    return f'linktype="page" id="{page.pk}"' if page else ""


def stored_target(path: str) -> str:
    """The attributes of a link to the page or document at this address; empty without one."""
    if found := DOCUMENT.match(path):
        known = get_document_model().objects.filter(pk=int(found[1])).exists()
        return f'linktype="document" id="{found[1]}"' if known else ""
    page = page_at(path)
    return f'linktype="page" id="{page.pk}"' if page else ""


def page_at(path: str) -> Page | None:
    """The page that has this address."""
    slugs = [part for part in path.split("/") if part]
    codes = {code for code, _name in settings.LANGUAGES}
    code = slugs.pop(0) if slugs and slugs[0] in codes else settings.LANGUAGE_CODE
    roots = [root.root_path for root in Site.get_site_root_paths() if root.language_code == code]
    paths = [root + "".join(f"{slug}/" for slug in slugs) for root in roots]
    return Page.objects.filter(url_path__in=paths).first()
