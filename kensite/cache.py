"""A Redis cache that a reader never notices the failure of."""

import logging
import threading
import time
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from functools import wraps
from inspect import signature
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

REST = 10  # seconds without asking after a failure, or each call would wait for the time-out


@dataclass
class Rest:
    """Whether a server failed a moment ago; then it is asked again by one thread, not by all."""

    until: float | None = None  # None while it answers
    lock: threading.Lock = field(default_factory=threading.Lock)

    def asks(self) -> bool:
        """Whether this call asks the server; the first one after the rest is the only one to."""
        if self.until is None:
            return True
        with self.lock:
            if self.until is None or time.monotonic() < self.until:
                return self.until is None
            self.until = time.monotonic() + REST
            return True

    def begin(self) -> bool:
        """After a failure; whether it is the first one, of all threads that wait for it."""
        with self.lock:
            new = self.until is None
            self.until = time.monotonic() + REST
            return new

    def end(self) -> None:
        """After an answer."""
        self.until = None


rests: dict[str, Rest] = {}  # by server, for all threads of this process


def tried(name: str, otherwise: Callable[[dict[str, Any]], Any]) -> Callable:
    """The cache method `name`; `otherwise`, told its arguments, answers while Redis is away."""
    method = getattr(RedisCache, name)
    parameters = signature(method)

    @wraps(method)
    def call(self: RedisCache, *args: Any, **kwargs: Any) -> Any:
        rest = rests.setdefault(str(self._servers), Rest())
        if rest.asks():
            try:
                answer = method(self, *args, **kwargs)
            except ValueError:  # the server's answer: there is nothing to count
                rest.end()
                raise
            except RedisError as error:
                if rest.begin():
                    log.warning("cache.%s failed, going on without: %s", name, error)
            else:
                rest.end()
                return answer
        return otherwise(parameters.bind(self, *args, **kwargs).arguments)

    return call


def fail_open(name: str, fallback: Any = None) -> Callable:
    """The cache method `name`, answering `fallback` (or its `default`) while Redis is away."""
    return tried(name, lambda given: given.get("default", copy(fallback)))


def nothing_to_count(given: dict[str, Any]) -> int:
    """An empty cache has no such counter; Django's word for it is a ValueError."""
    raise ValueError(f"Key {given['key']!r} not found: the cache is away.")


class FailOpenRedisCache(RedisCache):
    """Django's Redis cache, but an unreachable server means an empty cache and not an error page.

    What Django builds upon these (`get_or_set`, `decr`, `incr_version`, the methods for `async`)
    follows. A counter that cannot count does not pretend to: `incr` raises a ValueError.
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
    incr = tried("incr", nothing_to_count)
