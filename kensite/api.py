"""The API's table of contents: one line per endpoint."""

from wagtail.api.v2.router import WagtailAPIRouter

from api.v2 import PublicPagesAPIViewSet

v2 = WagtailAPIRouter("wagtailapi_v2")
v2.register_endpoint("pages", PublicPagesAPIViewSet)
