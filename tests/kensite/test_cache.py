"""A real Redis, and its death while readers read."""

import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from asgiref.sync import async_to_sync
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.redis import RedisCache
from django.test import override_settings

from kensite import cache as module
from tests.conftest import free_port, program, wait_for
from tests.faulty import faulty


def settings_of(port: int, patience: float) -> dict:
    """The site's cache, at this port."""
    return {
        "BACKEND": "kensite.cache.FailOpenRedisCache",
        "LOCATION": f"redis://127.0.0.1:{port}/0",
        "OPTIONS": {"socket_timeout": patience, "socket_connect_timeout": patience},
    }


@pytest.fixture
def redis(tmp_path) -> Iterator[subprocess.Popen]:
    """A Redis server of this test's own."""
    port = free_port()
    command = [program("redis-server"), "--port", str(port), "--save", "", "--dir", str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    process.port = port
    module.rests.clear()
    try:
        wait_for(lambda: socket.create_connection(("127.0.0.1", port)).close(), process)
        with override_settings(CACHES={"default": settings_of(port, 0.3)}):
            yield process
    finally:
        module.rests.clear()
        if process.poll() is None:
            process.send_signal(signal.SIGCONT)
            process.kill()
        process.wait(10)


def test_a_living_redis_caches(redis):
    cache = caches["default"]
    cache.set("a", 1, 30)
    assert cache.get("a") == 1
    assert cache.get_many(["a", "b"]) == {"a": 1}
    assert cache.add("a", 2) is False
    assert cache.incr("a", 4) == 5
    assert cache.delete("a") is True
    with pytest.raises(ValueError, match="not found"):
        cache.incr("a")


UNCOUNTABLE = "ValueError"
# What an empty cache answers, for every method that Django's caches have
ANSWERS: list[tuple[str, list, dict, object]] = [
    ("get", ["a"], {}, None),
    ("get", ["a", 7], {}, 7),
    ("get", ["a"], {"default": 7}, 7),
    ("get_many", [["a", "b"]], {}, {}),
    ("get_or_set", ["a", 3], {}, 3),
    ("get_or_set", ["a", lambda: 3], {}, 3),
    ("add", ["a", 1], {}, False),
    ("set", ["a", 1], {"timeout": 30}, None),
    ("set", ["a", 1, 0], {}, None),
    ("set_many", [{"a": 1}], {}, []),
    ("touch", ["a", 9], {}, False),
    ("delete", ["a"], {}, False),
    ("delete_many", [["a"]], {}, None),
    ("has_key", ["a"], {}, False),
    ("__contains__", ["a"], {}, False),
    ("clear", [], {}, False),
    ("incr", ["a"], {}, UNCOUNTABLE),
    ("incr", ["a", 2], {"version": 2}, UNCOUNTABLE),
    ("decr", ["a"], {}, UNCOUNTABLE),
    ("incr_version", ["a"], {}, UNCOUNTABLE),
    ("decr_version", ["a"], {}, UNCOUNTABLE),
    ("close", [], {}, None),
]
NAMES = {name for name, *_rest in ANSWERS}
ASYNC = {f"a{name}" for name in NAMES if hasattr(BaseCache, f"a{name}")}
NO_SERVER = {"get_backend_timeout", "make_key", "make_and_validate_key", "validate_key"}


def test_the_table_has_every_method():
    public = {name for name in dir(RedisCache) if not name.startswith("_")}
    methods = {name for name in public if callable(getattr(RedisCache, name))}
    assert methods - NO_SERVER - ASYNC == NAMES - {"__contains__"}


@contextmanager
def without_an_answer(how: str, redis: subprocess.Popen) -> Iterator[int]:
    """The port of a Redis that refuses, hangs, or hangs up."""
    if how == "frozen":
        os.kill(redis.pid, signal.SIGSTOP)
        yield redis.port
    else:
        with faulty(how) as port:
            yield port


@pytest.mark.parametrize("how", ["refusing", "frozen", "closing"])
def test_every_method_answers_as_an_empty_cache_does(redis, how):
    wrong = []
    with (
        without_an_answer(how, redis) as port,
        override_settings(CACHES={"default": settings_of(port, 0.05)}),
    ):
        for name, args, more, wanted in ANSWERS:
            for call in {name, f"a{name}" if f"a{name}" in ASYNC else name}:
                module.rests.clear()  # each is the first to notice
                began = time.monotonic()
                answer = answer_of(call, args, more)
                seconds = time.monotonic() - began
                if answer != wanted or seconds > 0.5:
                    wrong.append((call, answer, seconds))
    assert wrong == []


def answer_of(name: str, args: list, more: dict) -> object:
    """What a method of the cache says."""
    method = getattr(caches["default"], name)
    try:
        if name not in ASYNC:
            return method(*args, **more)
        with ThreadPoolExecutor(1) as pool:  # in this thread the browser tests' event loop runs
            return pool.submit(async_to_sync(method), *args, **more).result()
    except ValueError:
        return UNCOUNTABLE


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "hanging"])
def test_a_dead_or_hanging_redis_costs_readers_one_wait(redis, how, reader, settings, caplog):
    settings.API_LIMIT = 600
    cache = caches["default"]
    cache.set("a", 1, 30)
    os.kill(redis.pid, how)
    if how == signal.SIGKILL:
        redis.wait(10)
    began = time.monotonic()
    assert cache.get("a", "default") == "default"
    asked = cache._cache.get_client
    cache._cache.get_client = None  # whoever asks Redis now fails
    for path in ("/ko/newsletters/october-2020/", "/api/v2/pages/", "/api/v1/issues/?locale=en"):
        assert reader.get(path).status_code == 200
    cache._cache.get_client = asked
    assert time.monotonic() - began < 10, "the rest is over: this test shows nothing"
    asked = [record for record in caplog.records if "going on without" in record.message]
    assert len(asked) == 1, "every further call would have cost its reader a time-out"


def test_after_the_rest_one_thread_asks_and_the_others_go_on(redis):
    cache = caches["default"]
    os.kill(redis.pid, signal.SIGSTOP)
    assert cache.get("a") is None
    [rest] = module.rests.values()
    rest.until = time.monotonic()  # it is over
    asking = [rest.asks() for _thread in range(8)]
    assert asking == [True] + 7 * [False]
    rest.until = time.monotonic()
    waited = []

    def read() -> None:
        began = time.monotonic()
        caches["default"].get("a")
        waited.append(time.monotonic() - began >= 0.3)

    threads = [threading.Thread(target=read) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(waited) == 1


def test_a_redis_that_is_back_is_noticed_and_has_what_it_had(redis):
    cache = caches["default"]
    cache.set("a", 1, 30)
    os.kill(redis.pid, signal.SIGSTOP)
    assert cache.get("a") is None
    os.kill(redis.pid, signal.SIGCONT)
    assert cache.get("a") is None, "it rests"
    [rest] = module.rests.values()
    rest.until = time.monotonic()
    assert cache.get("a") == 1
    assert rest.until is None


@pytest.mark.parametrize("option", ["maxmemory 1", "maxclients 1"])
def test_a_full_redis_is_no_error_page(redis, option, reader):
    cache = caches["default"]
    name, value = option.split()
    cache._cache.get_client().config_set(name, value)
    cache._cache.get_client().connection_pool.disconnect()
    with socket.create_connection(("127.0.0.1", redis.port)):
        assert cache.set("a", 1, 30) is None
        assert reader.get("/ko/").status_code == 200
