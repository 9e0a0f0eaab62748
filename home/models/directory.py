"""The directory of organisations, with a page for each of them."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import Resolver404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from api.models import Entry
from home import entries
from images.models import public_pictures
from localization.alternates import Alternate
from localization.models import TranslatedPage
from localization.sitemaps import links
from localization.snippets import displayable
from newsletters.models import Organisation
from publishing.public import published

SHOWN = 24  # of where an organisation appeared


@dataclass(frozen=True)
class Place:
    """An address below a page, for links that expect a page."""

    page: Page
    rest: str

    @property
    def url(self) -> str:
        """From the site's root."""
        return f"{self.page.url}{self.rest}"

    @property
    def full_url(self) -> str:
        """With the site's address."""
        return f"{self.page.full_url}{self.rest}"


def name_of(organisation: Organisation) -> str:
    """An organisation's document, by its name in api.store.touches."""
    return f"organisation:{organisation.translation_key}:{organisation.locale.language_code}"


class OrganisationsPage(TranslatedPage):
    """Every organisation of the network and beyond that issues speak of."""

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    api_fields = [APIField("introduction")]
    api_type = "organisations"
    api_description = "The page that lists every organisation."
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("organisations")

    def organisations(self) -> list[Organisation]:
        """Each once, in this language or in the one that it is published in, by name."""
        public = Organisation.objects.filter(published())
        by_key: dict[Any, list[Organisation]] = defaultdict(list)
        logos = models.Prefetch("logo", public_pictures())
        for organisation in (
            public.select_related(None).select_related("locale").prefetch_related(logos)
        ):
            by_key[organisation.translation_key].append(organisation)
        chosen = [min(twins, key=self.preference) for twins in by_key.values()]
        return sorted(chosen, key=lambda organisation: organisation.name.casefold())

    def preference(self, organisation: Organisation) -> tuple[bool, int]:
        """Smallest for the organisation in this page's language."""
        return organisation.locale_id != self.locale_id, organisation.locale_id

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """The directory, or the page of the organisation with this slug."""
        if len(path_components) == 1 and self.live:
            twins = Organisation.objects.filter(published(), slug=path_components[0])
            if twin := min(twins, key=self.preference, default=None):
                return RouteResult(self, kwargs={"organisation": twin})
        return super().route(request, path_components)

    def resolve_subpage(self, path: str) -> None:
        """Raise Resolver404 if a redirect would lead to no organisation."""
        if not Organisation.objects.filter(published(), slug=path.strip("/")).exists():
            raise Resolver404

    def get_route_paths(self) -> list[str]:
        """Where redirects lead from when the directory gets another address: its pages too."""
        slugs = Organisation.objects.filter(published()).values_list("slug", flat=True)
        return [*super().get_route_paths(), *(f"/{slug}/" for slug in sorted(set(slugs)))]

    def serve(
        self, request: HttpRequest, *args: Any, organisation: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """The directory, or an organisation's own page."""
        if organisation is None:
            return super().serve(request, *args, **kwargs)
        request.is_preview = False  # type: ignore[attr-defined]  # as Page.serve does
        context = {**Page.get_context(self, request), **self.profile(organisation)}
        return TemplateResponse(request, "home/organisation.html", context)

    def profile(self, organisation: Organisation) -> dict[str, Any]:
        """What an organisation's own page shows."""
        if displayable(organisation) is None:
            raise Http404("This organisation is not published.")
        rows = Entry.objects.public().filter(
            locale=self.locale.language_code, organisations__key=organisation.translation_key
        )
        rest = f"{organisation.slug}/"
        return {
            "organisation": organisation,
            "address": Place(self, rest),
            "elsewhere": [
                Alternate(other.code, other.name, Place(other.page, rest))  # type: ignore[arg-type]
                for other in self.alternates
            ],
            "appearances": entries.found(rows.order_by("-sort")[:SHOWN]),
        }

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The directory's context."""
        context = super().get_context(request, *args, **kwargs)
        return {**context, "organisations": self.organisations()}

    def shows(self, context: dict[str, Any]) -> set[str]:
        """What its HTML depends on besides itself; see api.store.touches."""
        language = self.locale.language_code
        if organisation := context.get("organisation"):
            key = organisation.translation_key
            return {"any:organisation", name_of(organisation), f"about:{key}:{language}"}
        others = [o for o in context["organisations"] if o.locale_id != self.locale_id]
        return {"any:organisation", f"list:organisation:{language}", *map(name_of, others)}

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """The directory and every organisation in it."""
        urls = super().get_sitemap_urls(request)
        for organisation in self.organisations():
            rest = f"{organisation.slug}/"
            addresses = {o.code: f"{o.page.full_url}{rest}" for o in self.alternates}
            urls.append({"location": f"{self.full_url}{rest}", "alternates": links(addresses)})
        return urls
