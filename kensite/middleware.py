"""What holds for every request: the site has one name; strict policies, loosened for the admin.

And what an editor typed is known to be saved.
"""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

# Wagtail 8.0's date picker, choosers and editor write inline scripts and styles (and no nonces),
# and its previews are frames of our own pages.
ADMIN = {
    "script-src": [SELF, UNSAFE_INLINE],  # for browsers that do not know the next two
    "script-src-elem": [SELF, UNSAFE_INLINE],
    "script-src-attr": [NONE],  # nothing in the admin has handlers in its markup
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
}


KEPT_NAME = re.compile("[a-z0-9-]{1,40}")  # as admin/unsaved.js makes them


class ContentSecurityPolicy(CSPMiddleware):
    """Sends settings.CONTENT_SECURITY_POLICY, and for the admin what Wagtail needs."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """The parts of the policy for this answer."""
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(reverse("wagtailadmin_home")):
            parts.replace = {**(parts.replace or {}), **ADMIN}
        elif getattr(request, "is_dummy", False):  # Wagtail's request for a preview
            parts.replace = {**(parts.replace or {}), "frame-ancestors": [SELF]}
        return parts


class CanonicalHost:
    """What is shown never depends on the name by which the site was called.

    A host that is not ours (ALLOWED_HOSTS) is refused with a 400; where only reading is asked
    for, the others are PUBLIC_URL's from here on. What is sent keeps its host, which Django
    compares with where the form came from.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        public = urlsplit(settings.PUBLIC_URL)
        port = public.port or (443 if public.scheme == "https" else 80)
        self.canonical = {"HTTP_HOST": public.netloc, "SERVER_PORT": str(port)}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, the same under every name."""
        request.get_host()
        if request.method in ("GET", "HEAD"):
            request.META.update(self.canonical)
        return self.get_response(request)


class SavedForms:
    """Tells the browser, which keeps what is typed in the admin, that a form has been saved.

    `unsaved` is the name under which admin/unsaved.js keeps it. A form that was saved is answered
    by a redirect, and nothing is wrong: without permission Wagtail redirects with an error.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with a cookie for the script that takes it away again."""
        response = self.get_response(request)
        if (
            request.method == "POST"
            and response.status_code == 302
            and request.user.is_authenticated
        ):
            name = request.POST.get("unsaved", "")
            if KEPT_NAME.fullmatch(name) and not has_errors(request):
                response.set_cookie(
                    "saved_form",
                    name,
                    max_age=60,
                    samesite="Strict",
                    secure=settings.SESSION_COOKIE_SECURE,
                )
        return response


def has_errors(request: HttpRequest) -> bool:
    """Whether there is an error message that is not shown yet; it will be."""
    waiting = messages.get_messages(request)
    errors = any(message.level >= messages.ERROR for message in waiting)
    waiting.used = False  # type: ignore[attr-defined]
    return errors
