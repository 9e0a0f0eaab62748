"""A reader does not notice that the database was restarted: a GET is asked once more."""

import sys
from collections.abc import Callable
from typing import Any

from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError, connections
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from api.http.middleware import finish
from api.http.problems import Problem, respond
from kensite.postgresql import limited
from kensite.unavailable import page

SECONDS = 5  # until a reader may ask again
READING, WRITING = 10, 30  # seconds that a request waits for PostgreSQL in all
# PostgreSQL's classes of errors: the connection failed; the server is ending or beginning
LOST = ("08", "57P")


def is_lost(error: BaseException | None) -> bool:
    """Whether this says that there is no connection to the database (any more).

    An error that the server itself reports, such as a lock that was not free in time, has a
    number of its own, and is none.
    """
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    cause = error.__cause__
    if not type(cause).__module__.startswith("psycopg"):
        return False
    number = getattr(cause, "sqlstate", None)
    return number is None or number.startswith(LOST)


@receiver(got_request_exception, dispatch_uid="kensite-retry")
def note(sender: Any, request: HttpRequest | None = None, **_signal: Any) -> None:
    """Remember on the request that it failed for want of the database."""
    if request is not None and is_lost(sys.exc_info()[1]):
        request.database_lost = True  # type: ignore[attr-defined]


class RetryLostConnection:
    """A GET or HEAD is answered a second time if the database was lost; else with a 503.

    It stands outside of everything that asks the database. A POST may have done its work before
    the connection went: only the person can know, so it is never repeated.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the site, or one that says when to ask again."""
        reads = request.method in ("GET", "HEAD")
        with limited(READING if reads else WRITING):
            for _attempt in range(2 if reads else 1):
                response = self.get_response(request)
                if not lost(request):
                    return response
        return unavailable(request)


def lost(request: HttpRequest) -> bool:
    """Whether the last answer failed for want of the database; forgotten, connection and all."""
    if not request.__dict__.pop("database_lost", False):
        return False
    connections.close_all()
    return True


def unavailable(request: HttpRequest) -> HttpResponse:
    """What apps and people are told: not now, but soon."""
    if request.path_info.startswith("/api/"):
        problem = Problem("unavailable", f"The database is away. Ask again in {SECONDS} seconds.")
        response = finish(request, respond(problem))
    else:
        response = page("503.html", 503)
    response["Retry-After"] = str(SECONDS)
    return response
