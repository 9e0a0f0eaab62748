"""Errors that say what was wrong, where, and what to do (RFC 9457)."""

from typing import Any

import orjson
from django.conf import settings
from django.http import HttpResponse

MEDIA_TYPE = "application/problem+json"
PROBLEMS = {
    "unknown-parameter": (400, "Unknown parameter"),
    "invalid-parameter": (400, "Invalid parameter"),
    "invalid-cursor": (400, "Invalid cursor or token"),
    "not-found": (404, "Not found"),
    "not-translated": (404, "Not translated"),
    "method-not-allowed": (405, "Method not allowed"),
    "gone": (410, "Gone"),
    "sync-token-expired": (410, "Sync token expired"),
    "rate-limited": (429, "Too many requests"),
    "server-error": (500, "Server error"),
    "unavailable": (503, "Unavailable"),
}


class Problem(Exception):
    """An error for the client. `slug` is a name of PROBLEMS; `extra` joins the JSON."""

    def __init__(
        self, slug: str, detail: str, *, headers: dict[str, str] | None = None, **extra: Any
    ) -> None:
        super().__init__(detail)
        self.slug, self.detail, self.extra = slug, detail, extra
        self.headers = headers or {}
        self.status, self.title = PROBLEMS[slug]


def respond(problem: Problem) -> HttpResponse:
    """The problem as an answer; what is missing may be cached for a minute, other errors not."""
    data = {
        "type": f"{settings.PUBLIC_URL}/api/v1/docs/#{problem.slug}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        **problem.extra,
    }
    response = HttpResponse(orjson.dumps(data), status=problem.status, content_type=MEDIA_TYPE)
    cacheable = problem.status in (404, 410)
    response["Cache-Control"] = "public, max-age=60" if cacheable else "no-store"
    for name, value in problem.headers.items():
        response[name] = value
    return response
