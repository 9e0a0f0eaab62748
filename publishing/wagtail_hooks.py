"""Hooks by which the definition of "public" also holds for pages served and for links."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from wagtail import hooks
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry

from publishing.links import PublicDocumentLinkHandler, PublicPageLinkHandler


@hooks.register("before_serve_page")
def refuse_expired(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> None:
    """Expired is gone at once, not only when the scheduled job comes round."""
    if page.expire_at and page.expire_at <= timezone.now():
        raise Http404(f"Page {page.pk} expired at {page.expire_at}.")


@hooks.register("register_rich_text_features", order=10)
def link_only_to_public_pages(features: FeatureRegistry) -> None:
    """Replace Wagtail's handlers, which print the addresses of private and draft pages too."""
    features.register_link_type(PublicPageLinkHandler)
    features.register_link_type(PublicDocumentLinkHandler)
