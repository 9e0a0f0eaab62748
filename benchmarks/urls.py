"""The site's addresses, stock Wagtail's API beside ours, and an answer from memory.

`/api/floor/` goes through the same middleware as the API and says the bytes of a whole issue,
which it has in memory: no answer can be cheaper. `/stock/` is Wagtail's API as it comes.
"""

import os
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.urls import path
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet

from kensite.urls import urlpatterns as site

FLOOR = Path(os.environ["BENCHMARK_FLOOR"])
words = FLOOR.read_bytes() if FLOOR.exists() else b"{}"


def from_memory(request: HttpRequest) -> HttpResponse:
    """The words of an issue."""
    return HttpResponse(words, content_type="application/json")


stock = WagtailAPIRouter("stock")
stock.register_endpoint("pages", PagesAPIViewSet)
urlpatterns = [path("api/floor/", from_memory), path("stock/", stock.urls), *site]
