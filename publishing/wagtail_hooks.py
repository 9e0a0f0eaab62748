"""Hooks by which the definition of "public" also holds for pages served and for links."""

from typing import Any

from django.http import Http404, HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry

from publishing.conflicts import note_conflict
from publishing.links import PublicDocumentLinkHandler, PublicPageLinkHandler
from publishing.public import in_its_time

hooks.register("before_edit_page", note_conflict)
hooks.register("before_edit_snippet", note_conflict)


@hooks.register("before_serve_page")
def refuse_out_of_time(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> None:
    """Hide what is not in its time: to the second, not when the scheduled job comes round."""
    if not in_its_time(page):
        raise Http404(f"Page {page.pk} is public from {page.go_live_at} to {page.expire_at}.")


@hooks.register("register_rich_text_features", order=10)
def link_only_to_public_pages(features: FeatureRegistry) -> None:
    """Replace Wagtail's handlers, which print the addresses of private and draft pages too."""
    features.register_link_type(PublicPageLinkHandler)
    features.register_link_type(PublicDocumentLinkHandler)


@hooks.register("insert_global_admin_js")
def scripts() -> SafeString:
    """Addresses of titles in Hangul while they are typed; what is pasted into rich text."""
    names = ["publishing/romanise.js", "publishing/paste.js"]
    script = '<script type="module" src="{}"></script>'
    return format_html_join("", script, ((static(name),) for name in names))
