"""The search page: works without JavaScript, and its address says all that was asked."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from api.http.answers import Answer, respond
from localization.alternates import Alternate
from newsletters.models import public_issues
from search.analysis import LONGEST
from search.finding import Found, Question, find
from search.kinds import KINDS, LABELS

ON_A_PAGE = 10
# As pages: a browser asks each time; see home.delivery
CACHE_CONTROL = "public, max-age=0, s-maxage=60, stale-if-error=86400"


@dataclass(frozen=True)
class Address:
    """The search in another language, for links that expect a page."""

    url: str
    full_url: str


@dataclass(frozen=True)
class Choice:
    """A link that narrows a search, or widens it again."""

    label: Any
    url: str
    count: int
    chosen: bool


def search(request: HttpRequest) -> HttpResponse:
    """The results, or what can be searched for.

    `?q=` words, `kind=` and `year=` narrow it, `lang=all` widens it, `page=` goes on. A value
    that there is not is like none: an address that somebody shared long ago still works.
    """
    asked = Asked(request)
    found = find(asked.question) if asked.text else None
    context = {"asked": asked, "found": found, "elsewhere": in_other_languages(asked)}
    if found:
        context |= results(asked, found)
    if not found or not found.rows:
        context["latest"] = public_issues().filter(locale__language_code=get_language())[:3]
    body = render(request, "search/search.html", context).content
    headers = {"Cache-Control": CACHE_CONTROL, "Vary": "Accept-Encoding"}
    answer = Answer(
        body, content_type="text/html; charset=utf-8", language=asked.language, headers=headers
    )
    return respond(request, answer)


class Asked:
    """What the address asks for, as far as it can be understood."""

    def __init__(self, request: HttpRequest) -> None:
        given = request.GET
        letters = "".join(c for c in given.get("q", "") if c.isprintable() or c.isspace())
        readable = letters.encode("utf-8", "ignore").decode()
        self.text = " ".join(readable.split())[:LONGEST]
        self.language = get_language() or settings.LANGUAGE_CODE
        self.everywhere = given.get("lang") == "all"
        self.kind = given.get("kind", "") if given.get("kind") in KINDS else ""
        year = given.get("year", "")
        self.year = year if re.fullmatch("19[0-9]{2}|2[01][0-9]{2}", year) else ""
        page = given.get("page", "")
        self.page = int(page) if re.fullmatch("[1-9][0-9]{0,4}", page) else 1

    @property
    def question(self) -> Question:
        """As the search understands it."""
        return Question(
            self.text,
            None if self.everywhere else self.language,
            (self.kind,) if self.kind else (),
            (int(self.year),) if self.year else (),
        )

    def url(self, **changes: str) -> str:
        """The address of this search with something else asked for; from its first page."""
        values = {
            "q": self.text,
            "kind": self.kind,
            "year": self.year,
            "lang": "all" if self.everywhere else "",
            **changes,
        }
        query = urlencode({name: value for name, value in values.items() if value})
        return f"{reverse('search')}?{query}" if query else reverse("search")


def results(asked: Asked, found: Found) -> dict[str, Any]:
    """What the page shows of what was found."""
    pages = Paginator(found.chosen, ON_A_PAGE)
    page = pages.get_page(asked.page)
    start = max(page.start_index() - 1, 0)
    return {
        "page_of_results": page,
        "hits": found.hits(start, start + ON_A_PAGE),
        "kinds": [
            choice(asked, "kind", kind, LABELS[kind], count)
            for kind, count in found.kinds()
            if kind in LABELS
        ],
        "years": [
            choice(asked, "year", str(year), str(year), count) for year, count in found.years()
        ],
        "previous": asked.url(page=str(page.number - 1)) if page.has_previous() else "",
        "next": asked.url(page=str(page.number + 1)) if page.has_next() else "",
        "without_choices": asked.url(kind="", year=""),
        "in_all_languages": asked.url(lang="all", kind="", year=""),
        "in_this_language": asked.url(lang="", kind="", year=""),
        "better": found.suggestion and asked.url(q=found.suggestion, kind="", year=""),
    }


def choice(asked: Asked, name: str, value: str, label: Any, count: int) -> Choice:
    """A link to what is of this kind or year; back to everything if it is that already."""
    chosen = getattr(asked, name) == value
    return Choice(label, asked.url(**{name: "" if chosen else value}), count, chosen)


def in_other_languages(asked: Asked) -> list[Alternate]:
    """The same search in every language of the site."""
    found = []
    for code, name in settings.LANGUAGES:
        with override(code):
            url = asked.url()
        address = Address(url, f"{settings.PUBLIC_URL}{url}")
        found.append(Alternate(code, name, address))  # type: ignore[arg-type]
    return found


def open_search(request: HttpRequest) -> HttpResponse:
    """How a browser can ask this search from its address bar (OpenSearch 1.1)."""
    language = get_language() or settings.LANGUAGE_CODE
    context = {
        "language": language,
        "address": f"{settings.PUBLIC_URL}{reverse('search')}",
        "site": settings.PUBLIC_URL,
        "description": _("Search the newsletter of the Korea-EU CSO Network"),
    }
    body = render_to_string("search/open_search.xml", context).encode()
    content_type = "application/opensearchdescription+xml; charset=utf-8"
    return respond(request, Answer(body, content_type=content_type, max_age=86_400))
