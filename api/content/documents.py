"""What the API keeps documents of: pages and organisations, rendered in bulk.

A further kind, of an app above this one, is registered with `register`.
"""

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils import translation
from wagtail.models import Page, get_page_models

from api.content import fields, shapes
from api.content.entries import RenderedEntry, entry, render_blocks
from api.content.references import (
    Batch,
    References,
    Scope,
    directories,
    public_pages,
    type_of,
)
from api.content.schema import STRING, URI, Components, nullable
from api.models import Document
from images.representation import absolute
from localization.published import PublishedTranslation, published_translations
from newsletters.blocks.base import objects_from
from newsletters.models import IssuePage, Organisation
from publishing.links import loaded_links
from publishing.public import published


@dataclass
class Rendered:
    """A document: `data` is its whole JSON, `long` names the parts that a summary leaves out."""

    type: str
    key: UUID
    locale: str
    data: dict[str, Any]
    long: set[str]
    sort: str
    path: str = ""
    dependencies: set[str] = field(default_factory=set)
    due_at: datetime | None = None
    expires_at: datetime | None = None
    entries: list[RenderedEntry] = field(default_factory=list)


class Kind(Protocol):
    """A kind of document."""

    name: str

    def concerned(self, keys: dict[str, set[UUID]]) -> set[int]:
        """The primary keys of all objects with these translation keys ("page", "organisation")."""

    def objects(self) -> QuerySet:
        """Those that anybody may see."""

    def render(self, pks: Iterable[int]) -> dict[int, Rendered]:
        """The documents of these, as far as anybody may see them, by primary key."""

    def types(self) -> list[str]:
        """The types of its documents, as the API calls them."""

    def add_schemas(self, components: Components) -> None:
        """What `render` gives, as components: each type by its name, `Issue` for `issue`."""


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a kind of document to the store."""
    KINDS[kind.name] = kind


class Pages:
    """Every page whose model says what the API calls it (`api_type`)."""

    name = "page"

    def models(self) -> list[type[Page]]:
        """The models that the API knows."""
        return [model for model in get_page_models() if hasattr(model, "api_type")]

    def concerned(self, keys: dict[str, set[UUID]]) -> set[int]:
        """All of them, public or not."""
        pages = Page.objects.filter(translation_key__in=keys.get("page", ()))
        return set(pages.values_list("pk", flat=True))

    def objects(self) -> QuerySet:
        """The public ones."""
        return public_pages().exact_type(*self.models())

    def render(self, pks: Iterable[int]) -> dict[int, Rendered]:
        """Model by model."""
        found: dict[int, Rendered] = {}
        types = dict(self.objects().filter(pk__in=list(pks)).values_list("pk", "content_type_id"))
        for content_type in sorted(set(types.values())):
            model: Any = ContentType.objects.get_for_id(content_type).model_class()
            of_type = [pk for pk, its_type in types.items() if its_type == content_type]
            pages = model.objects.filter(pk__in=of_type).select_related("locale")
            found |= render_all(pages, render_page)
        return found

    def types(self) -> list[str]:
        """`issue`, `home` …"""
        return [type_of(model) for model in self.models()]

    def add_schemas(self, components: Components) -> None:
        """`Issue`, `Home` …, and the entries of issues."""
        more = {"title": STRING, "slug": STRING, "url": URI}
        for model in self.models():
            shapes.add_document(components, type_of(model), model, more)
        shapes.add_summary(components, "issue", IssuePage, more)
        shapes.add_entries(components)


class Organisations:
    """The published organisations."""

    name = "organisation"

    def concerned(self, keys: dict[str, set[UUID]]) -> set[int]:
        """All of them, public or not; every one if the page above theirs has changed."""
        found = Organisation.objects.all()
        if not has_directory(keys.get("page", set())):
            found = found.filter(translation_key__in=keys.get("organisation", ()))
        return set(found.values_list("pk", flat=True))

    def objects(self) -> QuerySet:
        """The public ones."""
        return Organisation.objects.filter(published())

    def render(self, pks: Iterable[int]) -> dict[int, Rendered]:
        """All at once."""
        return render_all(self.objects().filter(pk__in=list(pks)), render_organisation)

    def types(self) -> list[str]:
        """`organisation`."""
        return ["organisation"]

    def add_schemas(self, components: Components) -> None:
        """`Organisation`."""
        url = {**nullable(URI), "description": "Its page; null if the website has none of it."}
        shapes.add_document(components, "organisation", Organisation, {"url": url})
        shapes.add_summary(components, "organisation", Organisation, {"url": url})


def has_directory(keys: set[UUID]) -> bool:
    """Whether a page that lists organisations has one of these keys, or had it until now."""
    known = Document.objects.filter(type="organisations", key__in=keys)
    return bool(keys) and (
        directories().filter(translation_key__in=keys).exists() or known.exists()
    )


def render_all(queryset: QuerySet, render: Any) -> dict[int, Rendered]:
    """Load what the instances name, then `render` each in its own language."""
    instances = list(queryset)
    if not instances:
        return {}
    model, references = type(instances[0]), References()
    for instance in instances:
        for name in fields.names_of(model):
            fields.collect(model._meta.get_field(name), instance, references)
    batch = Batch(instances, references)
    translations = published_translations(instances)
    return {i.pk: rendered(i, batch, translations[i.pk], render) for i in instances}


def rendered(
    instance: Any, batch: Batch, translated: PublishedTranslation, render: Any
) -> Rendered:
    """One document, with everything it names coming from the batch."""
    scope = Scope(batch, instance.locale_id)
    scope.expire(instance.expire_at)
    with ExitStack() as stack:
        stack.enter_context(translation.override(instance.locale.language_code))
        stack.enter_context(loaded_links(scope))
        stack.enter_context(objects_from(scope.lookup))
        document = render(instance, scope, translated)
    document.dependencies = scope.dependencies
    document.due_at = min(scope.due, default=None)
    document.expires_at = min(scope.expiries, default=None)
    return document


def base(instance: Any, translated: PublishedTranslation, links: list[dict]) -> dict[str, Any]:
    """What every document starts with."""
    language = instance.locale.language_code
    return {
        "locale_requested": language,
        "is_fallback": False,
        "id": instance.pk,
        "key": str(instance.translation_key),
        "type": type_of(type(instance)),
        "locale": language,
        "first_published_at": instance.first_published_at,
        "last_published_at": instance.last_published_at,
        "translation": translation_info(translated),
        "translations": links,
    }


def translation_info(translated: Any) -> dict[str, Any]:
    """A document's or a passage's state as JSON."""
    return {
        "state": str(translated.state),
        "source_locale": translated.source_locale,
        "source_changed": translated.source_changed,
    }


def own_fields(instance: Any, scope: Scope, leave_out: str = "") -> tuple[dict[str, Any], set[str]]:
    """The model's fields as JSON, and the names of the long ones."""
    names = [name for name in fields.names_of(type(instance)) if name != leave_out]
    found = {name: instance._meta.get_field(name) for name in names}
    data = {name: fields.serialise(field, instance, scope) for name, field in found.items()}
    return data, {name for name, field in found.items() if fields.is_long(field)}


