"""Where something is used, for screens that ask whether to delete it."""

from typing import Any

from django import template
from django.db.models import Model
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.models import UnpublishView
from wagtail.models import Page

from localization.admin.usage import Usages, deleted_with, usages
from localization.snippets import snippets_deleted_along

register = template.Library()
# What Wagtail's screens for many objects call each of them
ITEMS = ("page", "image", "document", "snippet", "user")


@register.simple_tag(takes_context=True)
def where_used(context: template.Context) -> dict[str, Any]:
    """Where the object that this screen is about is used: what needs it, all, and in the frame."""
    instance = subject(context)
    if instance is None:
        return {}
    known = getattr(context.get("view"), "usage", getattr(instance, "_usage_references", None))
    used = known.in_words if isinstance(known, Usages) else usages(deleted_with(instance))
    finder = AdminURLFinder(context["request"].user)
    for usage in used:
        usage.edit_url = finder.get_edit_url(usage.source)
    needed = [usage for usage in used if usage.is_needed]
    has_children = isinstance(instance, Page) and not instance.is_leaf()  # which are in use
    return {
        "needed": needed,
        "all": used,
        "frame": frame_links(instance),
        "has_children": has_children,
        "edit_url": finder.get_edit_url(instance),
    }


def frame_links(instance: Any) -> list[str]:
    """What every page says of this page, if it is one."""
    said = instance.specific.frame_link() if isinstance(instance, Page) else ""
    return [said] if said else []


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
