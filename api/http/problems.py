"""Errors that say what was wrong, where, and what to do (RFC 9457)."""

from typing import Any

import orjson
from django.conf import settings
from django.http import HttpResponse

MEDIA_TYPE = "application/problem+json"
# Status, title, and what to do about it
PROBLEMS = {
    "unknown-parameter": (400, "Unknown parameter", "Leave it out, or correct its name."),
    "invalid-parameter": (400, "Invalid parameter", "Send one of the values that `errors` names."),
    "invalid-cursor": (
        400,
        "Invalid cursor or token",
        "Send it as it came, to the endpoint that gave it, with the parameters it began with.",
    ),
    "not-found": (404, "Not found", "There is nothing public of this key or address."),
    "not-translated": (
        404,
        "Not translated",
        "It is there in other languages, which `available` names; `fallback=` takes one of them.",
    ),
    "method-not-allowed": (405, "Method not allowed", "Everything here is read, with GET or HEAD."),
    "gone": (410, "Gone", "It was public once and is not any more: delete your copy."),
    "sync-token-expired": (
        410,
        "Sync token expired",
        "Begin anew, with an empty copy and without a token: what it has too much is not known.",
    ),
    "rate-limited": (429, "Too many requests", "Ask again after the seconds of `Retry-After`."),
    "server-error": (500, "Server error", "It is ours, and written down; ask again later."),
    "unavailable": (503, "Unavailable", "It passes: ask again after `Retry-After`."),
}


class Problem(Exception):
    """An error for the client. `slug` is a name of PROBLEMS; `extra` joins the JSON."""

    def __init__(
        self, slug: str, detail: str, *, headers: dict[str, str] | None = None, **extra: Any
    ) -> None:
        super().__init__(detail)
        self.slug, self.detail, self.extra = slug, detail, extra
        self.headers = headers or {}
        self.status, self.title, _advice = PROBLEMS[slug]


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
