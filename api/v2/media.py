"""`images/` and `documents/`: what a public page shows, and no original's address.

Wagtail's own list whatever lies in a collection that is not private: the pictures of drafts and
of issues under embargo, with the addresses of the files as they were uploaded.
"""

from typing import Any

from django.db.models import QuerySet
from rest_framework.fields import CharField, Field
from wagtail.api.v2.filters import FieldsFilter, OrderingFilter
from wagtail.api.v2.serializers import BaseSerializer
from wagtail.api.v2.views import BaseAPIViewSet
from wagtail.documents import get_document_model
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet

from api.store.shown import shown
from api.v2.hardened import Hardened
from images.models import Picture, public_pictures
from images.representation import image_representation
from publishing.public import in_public_collection

ASKED = BaseAPIViewSet.known_query_parameters - {"search", "search_operator"}


class ShownRendition(Field):
    """The picture as a JPEG that every client can show: its pixels and colours, nothing else."""

    def get_attribute(self, instance: Picture) -> Picture:
        """The picture itself."""
        return instance

    def to_representation(self, value: Picture) -> str | None:
        """The address; None if its file is lost."""
        found = image_representation(value, "")
        return found["src"] if found else None


class PublicImageSerializer(BaseSerializer):
    """A picture without the title, which is often what the upload was called."""

    alt = CharField(source="default_alt_text", read_only=True)
    download_url = ShownRendition(read_only=True)


class PublicImagesAPIViewSet(Hardened, ImagesAPIViewSet):
    """The pictures that a public page or organisation shows."""

    base_serializer_class = PublicImageSerializer
    known_query_parameters = ASKED
    filter_backends = [FieldsFilter, OrderingFilter]
    body_fields = [*BaseAPIViewSet.body_fields, "width", "height", "alt", "credit", "licence"]
    meta_fields = [*BaseAPIViewSet.meta_fields, "download_url"]
    listing_default_fields = [*BaseAPIViewSet.listing_default_fields, "alt", "download_url"]
    nested_default_fields = [*BaseAPIViewSet.nested_default_fields, "alt", "download_url"]

    def get_queryset(self) -> QuerySet:
        """Each with its renditions."""
        return shown(public_pictures(), "image").order_by("pk")


class PublicDocumentsAPIViewSet(Hardened, DocumentsAPIViewSet):
    """The files that a public page links to."""

    known_query_parameters = ASKED
    filter_backends = [FieldsFilter, OrderingFilter]
    meta_fields = [*BaseAPIViewSet.meta_fields, "download_url"]
    listing_default_fields = [*BaseAPIViewSet.listing_default_fields, "title", "download_url"]

    def get_queryset(self) -> Any:
        """Only of public collections."""
        documents = get_document_model().objects.filter(in_public_collection())
        return shown(documents, "document").order_by("pk")
