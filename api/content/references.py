"""What documents name, loaded once for a whole batch, and what each of them may show of it."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Model, OuterRef, Q
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page, Site, get_page_models
from wagtail.query import PageQuerySet

from images.models import Picture, public_pictures
from images.representation import absolute, image_representation
from newsletters.models import Organisation
from publishing.public import in_public_collection, is_published, public


def public_pages(pages: PageQuerySet | None = None) -> PageQuerySet:
    """Those of `pages` (of all, if none are given) that the API tells of.

    What anybody may see, on the site or a translation of it. Aliases are no content of their own.
    """
    under_a_home = Q(pk__in=[])
    for root in Site.get_site_root_paths():
        under_a_home |= Q(url_path__startswith=root.root_path)
    return public(pages).filter(under_a_home, alias_of__isnull=True)


def directories() -> PageQuerySet:
    """The pages, public or not, below which organisations have theirs: one in each language."""
    models = [model for model in get_page_models() if type_of(model) == "organisations"]
    return Page.objects.exact_type(*models).select_related("locale").order_by("path")


def type_of(model: type[Model]) -> str:
    """What the API calls objects of this model."""
    return getattr(model, "api_type", None) or str(model._meta.model_name)


@dataclass
class References:
    """The primary keys that raw content names."""

    images: set[int] = field(default_factory=set)
    pages: set[int] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)
    organisations: set[int] = field(default_factory=set)


class Batch:
    """The things named by several instances, each kind in one query."""

    def __init__(self, instances: Iterable[Any], references: References) -> None:
        keys = {i.translation_key for i in instances if isinstance(i, Page)}
        self.pages, self.page_keys = load_pages(keys, references.pages)
        self.pages_by_pk = {page.pk: page for page in self.pages.values()}
        self.organisations, self.organisation_keys = load_organisations(
            {i.translation_key for i in instances if isinstance(i, Organisation)},
            references.organisations,
        )
        logos = {o.logo_id for twins in self.organisations.values() for o in twins if o.logo_id}
        self.images = load_images(references.images | logos)
        self.documents = load_documents(references.documents)

    @cached_property
    def directories(self) -> dict[int, Page]:
        """The public directory of organisations in each language, by locale id."""
        return {page.locale_id: page for page in reversed(public_pages(directories()))}


def load_pages(keys: set[UUID], pks: set[int]) -> tuple[dict[tuple[UUID, int], Page], dict]:
    """The public pages with these keys or of these pks, in all languages, by key and locale id.

    And the key of every page, public or not, by its pk.
    """
    if not (keys or pks):
        return {}, {}
    named = Page.objects.filter(pk__in=pks).values("translation_key")
    pages = Page.objects.filter(Q(translation_key__in=keys) | Q(translation_key__in=named))
    visible = Exists(public_pages().filter(pk=OuterRef("pk")))
    found = list(pages.annotate(visible=visible).select_related("locale").order_by("pk"))
    shown = {(p.translation_key, p.locale_id): p for p in found if p.visible}
    return shown, {p.pk: p.translation_key for p in found}


def load_organisations(keys: set[UUID], pks: set[int]) -> tuple[dict[UUID, list], dict[int, UUID]]:
    """The published organisations, all languages of each by its key; and every key by pk."""
    if not (keys or pks):
        return {}, {}
    named = Organisation.objects.filter(pk__in=pks).order_by().values("translation_key")
    found = Organisation.objects.filter(
        Q(translation_key__in=keys) | Q(translation_key__in=named)
    ).order_by("locale_id")
    twins: dict[UUID, list] = {}
    all_keys = {}
    for organisation in found:
        all_keys[organisation.pk] = organisation.translation_key
        if is_published(organisation):
            twins.setdefault(organisation.translation_key, []).append(organisation)
    return twins, all_keys


def load_images(pks: set[int]) -> dict[int, Picture]:
    """The pictures of public collections with all their renditions, by pk."""
    if not pks:
        return {}
    return {picture.pk: picture for picture in public_pictures().filter(pk__in=pks)}


def load_documents(pks: set[int]) -> dict[int, AbstractDocument]:
    """The files of public collections, by pk."""
    if not pks:
        return {}
    documents = get_document_model().objects.filter(in_public_collection(), pk__in=pks)
    return {document.pk: document for document in documents}


class Scope:
    """What one document may show of its batch, in its language.

    Notes on the way what the document depends on, also where there is nothing to show yet, and
    when time alone will change it.
    """

    def __init__(self, batch: Batch, locale_id: int) -> None:
        self.batch = batch
        self.locale_id = locale_id
        self.dependencies: set[str] = set()
        self.due: list[datetime] = []
        self.expiries: list[datetime] = []

    def note(self, moment: datetime | None) -> None:
        """At this moment the document will have to say something else."""
        if moment and moment > timezone.now():
            self.due.append(moment)

    def expire(self, moment: datetime | None) -> None:
        """At this moment the document will say something that is not public any more."""
        if moment:
            self.note(moment)
            self.expiries.append(moment)

    def shown_page(self, pk: int) -> Page | None:
        """The public page `pk`, in the document's language if it is public in that."""
        key = self.batch.page_keys.get(pk)
        if key is None:
            return None
        self.dependencies.add(f"page:{key}")
        page = self.batch.pages.get((key, self.locale_id)) or self.batch.pages_by_pk.get(pk)
        if page:
            self.expire(page.expire_at)
        return page

    def translations(self, page: Page) -> list[Page]:
        """The page in the other languages that it is public in."""
        found = [
            other
            for (key, locale), other in self.batch.pages.items()
            if key == page.translation_key and locale != page.locale_id
        ]
        for other in found:
            self.expire(other.expire_at)
        return sorted(found, key=lambda other: other.path)

    def page(self, pk: int) -> dict[str, Any] | None:
        """A PageLink; None if there is nothing to link to."""
        page = self.shown_page(pk)
        return page_link(page) if page else None

    def page_url(self, pk: int) -> str | None:
        """The page's address."""
        page = self.shown_page(pk)
        return page.get_full_url() if page else None

    def document(self, pk: int) -> dict[str, Any] | None:
        """A file to download; None if it is private or deleted."""
        self.dependencies.add(f"document:{pk}")
        document = self.batch.documents.get(pk)
        return document and {
            "id": document.pk,
            "title": document.title,
            "url": absolute(document.url),
            "size": document.file_size,
            "type": document.content_type,
        }

    def document_url(self, pk: int) -> str | None:
        """The file's address."""
        document = self.document(pk)
        return document["url"] if document else None

    def picture(self, pk: int) -> Picture | None:
        """The picture; None if it is private or deleted."""
        self.dependencies.add(f"image:{pk}")
        return self.batch.images.get(pk)

    def image(self, pk: int | None, alt: str | None, *, decorative: bool) -> dict | None:
        """The picture as JSON."""
        picture = self.picture(pk) if pk else None
        return picture and image_representation(picture, alt, decorative=decorative)

    def organisation(self, pk: int) -> Organisation | None:
        """The organisation in the document's language, else as it was chosen, else in any."""
        key = self.batch.organisation_keys.get(pk)
        if key is None:
            return None
        self.dependencies.add(f"organisation:{key}")
        twins = self.batch.organisations.get(key, [])
        wanted = sorted(twins, key=lambda o: (o.locale_id != self.locale_id, o.pk != pk))
        return self.with_logo(wanted[0]) if wanted else None

    def directory(self, organisation: Organisation) -> Page | None:
        """The public page below which the organisation has its own, in its language."""
        page = self.batch.directories.get(organisation.locale_id)
        self.expire(page.expire_at if page else None)
        return page

    def with_logo(self, organisation: Organisation) -> Organisation:
        """A copy of the organisation whose logo is there already."""
        found = copy(organisation)
        found._state = copy(organisation._state)
        found._state.fields_cache = {**organisation._state.fields_cache}
        found.logo = self.picture(organisation.logo_id) if organisation.logo_id else None
        self.expire(organisation.expire_at)
        return found

    def lookup(self, model: type[Model], pk: int) -> Model | None:
        """What a block names; see newsletters.blocks.base.objects_from."""
        return self.organisation(pk) if model is Organisation else self.picture(pk)


def page_link(page: Page) -> dict[str, Any]:
    """A page as other documents speak of it."""
    content_type = ContentType.objects.get_for_id(page.content_type_id)
    return {
        "id": page.pk,
        "key": str(page.translation_key),
        "type": type_of(content_type.model_class() or Page),
        "locale": page.locale.language_code,
        "title": page.title,
        "url": page.get_full_url(),
    }
