"""Answers everything below /api/ before sessions, cookies and languages have a say."""

import logging
import sys
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation
from django.utils.http import escape_leading_slashes

from api import SCHEMA_VERSION
from api.content.encoding import dumps
from api.http import answers, limits
from api.http.problems import Problem, respond
from publishing.waiting import is_busy

log = logging.getLogger(__name__)

METHODS = "GET, HEAD, OPTIONS"
EVERYWHERE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, API-Schema, Retry-After, Content-Language",
    "API-Schema": SCHEMA_VERSION,
    "Vary": "Accept-Encoding",
    "X-Content-Type-Options": "nosniff",
}
BUSY = 5  # seconds
MALFORMED = "The request cannot be read: its host, its address or a header is not valid."
# Which errors are nobody's mistake and pass by themselves: apps add theirs
passing: list[Callable[[BaseException], bool]] = [is_busy]
NO_CONTENT_OF_ITS_OWN = "default-src 'none'; frame-ancestors 'none'"


class PublicAPI:
    """The answer depends on the address alone: no cookie, no session, no language of a browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The API's answer; for other addresses what the rest of the site says."""
        if not request.path_info.startswith("/api/"):
            return self.get_response(request)
        # A thread keeps the language of its last request: what is said here is English
        with translation.override(settings.LANGUAGE_CODE):
            return finish(request, answer(request))


def answer(request: HttpRequest) -> HttpResponse:
    """The view's answer, or the problem that came up."""
    try:
        if request.method == "OPTIONS":
            return preflight()
        if request.method not in ("GET", "HEAD"):
            detail = f"{request.method} is not possible here: the API is for reading."
            raise Problem("method-not-allowed", detail, headers={"Allow": METHODS})
        limits.check(request)
        response = call(request)
        if response.status_code != 304:
            limits.count_answer(request)
        return response
    except Problem as problem:
        return problem_response(request.path_info, problem)
    except Http404:
        return problem_response(request.path_info, Problem("not-found", "There is nothing here."))
    except SuspiciousOperation as error:  # its words are for whoever runs the site
        log.warning("%s was refused: %s", request.path, error)
        return problem_response(request.path_info, Problem("invalid-parameter", MALFORMED))
    except Exception:
        return problem_response(request.path_info, failure(request))


def problem_response(path: str, problem: Problem) -> HttpResponse:
    """The problem as an answer; below /api/v2/ as programs that know Wagtail's API read it."""
    response = respond(problem)
    if path.startswith("/api/v2/"):
        response.content = dumps({"message": problem.detail})
        response["Content-Type"] = "application/json"
    return response


def call(request: HttpRequest) -> HttpResponse:
    """Find the view and call it."""
    match = find(request.path_info)
    if match is None:
        return elsewhere(request)
    request.resolver_match = match
    response: Any = match.func(request, *match.args, **match.kwargs)
    if not hasattr(response, "render"):
        return response
    # Wagtail's API knows nothing of copies that are fresh
    response.render()
    return answers.respond(
        request, answers.Answer(response.content, content_type=response["Content-Type"])
    )


def find(path: str) -> ResolverMatch | None:
    """The endpoint at a path; whatever else the site has there, a page for example, is none."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return match if match.route.startswith("api/") else None


def elsewhere(request: HttpRequest) -> HttpResponse:
    """The address with its final slash, if that exists; else a problem."""
    if not request.path_info.endswith("/") and find(f"{request.path_info}/"):
        address = escape_leading_slashes(request.get_full_path(force_append_slash=True))
        return HttpResponse(status=308, headers={"Location": address})
    overview = f"{settings.PUBLIC_URL}/api/v1/docs/"
    raise Problem(
        "not-found", f"There is nothing at {request.path}. All endpoints are listed at {overview}"
    )


def preflight() -> HttpResponse:
    """What a browser asks before it lets another site's page ask us."""
    headers = {
        "Allow": METHODS,
        "Access-Control-Allow-Methods": METHODS,
        "Access-Control-Allow-Headers": "Accept, If-None-Match, If-Modified-Since",
        "Access-Control-Max-Age": "86400",
    }
    response = HttpResponse(status=204, headers=headers)
    del response["Content-Type"]  # of nothing
    return response


def passes() -> bool:
    """Whether the error that is being handled passes by itself."""
    error = sys.exc_info()[1]
    return error is not None and any(is_of_this_kind(error) for is_of_this_kind in passing)


def failure(request: HttpRequest) -> Problem:
    """A mistake of ours: the number is in the log as well, beside what happened."""
    if passes():
        detail = f"A part of the site is busy or cannot be reached. Ask again in {BUSY} seconds."
        return Problem("unavailable", detail, headers={"Retry-After": str(BUSY)})
    number = str(uuid.uuid4())
    log.exception("%s failed (request %s)", request.path, number)
    got_request_exception.send(sender=PublicAPI, request=request)
    detail = "Something went wrong on our side, not with your request. It has been recorded."
    headers = {"X-Request-ID": number}
    return Problem("server-error", detail, headers=headers, request_id=number)


def is_page(response: HttpResponse) -> bool:
    """Whether it is for people: the documentation."""
    return response.get("Content-Type", "").startswith("text/html")


def finish(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Headers of every answer; a HEAD has the length but not the body (RFC 9110, 9.3.2)."""
    for name, value in EVERYWHERE.items():
        response[name] = value
    response.cookies.clear()
    if response.status_code != 200 or not is_page(response):
        response._csp_exempt = True  # type: ignore[attr-defined]
        response["Content-Security-Policy"] = NO_CONTENT_OF_ITS_OWN
    if response.status_code not in (204, 304) and not response.streaming:
        response["Content-Length"] = str(len(response.content))
        if request.method == "HEAD":
            response.content = b""
    return response
