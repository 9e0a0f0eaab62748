"""Where something is used, for screens that ask whether to delete it."""

from typing import Any

from django import template
from django.db.models import Model
from wagtail.admin.views.generic.models import UnpublishView

from localization.admin.usage import Usage, deleted_with, usages
from localization.snippets import snippets_deleted_along

register = template.Library()
# What Wagtail's screens for many objects call each of them
ITEMS = ("page", "image", "document", "snippet", "user")


@register.simple_tag(takes_context=True)
def where_used(context: template.Context) -> list[Usage]:
    """Where the object that this screen is about is used."""
    found = subject(context)
    return usages(deleted_with(found), context["request"].user) if found else []


def subject(context: template.Context) -> Any:
    """The object: of many, the one whose turn it is."""
    single = getattr(context.get("view"), "object", None) or context.get("page")
    if isinstance(single, Model):
        return single
    rows = [context[name] for name in ITEMS if isinstance(context.get(name), dict)]
    rows += context.get("items") or []
    return next((row["item"] for row in rows), None)


@register.simple_tag(takes_context=True)
def translations_deleted(context: template.Context) -> list[Any]:
    """The translations of a snippet that are deleted with it; messages name those of a page."""
    found = subject(context)
    if not found or isinstance(context.get("view"), UnpublishView):
        return []
    return snippets_deleted_along(found)
