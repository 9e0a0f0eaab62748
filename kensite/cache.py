"""A Redis cache that a reader never notices the failure of."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

FALLBACKS: dict[str, Any] = {
    "add": False,
    "set": None,
    "touch": False,
    "delete": False,
    "has_key": False,
    "set_many": [],
    "delete_many": None,
    "clear": False,
}


def fail_open(name: str) -> Callable:
    """The cache method `name`, answering "not cached" when Redis is down or hangs."""
    method = getattr(RedisCache, name)

    @wraps(method)
    def tried(self: RedisCache, *args: Any, **kwargs: Any) -> Any:
        try:
            return method(self, *args, **kwargs)
        except RedisError as error:
            log.warning("cache.%s failed, going on without: %s", name, error)
            return FALLBACKS[name]

    return tried


class FailOpenRedisCache(RedisCache):
    """Django's Redis cache, but an unreachable server means an empty cache and not an error page.

    `incr` still raises: a counter that cannot count must not pretend to.
    """

    add, set, touch, delete, has_key, set_many, delete_many, clear = map(fail_open, FALLBACKS)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The cached value, or the default also when Redis cannot be asked."""
        try:
            return super().get(key, default, version)
        except RedisError as error:
            log.warning("cache.get failed, going on without: %s", error)
            return default

    def get_many(self, keys: list[str], version: int | None = None) -> dict:
        """The cached values; none when Redis cannot be asked."""
        try:
            return super().get_many(keys, version)
        except RedisError as error:
            log.warning("cache.get_many failed, going on without: %s", error)
            return {}