def render_page(page: Any, scope: Scope, translated: PublishedTranslation) -> Rendered:
    """A page; an issue with its blocks and an entry for each."""
    scope.dependencies.add(f"page:{page.translation_key}")
    is_issue = isinstance(page, IssuePage)
    data, long = own_fields(page, scope, leave_out="body" if is_issue else "")
    url = page.get_full_url()
    links = translation_links(scope.translations(page))
    document = Rendered(
        type=type_of(type(page)),
        key=page.translation_key,
        locale=page.locale.language_code,
        data=base(page, translated, links)
        | {"title": page.title, "slug": page.slug, "url": url}
        | data,
        long=long,
        sort=sort_key(page),
        path=page.get_url()[:2000],
    )
    if is_issue:
        document.data["body"] = render_blocks(page, scope, translated)
        document.long.add("body")
        document.entries = [
            entry(page, block, data, position, scope)
            for position, (block, data) in enumerate(
                zip(page.body, document.data["body"], strict=True)
            )
        ]
    return document


def translation_links(pages: list[Page]) -> list[dict[str, Any]]:
    """A page's translations, as documents name them."""
    return [
        {"id": p.pk, "locale": p.locale.language_code, "title": p.title, "url": p.get_full_url()}
        for p in pages
    ]


def sort_key(page: Any) -> str:
    """Issues by their date, other pages by their place in the tree."""
    if hasattr(page, "edition_date"):
        return f"{page.edition_date or '0000-00-00'}#{page.pk:012d}"
    return page.path


def render_organisation(
    organisation: Organisation, scope: Scope, translated: PublishedTranslation
) -> Rendered:
    """An organisation."""
    key, locale = organisation.translation_key, organisation.locale.language_code
    scope.dependencies.add(f"organisation:{key}")
    twins = scope.batch.organisations.get(key, [])
    links = [twin_link(twin, scope) for twin in twins if twin.pk != organisation.pk]
    data, long = own_fields(organisation, scope)
    sort = f"{organisation.name.casefold()[:200]}#{organisation.pk:012d}"
    path = path_of(organisation, scope)
    data = base(organisation, translated, links) | {"url": absolute(path) if path else None} | data
    return Rendered("organisation", key, locale, data, long, sort, path)


def path_of(organisation: Organisation, scope: Scope) -> str:
    """The address of an organisation's page, from the site's root; empty if it has none."""
    directory = scope.directory(organisation)
    return f"{directory.get_url()}{organisation.slug}/" if directory else ""


def twin_link(twin: Organisation, scope: Scope) -> dict[str, Any]:
    """The organisation in another language, as its document names it."""
    scope.expire(twin.expire_at)
    path = path_of(twin, scope)
    link = {"id": twin.pk, "locale": twin.locale.language_code, "title": twin.name}
    return {**link, "url": absolute(path)} if path else link


register(Pages())
register(Organisations())
