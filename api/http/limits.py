"""So many requests per minute and client, counted in Django's cache."""

import logging
import time
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from api.http.problems import Problem

log = logging.getLogger(__name__)

WINDOW = 60  # seconds


def check(request: HttpRequest) -> None:
    """Count the request; Problem `rate-limited` (429) over settings.API_LIMIT in this minute."""
    if seconds := seconds_to_wait(request):
        raise Problem(
            "rate-limited",
            f"More than {settings.API_LIMIT} requests in a minute. Ask again in {seconds} seconds, "
            "and see sync/ and If-None-Match for asking less.",
            headers={"Retry-After": str(seconds)},
        )


def seconds_to_wait(request: HttpRequest) -> int:
    """Count the request; until when this client has to wait, 0 if there is room in this minute.

    Without a cache everybody passes: an outage of Redis must not become one of the site.
    """
    if not settings.API_LIMIT:
        return 0
    now = time.time()
    key = f"api-limit:{client(request)}:{int(now // WINDOW)}"
    try:
        cache.add(key, 0, WINDOW + 5)
        count = cache.incr(key)
    except ValueError as error:  # a cache that does not keep anything, or is away
        log.info("The limit cannot count: %s", error)
        return 0
    return int(WINDOW - now % WINDOW) + 1 if count > settings.API_LIMIT else 0


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
