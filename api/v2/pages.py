"""`pages/`: what is public, in every language."""

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import Http404
from django.utils import translation
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.api.v2.serializers import PageSerializer
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.fields import RichTextField
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet
from wagtail.rich_text import expand_db_html

from api.v2.hardened import Hardened
from newsletters.blocks.base import absolute_links
from publishing.public import public


class RichText(serializers.CharField):
    """Rich text as a reader gets it: links public, in the page's language, and absolute."""

    def to_representation(self, value: str) -> str:
        """HTML."""
        return absolute_links(expand_db_html(value))


class PublicPageSerializer(PageSerializer):
    """A page's fields; Wagtail would show the database's form of rich text."""

    serializer_field_mapping = {**PageSerializer.serializer_field_mapping, RichTextField: RichText}


class PublicPagesAPIViewSet(Hardened, PagesAPIViewSet):
    """Pages in every language."""

    base_serializer_class = PublicPageSerializer

    def get_base_queryset(self) -> PageQuerySet:
        """Public pages of the site, in all languages, without aliases and Wagtail's root."""
        if not hasattr(self, "_public_pages"):
            self._public_pages = public().filter(depth__gt=1, alias_of__isnull=True)
            if "search" in self.request.GET:  # engines filter by what they have indexed only
                found = self._public_pages.values("pk")
                self._public_pages = Page.objects.filter(id__in=found)
        return self._public_pages

    def get_queryset(self) -> PageQuerySet:
        """The pages asked for, with what each row needs."""
        return super().get_queryset().select_related("locale", "content_type")

    def detail_view(self, request: Request, pk: int) -> Response:
        """One page; its links lead to its own language whatever the client's headers say."""
        page = self.get_object()
        with translation.override(page.locale.language_code):
            return super().detail_view(request, pk)

    def listing_view(self, request: Request) -> Response:
        """A list of pages, in the language asked for."""
        asked = request.GET.get("locale")
        # only languages we have: Django keeps a catalogue for each one that is ever activated
        language = asked if asked in dict(settings.LANGUAGES) else translation.get_language()
        with translation.override(language):
            return super().listing_view(request)

    def find_view(self, request: Request) -> Response:
        """The page at `html_path`, in any language, or with `id`; at once, without a redirect."""
        pk = request.GET.get("id")
        if pk is None and not request.GET.get("html_path"):
            raise BadRequestError("html_path or id is required")
        if pk is not None and not (pk.isascii() and pk.isdigit()):
            raise BadRequestError("id must be a whole number")
        pages = self.get_queryset().filter(pk=pk) if pk else self.at(request.GET["html_path"])
        found = pages.values_list("pk", flat=True).first()
        if found is None:
            raise Http404("there is no public page there")
        self.action, self.kwargs = "detail_view", {"pk": found}
        return self.detail_view(request, found)

    def at(self, html_path: str) -> PageQuerySet:
        """The public page with this address, if there is one."""
        if "\x00" in html_path:
            raise BadRequestError("null characters are not allowed")
        try:
            path = urlsplit(html_path).path
        except ValueError as error:  # such as //[x
            raise Http404("there is no public page there") from error
        parts = [part for part in unquote(path).split("/") if part]
        languages = dict(settings.LANGUAGES)
        default = settings.LANGUAGE_CODE
        language = parts.pop(0) if parts and parts[0] in languages else default
        roots = {root.language_code: root.root_path for root in Site.get_site_root_paths()}
        if language not in roots:
            return self.get_queryset().none()
        path = "".join(f"{part}/" for part in parts)
        return self.get_queryset().filter(url_path=roots[language].rstrip("/") + "/" + path)
