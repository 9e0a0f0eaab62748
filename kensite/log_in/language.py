"""The language of the admin's pages that are shown before log-in: the browser's.

Addresses in `/admin/` name no language; after log-in the account's counts.
"""

from typing import Any

from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware as DjangoLocaleMiddleware
from django.urls import reverse
from django.utils import translation


class LocaleMiddleware(DjangoLocaleMiddleware):
    """Django's, which speaks the default language wherever the address names none."""

    def process_request(self, request: HttpRequest) -> Any:
        """Listen to the browser where there is no account to ask yet."""
        response = super().process_request(request)
        if is_before_log_in(request.path_info):
            translation.activate(translation.get_language_from_request(request))
            request.LANGUAGE_CODE = translation.get_language()
        return response


def is_before_log_in(path: str) -> bool:
    """Whether this is the address of the log-in or of a new password."""
    return path.startswith((reverse("wagtailadmin_login"), reverse("wagtailadmin_password_reset")))
