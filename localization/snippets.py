"""Translated snippets: what to show while a translation is not published yet."""

from typing import TypeVar

from wagtail.models import DraftStateMixin

from publishing.public import is_published, published

Snippet = TypeVar("Snippet", bound=DraftStateMixin)


def displayable(snippet: Snippet) -> Snippet | None:
    """The snippet, or its published twin in another language; None if nobody may see any of them.

    A draft translation holds untranslated text; showing the twin, which knows its own language,
    lets a page mark the passage with `lang`.
    """
    if is_published(snippet):
        return snippet
    twins = snippet.get_translations().filter(published())
    return twins.order_by("locale_id").first()
