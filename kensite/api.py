"""The API's table of contents: what is imported here has its endpoints below /api/v1/."""

from wagtail.api.v2.router import WagtailAPIRouter

from api.v1 import docs, entries, issues, lookup, start, sync
from api.v1.endpoint import urlpatterns
from api.v2.media import PublicDocumentsAPIViewSet, PublicImagesAPIViewSet
from api.v2.pages import PublicPagesAPIViewSet
from search import v1 as search

MODULES = (start, docs, issues, entries, lookup, search, sync)
v1 = (list(urlpatterns()), "v1")

v2 = WagtailAPIRouter("wagtailapi_v2")
v2.register_endpoint("pages", PublicPagesAPIViewSet)
v2.register_endpoint("images", PublicImagesAPIViewSet)
v2.register_endpoint("documents", PublicDocumentsAPIViewSet)
