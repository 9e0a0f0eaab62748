"""How a page reaches a reader: from memory, for as long as nothing that it shows has changed.

Only anonymous readers: who has a session is answered afresh, and nobody keeps that answer.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib import import_module

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.models import Page

from api.content.references import type_of
from api.http.answers import Answer, respond
from api.models import Document
from api.store.history import unchanged
from api.store.touches import ask, caught_up

ELSEWHERE = (
    "/admin/", "/api/", "/documents/", "/static/", "/media/", "/art/",
    "/sitemap.xml", "/robots.txt", "/favicon.ico",
)  # fmt: skip
PARAMETERS = ("page", "with")  # of an address that pages heed; others say where a reader is from
WEEK = 7 * 24 * 3600
# A browser asks each time, and is told “unchanged”; a CDN may keep a page for a minute, or
# longer if it is told what to forget (Surrogate-Key)
CACHE_CONTROL = "public, max-age=0, s-maxage=60, stale-if-error=86400"
KEPT = ("X-Frame-Options", "Link")  # headers that inner middleware or views set


@dataclass(frozen=True)
class Kept:
    """A page as it was when the store's number was `seq`, and what it shows."""

    body: bytes
    etag: str
    language: str
    keys: tuple[str, ...]
    headers: dict[str, str]
    seq: int
    until: datetime | None = None  # when time alone changes it

    def is_fresh(self, seq: int) -> bool:
        """Whether it still says what a new rendering would; a query if anything changed at all."""
        if self.until and self.until <= timezone.now():
            return False
        return self.seq == seq or unchanged(self.keys, self.seq)

    def answer(self) -> Answer:
        """The page as it travels."""
        headers = {"Cache-Control": CACHE_CONTROL, "Vary": "Accept-Encoding", **self.headers}
        return Answer(
            self.body,
            etag=self.etag,
            content_type="text/html; charset=utf-8",
            language=self.language,
            keys=self.keys,
            headers=headers,
        )


class PublicPages:
    """Answers for pages with an ETag, and renders each only when it has changed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page, or whatever the rest of the site answers."""
        if request.path_info.startswith(ELSEWHERE) or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        seq, behind = caught_up()
        if has_session(request):
            return private(self.get_response(request))
        name = name_of(request)
        kept = None if behind and is_overdue() else cache.get(name)
        if kept is None or not kept.is_fresh(seq):
            response = self.get_response(request)
            kept = keep(response, seq)
            if kept is None:
                return response
            if ask() == (seq, False):  # else it may say more than `seq` stands for
                cache.set(name, kept, WEEK)
        return without_body(request, respond(request, kept.answer()))


def is_overdue() -> bool:
    """Whether what is public no more could not be taken out of the store, and so out of memory."""
    return Document.objects.expired().exists()


def has_session(request: HttpRequest) -> bool:
    """Whether the reader has a session; a query, if the cookie says so.

    A cookie that names none is forgotten: it must not buy a rendering for each request.
    """
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if key is None:
        return False
    if import_module(settings.SESSION_ENGINE).SessionStore(key).load():
        return True
    del request.COOKIES[settings.SESSION_COOKIE_NAME]
    return False


def private(response: HttpResponse) -> HttpResponse:
    """An answer for one reader, who may see more than others."""
    response["Cache-Control"] = "private, no-store"
    return response


def name_of(request: HttpRequest) -> str:
    """The page's name in the cache: its path and the parameters that it heeds, nothing else."""
    heeded = [request.GET.get(name, "") for name in PARAMETERS]
    words = repr([release(), request.path_info, *heeded])
    return "page-" + hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def keep(response: HttpResponse, seq: int) -> Kept | None:
    """The answer as it may be told to everybody; None if it is no page of ours, or is personal."""
    context = getattr(response, "context_data", None) or {}
    page = context.get("page")
    if response.status_code != 200 or response.cookies or response.has_header("Cache-Control"):
        return None
    # The store tells of these only, so of others it would never be told that they changed
    if not isinstance(page, Page) or not hasattr(page, "api_type") or page.alias_of_id:
        return None
    return Kept(
        body=response.content,
        etag=hashlib.sha256(response.content).hexdigest()[:24],
        language=response.get("Content-Language", ""),
        keys=tuple(sorted(shown(page, context))),
        headers={name: response[name] for name in KEPT if response.has_header(name)},
        seq=seq,
        until=context.get("fresh_until"),
    )


def shown(page: Page, context: dict) -> Iterable[str]:
    """What of the content store a page shows (see api.store.touches): itself, its frame, more."""
    language = page.locale.language_code
    yield f"{type_of(type(page))}:{page.translation_key}:{language}"
    yield f"list:site:{language}"
    yield from getattr(page, "shows", lambda _context: ())(context)


def without_body(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A HEAD is told the length but not the body (RFC 9110, 9.3.2)."""
    if response.status_code == 200:
        response["Content-Length"] = str(len(response.content))
        if request.method == "HEAD":
            response.content = b""
    return response


@lru_cache(maxsize=1)
def release() -> str:
    """A name for the code that runs: pages that another release made are not shown by this one."""
    digest = hashlib.sha256()
    files = [settings.BASE_DIR / "requirements.lock"]
    for app in (
        "api",
        "home",
        "images",
        "kensite",
        "localization",
        "newsletters",
        "publishing",
        "search",
    ):
        files += (settings.BASE_DIR / app).rglob("*.*")
    for file in sorted(files):
        if file.suffix in (".py", ".html", ".po", ".css", ".js", ".lock", ".svg"):
            digest.update(file.read_bytes())
    digest.update(settings.PUBLIC_URL.encode())
    return digest.hexdigest()
