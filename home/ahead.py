"""Makes changed pages, and cuts their pictures, before a reader asks for them."""

from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from api.models import Document, EntryOrganisation
from api.store import doorbell

AT_ONCE = 20  # pages after one publication; more than that is an import, and readers may wait
LISTS = ("home", "archive")  # show every new issue
done: dict[str, int | None] = {"seq": None}


def make_changed_pages() -> None:
    """Ask for every page that changed since the last time, and for the lists of its language.

    A process that has just started begins with what changes from now on.
    """
    newest = Document.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    since, done["seq"] = done["seq"], newest
    if since is None:
        since = newest - AT_ONCE
    changed = Document.objects.filter(seq__gt=since, gone=False).exclude(path="").order_by("-seq")
    rows = changed.values_list("path", "locale", "key", "pk", "kind")[:AT_ONCE]
    languages = {locale for _path, locale, *_rest in rows}
    lists = Document.objects.filter(type__in=LISTS, locale__in=languages, gone=False)
    make_pages([*lists.values_list("path", flat=True), *(path for path, *_rest in rows)])
    make_pages(organisation_paths([pk for *_rest, pk, _kind in rows], languages))
    pages = [(locale, key) for _path, locale, key, _pk, kind in rows if kind == "page"]
    make_pages([card_path(locale, key) for locale, key in pages])


def organisation_paths(documents: list[int], languages: set[str]) -> list[str]:
    """The pages of the organisations that entries of these documents name."""
    keys = EntryOrganisation.objects.filter(entry__document__in=documents).values("key")
    named = Document.objects.filter(
        type="organisation", key__in=keys, locale__in=languages, gone=False
    )
    return list(named.exclude(path="").order_by("path").values_list("path", flat=True)[:AT_ONCE])


def card_path(locale: str, key: UUID) -> str:
    """The address of a page's social card, which notes the part of the cover that it needs."""
    with translation.override(locale):
        return reverse("card", args=[key])


def make_pages(paths: list[str]) -> None:
    """Ask for these pages as a reader does."""
    site = urlsplit(settings.PUBLIC_URL)
    reader = Client(SERVER_NAME=site.hostname, SERVER_PORT=str(site.port or 443))
    reader.raise_request_exception = False  # it is in the log, and the other pages are still made
    for path in dict.fromkeys(paths):
        if doorbell.is_ending():
            return
        reader.get(path, secure=site.scheme == "https")
