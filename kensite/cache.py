"""A Redis cache that a reader never notices the failure of."""

import logging
import time
from collections.abc import Callable
from copy import copy
from functools import wraps
from inspect import signature
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

REST = 10  # seconds without asking after a failure, or each call would wait for the time-out
resting_until: dict[str, float] = {}  # by server, for all threads of this process


def fail_open(name: str, fallback: Any = None) -> Callable:
    """The cache method `name`, answering `fallback` (or its `default`) while Redis is away."""
    method = getattr(RedisCache, name)

    @wraps(method)
    def tried(self: RedisCache, *args: Any, **kwargs: Any) -> Any:
        server = str(self._servers)
        given = signature(method).bind(self, *args, **kwargs).arguments
        answer = given.get("default", copy(fallback))
        if time.monotonic() < resting_until.get(server, 0):
            return answer
        try:
            return method(self, *args, **kwargs)
        except RedisError as error:
            log.warning("cache.%s failed, going on without for %s s: %s", name, REST, error)
            resting_until[server] = time.monotonic() + REST
            return answer

    return tried


class FailOpenRedisCache(RedisCache):
    """Django's Redis cache, but an unreachable server means an empty cache and not an error page.

    `incr` still raises: a counter that cannot count must not pretend to.
    """

    get = fail_open("get")
    get_many = fail_open("get_many", {})
    add = fail_open("add", False)
    set = fail_open("set")
    set_many = fail_open("set_many", [])
    touch = fail_open("touch", False)
    delete = fail_open("delete", False)
    delete_many = fail_open("delete_many")
    has_key = fail_open("has_key", False)
    clear = fail_open("clear", False)
