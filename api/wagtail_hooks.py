"""Hears of what the admin changes without a signal."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.documents import get_document_model

from api.store.marks import mark


@hooks.register("after_bulk_action")
def mark_documents(request: HttpRequest, action: str, objects: Iterable, view: Any) -> None:
    """Many documents were put into another collection, by one SQL statement."""
    documents = [found for found in objects if found.pk and isinstance(found, get_document_model())]
    mark(f"document:{document.pk}" for document in documents)
