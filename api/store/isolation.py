"""What is stored is rendered as outside of any request, also when a reader's request does it."""

from collections.abc import Callable
from contextvars import copy_context
from functools import wraps
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.urls import set_script_prefix, set_urlconf
from django.utils import timezone, translation

P = ParamSpec("P")
R = TypeVar("R")


def outside_requests(function: Callable[P, R]) -> Callable[P, R]:
    """Run `function` without what a request has set: language, time zone, prefix, addresses."""

    def bare(*args: P.args, **kwargs: P.kwargs) -> R:
        """Run it where Django has its defaults."""
        translation.activate(settings.LANGUAGE_CODE)
        timezone.deactivate()
        set_script_prefix("/")
        set_urlconf(None)
        return function(*args, **kwargs)

    @wraps(function)
    def isolated(*args: P.args, **kwargs: P.kwargs) -> R:
        """Run it in a copy of the context: what it sets ends with it."""
        return copy_context().run(bare, *args, **kwargs)

    return isolated
