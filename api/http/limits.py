"""So many answers per minute and client, counted in Django's cache; ten 304s count as one.

With Redis all workers count together. Without, each has a cache of its own and counts for itself.
"""

import logging
import time
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from api.http.problems import Problem

log = logging.getLogger(__name__)

WINDOW = 60  # seconds
ANSWER, UNCHANGED = 10, 1  # what they count


def check(request: HttpRequest) -> None:
    """Problem `rate-limited` (429) if the client had its answers in this minute.

    Counts the request as if nothing had changed; `count_answer` adds the rest.
    """
    if seconds := seconds_to_wait(request, UNCHANGED):
        raise Problem(
            "rate-limited",
            f"You have had all {settings.API_LIMIT} answers of this minute. Ask again in "
            f"{seconds} seconds. To ask less, use sync/, and send If-None-Match: ten answers of "
            "“not modified” count as one.",
            headers={"Retry-After": str(seconds)},
        )


def count_answer(request: HttpRequest) -> None:
    """After an answer with a body: what it counts more than one without."""
    if settings.API_LIMIT:
        add(request, ANSWER - UNCHANGED)


def seconds_to_wait(request: HttpRequest, cost: int = ANSWER) -> int:
    """Count the request; until when this client has to wait, 0 if there is room in this minute."""
    if not settings.API_LIMIT:
        return 0
    count = add(request, cost)
    room = settings.API_LIMIT * ANSWER
    return int(WINDOW - time.time() % WINDOW) + 1 if count - cost >= room else 0


def add(request: HttpRequest, cost: int) -> int:
    """Count so much more; how much it is by now.

    Without a cache it is nothing: an outage of Redis must not become one of the site.
    """
    key = f"api-limit:{client(request)}:{int(time.time() // WINDOW)}"
    try:
        cache.add(key, 0, WINDOW + 5)
        return cache.incr(key, cost)
    except ValueError as error:  # a cache that does not keep anything, or is away
        log.info("The limit cannot count: %s", error)
        return 0


def client(request: HttpRequest) -> str:
    """The client's address, of IPv6 the network that one customer gets.

    Behind proxies it is what the outermost of ours has added to X-Forwarded-For; whatever stands
    further left came from the client itself and may be forged.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.PROXY_COUNT:
        hops = request.headers.get("X-Forwarded-For", "").split(",")
        if len(hops) >= settings.PROXY_COUNT:
            address = hops[-settings.PROXY_COUNT].strip() or address
    try:
        parsed = ip_address(address)
    except ValueError:
        return request.META.get("REMOTE_ADDR", "") or "unknown"
    if isinstance(parsed, IPv6Address) and not parsed.ipv4_mapped:
        return str(IPv6Address(int(parsed) >> 64 << 64))
    return str(parsed)
