"""An answer and how it travels: conditional, compressed, and cacheable by everybody."""

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

import brotli
from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date, parse_http_date_safe

WORTH_COMPRESSING = 1000  # bytes
CODINGS = ("br", "gzip")
STALE = "stale-while-revalidate=300, stale-if-error=86400"


@dataclass
class Answer:
    """What an endpoint answers.

    A `body` that is a function is asked only if the client has no fresh copy. `etag` names the
    content, without quotes (empty: a hash of the body). `max_age` is in seconds, 0 for what must
    not be kept; `keys` are surrogate keys, by which a CDN forgets it.
    """

    body: bytes | Callable[[], bytes]
    etag: str = ""
    content_type: str = "application/json"
    status: int = 200
    max_age: int = 60
    last_modified: datetime | None = None
    language: str = ""
    keys: tuple[str, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)


def respond(request: HttpRequest, answer: Answer) -> HttpResponse:
    """304 if the client's copy is fresh, else the body, compressed if the client can read that.

    Each coding has a strong ETag of its own, since its bytes differ (RFC 9110, 8.8.3).
    """
    body = b"" if callable(answer.body) and answer.etag else words(answer)
    tag = answer.etag or hashlib.sha256(body).hexdigest()[:24]
    coding = best_coding(request.headers.get("Accept-Encoding", ""))
    if answer.status == 200 and is_fresh(request, tag, answer.last_modified):
        response = HttpResponse(status=304)
        response.headers.pop("Content-Type", None)
        response["ETag"] = with_coding(tag, matched_coding(request, tag, coding))
        return with_headers(response, answer)
    body = body or words(answer)
    if len(body) < WORTH_COMPRESSING:
        coding = ""
    if coding:
        body = compressed(body, coding)
    response = HttpResponse(body, status=answer.status, content_type=answer.content_type)
    response["ETag"] = with_coding(tag, coding)
    if coding:
        response["Content-Encoding"] = coding
    return with_headers(response, answer)


def words(answer: Answer) -> bytes:
    """The body."""
    return answer.body() if callable(answer.body) else answer.body


def with_headers(response: HttpResponse, answer: Answer) -> HttpResponse:
    """What 200 and 304 have in common."""
    keep = f"public, max-age={answer.max_age}, {STALE}" if answer.max_age else "no-store"
    response["Cache-Control"] = keep
    if answer.last_modified:
        response["Last-Modified"] = http_date(answer.last_modified.timestamp())
    if answer.language:
        response["Content-Language"] = answer.language
    if answer.keys:
        response["Surrogate-Key"] = " ".join(answer.keys)
    for name, value in answer.headers.items():
        response[name] = value
    return response


def with_coding(tag: str, coding: str) -> str:
    """The ETag of the content in one coding."""
    return f'"{tag}-{coding}"' if coding else f'"{tag}"'


def is_fresh(request: HttpRequest, tag: str, last_modified: datetime | None) -> bool:
    """Whether the client has these words already (RFC 9110, 13.2.2).

    A date must be the very same: after a backup was restored, later ones are those of lost words.
    """
    sent = request.headers.get("If-None-Match")
    if sent is not None:
        return sent.strip() == "*" or any(known == tag for known, _coding in tags(sent))
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return bool(since and last_modified and int(last_modified.timestamp()) == since)


def tags(header: str) -> list[tuple[str, str]]:
    """The ETags of an If-None-Match header, each without its coding, and the coding."""
    found = []
    for item in header.split(","):
        tag = item.strip().removeprefix("W/").strip('"')
        coding = next((coding for coding in CODINGS if tag.endswith(f"-{coding}")), "")
        found.append((tag.removesuffix(f"-{coding}") if coding else tag, coding))
    return found


def matched_coding(request: HttpRequest, tag: str, default: str) -> str:
    """The coding in which the client has the content."""
    known = tags(request.headers.get("If-None-Match", ""))
    return next((coding for content, coding in known if content == tag), default)


@lru_cache(maxsize=64)
def best_coding(header: str) -> str:
    """The coding of an Accept-Encoding header that we like best; empty for none."""
    accepted = {}
    for item in header.lower().split(","):
        name, _, weight = item.partition(";")
        accepted[name.strip()] = quality(weight)
    rest = accepted.get("*", 0.0)
    weights = {coding: accepted.get(coding, rest) for coding in CODINGS}
    best = max(weights.values())
    return next((coding for coding, weight in weights.items() if weight == best > 0), "")


def quality(weight: str) -> float:
    """`q=0.5` as a number; 1 if nothing is said, 0 if it is nonsense."""
    if not weight.strip():
        return 1.0
    name, _, number = weight.partition("=")
    try:
        return float(number) if name.strip() == "q" else 0.0
    except ValueError:
        return 0.0


@lru_cache(maxsize=64)
def compressed(body: bytes, coding: str) -> bytes:
    """The body in a coding; what many ask for is compressed once."""
    if coding == "br":
        return brotli.compress(body, quality=5)
    return gzip.compress(body, compresslevel=6, mtime=0)
