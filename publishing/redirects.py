"""Redirects that lead a reader somewhere, never in a circle."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from wagtail.contrib.redirects import middleware
from wagtail.contrib.redirects.models import Redirect

from publishing.public import public

LONGEST = 10  # redirects one after the other


class RedirectMiddleware(middleware.RedirectMiddleware):
    """Wagtail's own, but what would end nowhere, or where it began, is not found."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """The redirect in place of the page that is not there, if there is one."""
        try:
            answer = super().process_response(request, response)
            lost = answer is not response and leads_nowhere(request, answer["Location"])
        except ValueError:  # it leads to what is no address, such as //[x
            return response
        return response if lost else answer


def leads_nowhere(request: HttpRequest, target: str) -> bool:
    """Whether who follows a redirect comes to a page that is not public, or back again."""
    path = request.path
    seen: set[str] = set()
    while (place := Redirect.normalise_path(path)) not in seen and len(seen) < LONGEST:
        seen.add(place)
        redirect = middleware.get_redirect(request, place)
        if redirect is None:  # a page, or an address elsewhere
            return False
        if redirect.redirect_page:
            same = Redirect.normalise_path(urlsplit(redirect.link or "").path) == place
            return same or not public().filter(pk=redirect.redirect_page_id).exists()
        if urlsplit(redirect.link).hostname not in (None, request.get_host().partition(":")[0]):
            return False
        path = urlsplit(redirect.link).path
    return True
