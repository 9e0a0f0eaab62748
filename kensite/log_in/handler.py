"""django-axes, which sees every log-in through Django's backends, asks our count of tries."""

from typing import Any

from axes.handlers.base import AbstractAxesHandler, AxesBaseHandler
from axes.models import AccessFailureLog
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest

from kensite.log_in import attempts
from kensite.log_in.warning import warn_owner


def name_tried(request: HttpRequest, credentials: dict | None) -> str:
    """Whose tries are counted."""
    return attempts.normalized((credentials or {}).get("username"))


class Handler(AxesBaseHandler, AbstractAxesHandler):
    """Axes' own handlers count after the password was looked at, and know one limit only."""

    def is_allowed(self, request: HttpRequest, credentials: dict | None = None) -> bool:
        """Asked by axes' backend, once for each password, before anything else is computed."""
        return attempts.begin(request, name_tried(request, credentials))

    def user_login_failed(
        self, sender: Any, credentials: dict, request: HttpRequest | None = None, **kwargs: Any
    ) -> None:
        """The password was wrong, or refused."""
        if request is None or getattr(request, "axes_locked_out", False):
            return
        attempts.failed(request)
        warn_owner(name_tried(request, credentials))

    def user_logged_in(
        self, sender: Any, request: HttpRequest | None, user: AbstractBaseUser, **kwargs: Any
    ) -> None:
        """The password was right."""
        if request is not None:
            attempts.succeeded(request, user.get_username())

    def user_logged_out(self, sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
        """Nothing to count."""

    def get_failures(self, request: HttpRequest, credentials: dict | None = None) -> int:
        """How many wrong passwords count at the moment."""
        recent = attempts.tries(attempts.client(request), attempts.LOCKED_FOR)
        return recent.filter(username=name_tried(request, credentials)).count()

    def reset_attempts(
        self,
        *,
        ip_address: str | None = None,
        username: str | None = None,
        ip_or_username: bool = False,
    ) -> int:
        """Forget tries; for `manage.py unlock` and axes' own commands."""
        rows = AccessFailureLog.objects.all()
        if ip_address:
            rows = rows.filter(ip_address=ip_address)
        if username:
            rows = rows.filter(username=attempts.normalized(username))
        return rows.delete()[0]
