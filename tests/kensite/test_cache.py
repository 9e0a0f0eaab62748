"""A real Redis, and its death while readers read."""

import os
import signal
import socket
import subprocess

import pytest
from django.core.cache import caches
from django.test import override_settings

from tests.conftest import free_port, program, wait_for


@pytest.fixture
def redis(tmp_path):
    """A Redis server of this test's own."""
    port = free_port()
    command = [program("redis-server"), "--port", str(port), "--save", "", "--dir", str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        wait_for(lambda: socket.create_connection(("127.0.0.1", port)).close(), process)
        cache = {
            "BACKEND": "kensite.cache.FailOpenRedisCache",
            "LOCATION": f"redis://127.0.0.1:{port}/0",
            "OPTIONS": {"socket_timeout": 0.3, "socket_connect_timeout": 0.3},
        }
        with override_settings(CACHES={"default": cache}):
            yield process
            caches["default"].close()
    finally:
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
    assert cache.delete("a") is True


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "hanging"])
def test_a_dead_or_hanging_redis_is_an_empty_cache(redis, how, reader, caplog):
    cache = caches["default"]
    cache.set("a", 1, 30)
    os.kill(redis.pid, how)
    if how == signal.SIGKILL:
        redis.wait(10)
    assert cache.get("a", "default") == cache.get("a", default="default") == "default"
    assert cache.set("a", 2) is None
    assert cache.get_many(["a"]) == {}
    assert cache.get_or_set("a", lambda: 3) == 3
    assert reader.get("/ko/newsletters/october-2020/").status_code == 200
    assert reader.get("/api/v2/pages/").status_code == 200
    asked = [record for record in caplog.records if "going on without" in record.message]
    assert len(asked) == 1, "every further call would have cost its reader a time-out"
