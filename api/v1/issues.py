"""`issues/`, `organisations/`, `pages/` and `site/`: whole documents."""

from typing import Any
from uuid import UUID

import orjson
from django.http import HttpRequest

from api.content.encoding import dumps
from api.http.answers import Answer
from api.http.problems import Problem
from api.models import Document
from api.v1 import reading
from api.v1.endpoint import endpoint
from api.v1.parameters import (
    FALLBACK,
    FIELDS,
    LIMIT,
    LOCALE,
    RICH_TEXT,
    Cursor,
    Integer,
    Language,
    Languages,
)
from api.v1.query import Query

LIST = (LOCALE, FALLBACK, FIELDS, RICH_TEXT, LIMIT, Cursor())
ONE = (LOCALE, FALLBACK, RICH_TEXT)


@endpoint(
    "issues/",
    "listIssues",
    summary="The issues, newest first",
    description="One item for each issue that is published in the language. Items have no "
    "`body`, unless `fields=full` asks for whole issues.",
    answer="IssueList",
    parameters=(*LIST, Integer("year", 1900, 9999, description="Only those of this year.")),
    tag="issues",
    problems=(),
)
def issues(request: HttpRequest, asked: Query) -> Answer:
    """Summaries, or with `fields=full` whole issues."""
    seq = reading.newest(Document.objects.filter(type="issue", locale__in=codes(asked)))
    found = reading.documents_in("issue", asked)
    if asked["year"]:
        found = found.filter(sort__startswith=f"{asked['year']}-")
    return reading.listing(found, asked, seq)


def codes(asked: Query) -> list[str]:
    """The languages that an answer may be in."""
    return [code for code in (asked["locale"], asked.get("fallback")) if code]


@endpoint(
    "issues/{key}/",
    "getIssue",
    summary="One issue, or with `locales` two languages of it block by block",
    description="With `locale` the issue in one language, with all its blocks. With "
    "`locales=en,ko` the issue in several languages at once, its blocks aligned by their ids. "
    "One of the two parameters is required.",
    answer=("Issue", "ParallelIssue"),
    parameters=(
        Language("locale", description="The language. Either this or `locales` is required."),
        Languages(
            "locales",
            description="Two or more languages, such as `en,ko`: one answer, aligned by block.",
        ),
        FALLBACK,
        RICH_TEXT,
    ),
    tag="issues",
    problems=("not-found", "not-translated", "gone"),
)
def issue(request: HttpRequest, asked: Query, key: UUID) -> Answer:
    """Everything in it."""
    if bool(asked["locale"]) == bool(asked["locales"]):
        name = "locales" if asked["locale"] else "locale"
        detail = "Give one of the two: locale=en for one language, or locales=en,ko for several."
        raise Problem("invalid-parameter", detail, errors=[{"parameter": name, "detail": detail}])
    if asked["locales"] and asked["fallback"]:
        detail = "fallback goes with locale only, not with locales."
        raise Problem(
            "invalid-parameter", detail, errors=[{"parameter": "fallback", "detail": detail}]
        )
    if asked["locales"]:
        return parallel(reading.with_key(key, type="issue"), asked)
    return reading.document({"key": key, "type": "issue"}, asked, "issue")


def parallel(found: Any, asked: Query) -> Answer:
    """The issue in several languages at once, aligned by the ids of its blocks."""
    locales = asked["locales"]
    first = reading.row_of(found.filter(locale=locales[0], gone=False), "pk")
    rows = list(
        found.filter(locale__in=locales, gone=False).values("locale", "etag", "pk", "expires_at")
    )
    there = {row["locale"]: row for row in rows}
    reading.refuse_expired(row["expires_at"] for row in rows)
    missing = [locale for locale in locales if locale not in there]
    if missing or first is None:
        wanted = {"locale": (missing or locales)[0], "locales": locales}
        raise reading.absence(found, wanted, "issue", gone=False)

    def body() -> bytes:
        name = reading.column(asked["rich_text"], full=True)
        words = dict(found.filter(gone=False).values_list("locale", name))
        shaped = {c: reading.in_form(words[c], asked["rich_text"]) for c in locales}
        return dumps(aligned({code: orjson.loads(text) for code, text in shaped.items()}))

    return Answer(
        body=body,
        etag="-".join(there[locale]["etag"] for locale in locales),
        keys=("issue", *(f"locale-{locale}" for locale in locales)),
    )


def aligned(issues: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Issues by language as one, whose blocks hold what each language says."""
    order: list[str] = []
    blocks: dict[str, dict[str, Any]] = {}
    for code, data in issues.items():
        position = 0
        for block in data.pop("body"):
            if block["id"] not in blocks:
                found = {"id": block["id"], "type": block["type"]}
                blocks[block["id"]] = found | {"by_locale": dict.fromkeys(issues)}
                order.insert(position, block["id"])
            blocks[block["id"]]["by_locale"][code] = block
            position = order.index(block["id"]) + 1
    first = next(iter(issues.values()))
    return {
        "key": first["key"],
        "type": first["type"],
        "locales": list(issues),
        "issues": issues,
        "blocks": [blocks[block_id] for block_id in order],
    }


@endpoint(
    "organisations/",
    "listOrganisations",
    summary="The organisations, by name",
    description="One item for each organisation that is published in the language. Items have "
    "no long texts, unless `fields=full` asks for whole profiles.",
    answer="OrganisationList",
    parameters=LIST,
    tag="organisations",
    problems=(),
)
def organisations(request: HttpRequest, asked: Query) -> Answer:
    """Summaries, or with `fields=full` whole profiles."""
    of_type = Document.objects.filter(type="organisation", locale__in=codes(asked))
    found = reading.documents_in("organisation", asked)
    return reading.listing(found, asked, reading.newest(of_type), ascending=True)


@endpoint(
    "organisations/{key}/",
    "getOrganisation",
    summary="One organisation",
    description="Its official name in the language, and its profile.",
    answer="Organisation",
    parameters=ONE,
    tag="organisations",
    problems=("not-found", "not-translated", "gone"),
)
def organisation(request: HttpRequest, asked: Query, key: UUID) -> Answer:
    """Its official name in the language, and its profile."""
    return reading.document({"key": key, "type": "organisation"}, asked, "organisation")


@endpoint(
    "pages/{key}/",
    "getPage",
    summary="One page of any type",
    description="The home page, the archive, an issue, About …: `type` says which it is. "
    "Organisations are below `organisations/`.",
    answer="Page",
    parameters=ONE,
    tag="pages",
    problems=("not-found", "not-translated", "gone"),
)
def page(request: HttpRequest, asked: Query, key: UUID) -> Answer:
    """The home page, the archive, an issue …: `type` says which."""
    return reading.document({"key": key, "kind": "page"}, asked, "page")


@endpoint(
    "site/",
    "getSite",
    summary="What surrounds every page: menu, contact, small print",
    description="What every page of the website has around it in this language: the menu, "
    "contact and social media, the disclaimers.",
    answer="Site",
    parameters=ONE,
    tag="site",
    problems=("not-found", "not-translated", "gone"),
)
def site(request: HttpRequest, asked: Query) -> Answer:
    """The frame of all pages in a language."""
    return reading.document({"kind": "site"}, asked, "site")
