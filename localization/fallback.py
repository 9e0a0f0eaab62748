"""What a reader gets at the address of a page that does not exist in the language asked for."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from localization.alternates import Alternate, alternates
from publishing.public import in_its_time, public


class LanguageFallback:
    """A home page below which an untranslated page is named and offered in another language.

    Put it first among the bases of the home page. Without it `/ko/x/` answers 404 although `/x/`
    can be read, or shows English text under a Korean address where Wagtail put an alias.
    """

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """The page at this address, or this home page told where else the page can be read."""
        if not from_reader(request):
            return super().route(request, path_components)  # type: ignore[misc]
        asked = translation.get_language()
        if language_of(self) != asked:
            home = self.localized_draft  # type: ignore[attr-defined]
            if home.pk != self.pk:  # type: ignore[attr-defined]
                # Wagtail passes over an unpublished home, and its published pages with it
                return home.specific.route(request, path_components)
        try:
            result = super().route(request, path_components)  # type: ignore[misc]
        except Http404:
            elsewhere = self.same_path_elsewhere(path_components, asked)
        else:
            if language_of(self) == asked and may_be_read(result.page):
                return result
            elsewhere = alternates(result.page)
        if not elsewhere:
            raise Http404(f"No page here in {asked}, and none to offer in another language.")
        return RouteResult(self, kwargs={"elsewhere": elsewhere})

    def same_path_elsewhere(self, path_components: list[str], asked: str | None) -> list[Alternate]:
        """The public pages at this path in the other languages."""
        path = "".join(f"{slug}/" for slug in path_components)
        homes = self.get_translations()  # type: ignore[attr-defined]
        addresses = [root + path for root in homes.values_list("url_path", flat=True)]
        page = public(Page.objects.filter(url_path__in=addresses)).first()
        found = alternates(page) if page else []
        # A page that was renamed here is not untranslated: its old address is for the redirects
        return [] if any(other.code == asked for other in found) else found

    def serve(
        self,
        request: HttpRequest,
        *args: Any,
        elsewhere: list[Alternate] | None = None,
        **kwargs: Any,
    ) -> HttpResponse:
        """The page itself, or in place of an untranslated one a page that says so."""
        if elsewhere is None:
            return super().serve(request, *args, **kwargs)  # type: ignore[misc]
        request.is_preview = False  # type: ignore[attr-defined]  # as Page.serve does
        return TemplateResponse(request, "localization/untranslated.html", {"elsewhere": elsewhere})


def from_reader(request: HttpRequest) -> bool:
    """Whether a page is to be shown: the API and the admin's choosers look for real pages only."""
    return bool(request.resolver_match and request.resolver_match.url_name == "wagtail_serve")


def language_of(home: Any) -> str | None:
    """The language of a home page; from the addresses that Wagtail has at hand, without a query."""
    roots = Site.get_site_root_paths()
    return next((root.language_code for root in roots if root.root_path == home.url_path), None)


def may_be_read(page: Page) -> bool:
    """Whether the page has words of its own: it mirrors no other language and is in its time."""
    if not in_its_time(page):
        return False
    return page.alias_of_id is None or page.alias_of.locale_id == page.locale_id
