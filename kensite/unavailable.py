"""What a reader gets when there is nothing else: failed, closed, or asked for too often."""

import base64
import hashlib
import re
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from api.http import limits
from api.http.middleware import finish, passes
from api.http.problems import Problem, respond

MINUTES = 5
BUSY = 30  # seconds


def sign() -> Path:
    """The file whose presence closes the site; `manage.py maintenance` hangs it up."""
    return settings.DATA_DIR / "maintenance"


def page(name: str, status: int, **context: object) -> HttpResponse:
    """A page that needs nothing else: its style is inside, and allowed by its hash."""
    html = render_to_string(name, context)
    style = re.search("<style>(.*)</style>", html, re.DOTALL)
    digest = hashlib.sha256(style[1].encode() if style else b"").digest()
    response = HttpResponse(html, status=status, headers={"Cache-Control": "no-store"})
    response._csp_replace = {  # type: ignore[attr-defined]
        "style-src": [f"'sha256-{base64.b64encode(digest).decode()}'"]
    }
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of a failure, or of one that passes by itself."""
    return busy(request) if passes() else page("500.html", 500)


def busy(request: HttpRequest) -> HttpResponse:
    """A page that keeps what was typed, to send it again: going back would lose it."""
    lists = request.POST.lists() if request.method == "POST" else ()
    typed = [(name, value) for name, values in lists for value in values if "password" not in name]
    action = request.get_full_path()
    response = page("busy.html", 503, typed=typed, action=action, files=bool(request.FILES))
    response["Retry-After"] = str(BUSY)
    return response


def limited(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, for as many requests of a client as the API answers: both are counted as one."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seconds = limits.seconds_to_wait(request)
        if not seconds:
            return view(request, *args, **kwargs)
        response = page("too_many_searches.html", 429)
        response["Retry-After"] = str(seconds)
        return response

    return answer


class Maintenance:
    """While the site is closed nobody reads and nobody writes: everything is answered with 503."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the site, or the page that asks for patience."""
        if not sign().exists():
            return self.get_response(request)
        if request.path_info.startswith("/api/"):
            detail = f"The site is being looked after. Ask again in {MINUTES} minutes."
            response = finish(request, respond(Problem("unavailable", detail)))
        else:
            response = page("503.html", 503)
        response["Retry-After"] = str(MINUTES * 60)
        return response
