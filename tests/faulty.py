"""Servers on this machine that fail as real ones do: they refuse, stay silent, or hang up."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from tests.conftest import free_port

FAULTS = ("refusing", "silent", "closing")


@contextmanager
def faulty(fault: str) -> Iterator[int]:
    """The port of a server with a fault."""
    if fault == "refusing":
        yield free_port()
        return
    answer = {"silent": stay_silent, "closing": hang_up}[fault]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, args=(listener, answer), daemon=True).start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)


def serve(listener: socket.socket, answer: Callable[[socket.socket], None]) -> None:
    """Take calls until the listener is shut."""
    while True:
        try:
            call, _address = listener.accept()
        except OSError:
            return
        threading.Thread(target=answer, args=(call,), daemon=True).start()


def stay_silent(call: socket.socket) -> None:
    """Listen to everything and say nothing."""
    with call, suppress(OSError):
        while call.recv(65536):
            pass


def hang_up(call: socket.socket) -> None:
    """Listen to the beginning, and be gone with half a word said."""
    with call, suppress(OSError):
        call.recv(64)
        call.sendall(b"$")
