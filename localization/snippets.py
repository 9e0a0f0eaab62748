"""Translated snippets: what to show while a translation is not published yet."""

from typing import TypeVar

from wagtail.models import DraftStateMixin

Snippet = TypeVar("Snippet", bound=DraftStateMixin)


def displayable(snippet: Snippet) -> Snippet:
    """The snippet, or its source-language twin while this translation is still a draft.

    A draft translation holds untranslated text; showing the twin, which knows its own language,
    lets a page mark the passage with `lang`.
    """
    if snippet.live:
        return snippet
    return snippet.get_translations().filter(live=True).order_by("locale_id").first() or snippet
