"""The site's frame as the API tells it: its menu, contact and small print, once per language."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from wagtail.models import Page
from wagtail.query import PageQuerySet

from api.content import documents, fields, shapes
from api.content.documents import Rendered, render_all
from api.content.references import Scope, page_link, public_pages
from api.content.schema import LOCALE, STRING, URI, Components, array, closed, ref
from home.models import HomePage, StandingPage
from localization.published import PublishedTranslation

FIELDS = [
    "headline", "rhythm", "contact_title", "contact_text", "contact_email", "social_links",
    "disclaimer",
]  # fmt: skip


class Frames:
    """One for every public home page."""

    name = "site"

    def concerned(self, keys: dict[str, set[UUID]]) -> set[int]:
        """The home pages among the pages."""
        homes = HomePage.objects.filter(translation_key__in=keys.get("page", ()))
        return set(homes.values_list("pk", flat=True))

    def objects(self) -> QuerySet:
        """The public home pages."""
        return public_pages(HomePage.objects.all())

    def render(self, pks: Iterable[int]) -> dict[int, Rendered]:
        """All at once."""
        return render_all(self.objects().filter(pk__in=list(pks)).select_related("locale"), frame)

    def types(self) -> list[str]:
        """`site`."""
        return ["site"]

    def add_schemas(self, components: Components) -> None:
        """`Site`."""
        own = {n: fields.schema(HomePage._meta.get_field(n), components) for n in FIELDS}
        disclaimers = array(closed({"locale": LOCALE, "text": STRING}))
        frame = {
            **shapes.base("site"),
            "name": STRING,
            "url": URI,
            "navigation": array(ref("PageLink")),
            "foot": {**array(ref("PageLink")), "description": "About, privacy and the like."},
            **own,
            "disclaimers": {**disclaimers, "description": "In every language, to be shown."},
        }
        description = "What every page of a language has around it: menu, contact, small print."
        components.add("Site", closed(frame, description=description))


def frame(home: HomePage, scope: Scope, translated: PublishedTranslation) -> Rendered:
    """The frame of the pages below this home page."""
    scope.dependencies |= {f"page:{home.translation_key}", f"children:{home.path}"}
    homes = scope.translations(home)
    children = public_pages(Page.objects.child_of(home)).select_related("locale")
    menu, foot = children.in_menu(), in_foot(children)
    for page in [*menu, *foot]:
        scope.dependencies.add(f"page:{page.translation_key}")
        scope.note(page.expire_at)
    own = {name: fields.serialise(home._meta.get_field(name), home, scope) for name in FIELDS}
    data = documents.base(home, translated, documents.translation_links(homes)) | {
        "type": "site",
        "name": str(settings.WAGTAIL_SITE_NAME),
        "url": home.get_full_url(),
        "navigation": [page_link(page) for page in menu],
        "foot": [page_link(page) for page in foot],
        **own,
        "disclaimers": disclaimers(home, homes),
    }
    language = home.locale.language_code
    return Rendered("site", home.translation_key, language, data, set(), sort=home.path)


def in_foot(children: PageQuerySet) -> PageQuerySet:
    """Those of home's children that every page names at its foot."""
    return children.exact_type(StandingPage).not_in_menu()


def disclaimers(home: HomePage, others: list[Page]) -> list[dict[str, Any]]:
    """The disclaimer in this language, then in the others."""
    homes = [home, *HomePage.objects.filter(pk__in=[o.pk for o in others]).order_by("path")]
    return [
        {"locale": page.locale.language_code, "text": page.disclaimer}
        for page in homes
        if page.disclaimer
    ]
