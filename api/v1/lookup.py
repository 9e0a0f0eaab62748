"""`lookup/`: what is at an address of the website."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Subquery
from django.http import HttpRequest
from wagtail.contrib.redirects.models import Redirect

from api.content.encoding import dumps
from api.http.answers import Answer
from api.http.problems import Problem
from api.models import Document
from api.v1 import reading
from api.v1.endpoint import endpoint
from api.v1.parameters import RICH_TEXT, Text
from api.v1.query import Query
from newsletters.models import Organisation
from publishing.public import published

FIELDS = ("pk", "locale", "etag", "changed_at", "type", "key", "path", "expires_at")


@endpoint(
    "lookup/",
    "lookUpPath",
    summary="The page or organisation at an address of the website",
    description="For links to the website that an app opens itself. Give the address, or "
    "its path; that of another website is not found. The answer is the page or organisation "
    "that is there, also if it was renamed since. `canonical_url` is the address that it has "
    "now. A directory shows an organisation that is not published in its language in another "
    "one; so does the answer, with `is_fallback`.",
    answer="Document",
    parameters=(
        Text("path", 2000, required=True, description="Such as `/ko/newsletters/april-2021/`."),
        RICH_TEXT,
    ),
    tag="pages",
)
def lookup(request: HttpRequest, asked: Query) -> Answer:
    """For links that an app is opened with; `canonical_url` is where the page is now."""
    if is_elsewhere(asked["path"]):
        raise Problem("not-found", f"{asked['path']} is not an address of {settings.PUBLIC_URL}.")
    path = normalised(asked["path"])
    row = at(path) or next(filter(None, map(at, redirected(path))), None)
    if row is None:
        raise Problem("not-found", f"No public page or organisation has the address {path}.")
    extra = dumps({"canonical_url": settings.PUBLIC_URL + row["path"]})[1:-1] + b","
    return reading.answer(row, row.get("requested", row["locale"]), asked["rich_text"], extra)


def at(path: str) -> dict[str, Any] | None:
    """What is known of the document that readers see at this address."""
    found = Document.objects.filter(path=path, gone=False)
    return reading.row_of(found, *FIELDS) or in_directory(path)


def in_directory(path: str) -> dict[str, Any] | None:
    """The same of an organisation that a directory shows in another language than its own."""
    above, _, slug = path.rstrip("/").rpartition("/")
    directory = Document.objects.filter(type="organisations", path=f"{above}/", gone=False).first()
    if directory is None:
        return None
    twins = Organisation.objects.filter(published(), slug=slug).order_by("locale_id")
    document = Document.objects.filter(
        kind="organisation", object_id=Subquery(twins.values("pk")[:1]), gone=False
    )
    row = document.values(*FIELDS).first()
    return row and row | {"requested": directory.locale, "path": path}


def is_elsewhere(address: str) -> bool:
    """Whether an address is of another website, or no address of one."""
    try:
        parts = urlsplit(address)
    except ValueError:  # half an IPv6 address
        return True
    ours = urlsplit(settings.PUBLIC_URL)
    return bool(parts.scheme or parts.netloc) and (
        parts.scheme not in ("", "http", "https") or parts.netloc.lower() != ours.netloc.lower()
    )


def normalised(path: str) -> str:
    """The path as pages have it: from the root, with its final slash, without host and query."""
    parts = [part for part in urlsplit(path).path.split("/") if part]
    return "/".join(["", *parts, ""]) if parts else "/"


def redirected(path: str) -> list[str]:
    """Where a redirect leads from here: to what is below a page, else to the page itself."""
    old = Redirect.normalise_path(path)
    found = Redirect.objects.filter(old_path=old, redirect_page__isnull=False)
    row = found.values_list("redirect_page_id", "redirect_page_route_path").first()
    if row is None:
        return []
    page = Document.objects.filter(kind="page", object_id=row[0], gone=False)
    return [place for (base,) in page.values_list("path") for place in (base + row[1][1:], base)]
