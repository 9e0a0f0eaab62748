"""Links in rich text: to what anybody may see, loaded ahead for many texts if somebody did."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol

from django.utils.html import escape
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.rich_text.pages import PageLinkHandler

from publishing.public import in_public_collection, public


class Targets(Protocol):
    """Where links lead; None if it is nothing that anybody may see."""

    def page_url(self, pk: int) -> str | None:
        """The address of a page."""

    def document_url(self, pk: int) -> str | None:
        """The address of a file."""


loaded: ContextVar[Targets | None] = ContextVar("loaded", default=None)


@contextmanager
def loaded_links(targets: Targets) -> Iterator[None]:
    """While open, rich text is expanded from `targets`, with no query."""
    token = loaded.set(targets)
    try:
        yield
    finally:
        loaded.reset(token)


def opening_tag(url: str | None) -> str:
    """A link, or what is left of one that leads nowhere."""
    return f'<a href="{escape(url)}">' if url else "<a>"


def number(attrs: dict) -> int:
    """The primary key in a link; 0, which nothing has, if it is none."""
    text = str(attrs.get("id", ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


class PublicPageLinkHandler(PageLinkHandler):
    """A link to a page that not everybody may see loses its address."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        """The opening tags: to the page in the reader's language if it is public there."""
        if targets := loaded.get():
            return [opening_tag(targets.page_url(number(attrs))) for attrs in attrs_list]
        choices = [(p.localized, p) if p else () for p in cls.get_many(attrs_list)]
        pks = {page.pk for pages in choices for page in pages}
        visible = set(public().filter(pk__in=pks).values_list("pk", flat=True))
        found = [next((p for p in pages if p.pk in visible), None) for pages in choices]
        return [opening_tag(page and page.url) for page in found]


class PublicDocumentLinkHandler(DocumentLinkHandler):
    """A link to a file of a private collection loses its address."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        """The opening tags."""
        if targets := loaded.get():
            return [opening_tag(targets.document_url(number(attrs))) for attrs in attrs_list]
        documents = cls.get_model().objects.filter(
            in_public_collection(), pk__in=[number(attrs) for attrs in attrs_list]
        )
        found = {document.pk: document.url for document in documents}
        return [opening_tag(found.get(number(attrs))) for attrs in attrs_list]
