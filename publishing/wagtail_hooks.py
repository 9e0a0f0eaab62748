"""Hooks by which the definition of "public" also holds for pages served and for links."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.html import escape
from wagtail import hooks
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.rich_text.pages import PageLinkHandler

from publishing.public import public


@hooks.register("before_serve_page")
def refuse_expired(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> None:
    """Expired is gone at once, not only when the scheduled job comes round."""
    if page.expire_at and page.expire_at <= timezone.now():
        raise Http404(f"Page {page.pk} expired at {page.expire_at}.")


class PublicPageLinkHandler(PageLinkHandler):
    """A link in rich text to a page that not everybody may see loses its address."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        """The opening tags: to the page in the reader's language if it is public there."""
        choices = [(p.localized, p) if p else () for p in cls.get_many(attrs_list)]
        pks = {page.pk for pages in choices for page in pages}
        visible = set(public().filter(pk__in=pks).values_list("pk", flat=True))
        targets = [next((p for p in pages if p.pk in visible), None) for pages in choices]
        return [f'<a href="{escape(page.url)}">' if page else "<a>" for page in targets]


@hooks.register("register_rich_text_features", order=10)
def link_only_to_public_pages(features: FeatureRegistry) -> None:
    """Replace Wagtail's handler, which prints the addresses of private and draft pages too."""
    features.register_link_type(PublicPageLinkHandler)
