"""The site's addresses, stock Wagtail's API beside ours, and an answer from memory.

`/api/floor/` goes through the same middleware as the API and says the bytes of a whole issue,
which it has in memory: no answer can be cheaper. `/stock/` is Wagtail's API and Wagtail's way to
serve a page, as they come: found, rendered, answered.
"""

import os
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.models import Page

from kensite.urls import urlpatterns as site

FLOOR = Path(os.environ["BENCHMARK_FLOOR"])
words = FLOOR.read_bytes() if FLOOR.exists() else b"{}"


def from_memory(request: HttpRequest) -> HttpResponse:
    """The words of an issue."""
    return HttpResponse(words, content_type="application/json")


def stock_page(request: HttpRequest, pk: int) -> TemplateResponse:
    """A page from its templates, as Wagtail serves every request for it."""
    response = Page.objects.get(pk=pk).specific.serve(request)
    response["Cache-Control"] = "private"  # or our memory would answer for it
    return response


stock = WagtailAPIRouter("stock")
stock.register_endpoint("pages", PagesAPIViewSet)
urlpatterns = [
    path("api/floor/", from_memory),
    path("stock/page/<int:pk>/", stock_page),
    path("stock/", stock.urls),
    *site,
]
