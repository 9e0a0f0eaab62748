"""An issue in three languages with its mirrors, and everything that might tell a reader of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.test import Client
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation
from wagtail_localize.operations import TranslationCreator

from api.v1.endpoint import endpoints
from home.models import OrganisationsPage
from localization.publish import publish_translation
from newsletters.models import IssuePage, NewsletterIndexPage, Organisation
from tests.localization.conftest import block, in_korean, into_korean, text, translate

WORD = "whisper"
LANGUAGES = ("en", "ko", "fr")


@dataclass
class Family:
    """The pages of one issue, which hold `WORD` in every language."""

    english: IssuePage
    korean: IssuePage
    french: IssuePage  # written by hand: wagtail-localize does not know that it is a translation
    mirrors: list[Page]

    @property
    def pages(self) -> list[Page]:
        """All of them, as they are now."""
        pks = [page.pk for page in (self.english, self.korean, self.french, *self.mirrors)]
        return list(Page.objects.filter(pk__in=pks).order_by("pk"))


def blocks() -> list[dict]:
    """One of every sort that something is made of elsewhere."""
    organisation = Organisation.objects.filter(locale__language_code="en").first().pk
    event = {"title": f"{WORD} event", "summary": f"<p>{WORD}</p>", "precision": "day"}
    place = {"start_date": "2031-05-05", "time_zone": "Asia/Seoul", "venue": WORD}
    interview = {"headline": f"{WORD} headline", "person": WORD, "introduction": f"<p>{WORD}</p>"}
    profile = {"organisation": organisation, "person": WORD, "story": f"<p>{WORD}</p>"}
    return [
        text("11111111-0000-4000-8000-000000000001", f"<p>{WORD} text.</p>"),
        block("event", "22222222-0000-4000-8000-000000000002", **event, **place),
        block("interview", "33333333-0000-4000-8000-000000000003", **interview, questions=[]),
        block("cso_profile", "44444444-0000-4000-8000-000000000004", **profile),
    ]


def french_of(page: Page) -> Page:
    """A page in French that nobody submitted."""
    french = Locale.objects.get(language_code="fr")
    twin = page.specific.copy_for_translation(french)
    Page.objects.filter(pk=twin.pk).update(live=True)
    return type(twin).objects.get(pk=twin.pk)


def grow(add_issue, *, live: bool = True) -> Family:
    """The whole family; as drafts if it is not `live`."""
    archive = NewsletterIndexPage.objects.get(locale__language_code="en", slug="newsletters")
    english = add_issue(*blocks(), title=f"{WORD} title", search_description=WORD)
    translate(english, prefix="속삭임 ")
    publish_translation(into_korean(english))
    Locale.objects.get_or_create(language_code="fr")
    for page in (archive.get_parent(), archive):
        french_of(page)
    french = french_of(english)
    english = IssuePage.objects.get(pk=english.pk)
    place = NewsletterIndexPage.objects.get(locale__language_code="ko", slug="newsletters")
    mirrors = [
        english.create_alias(parent=archive, update_slug="mirror"),
        in_korean(english).create_alias(parent=place, update_slug="mirror"),
    ]
    return Family(english, in_korean(english), french, mirrors)


def outputs(family: Family) -> Iterator[str]:
    """The address of everything that an anonymous reader can ask for about it."""
    yield from ("/sitemap.xml", "/calendar.ics", "/ko/calendar.ics", "/fr/calendar.ics")
    yield from ("/api/v2/pages/?fields=*&limit=50", f"/api/v2/pages/?search={WORD}")
    yield from (f"/api/v1/{one.path}" for one in endpoints() if "{" not in one.path)
    for language in LANGUAGES:
        prefix = "" if language == "en" else f"/{language}"
        yield from (f"{prefix}/search/?q=title", f"{prefix}/nope/")
        yield f"{prefix}/card/{family.english.translation_key}.jpg"
        yield f"{prefix}/calendar/22222222-0000-4000-8000-000000000002.ics"
        yield f"/api/v1/sync/?locale={language}&limit=100"
        for name in ("issues", "entries", "events"):
            yield f"/api/v1/{name}/?locale={language}&fields=full&limit=50"
        yield f"/api/v1/issues/{family.english.translation_key}/?locale={language}&fallback=en"
        yield f"/api/v1/search/?q={WORD[:5]}&locale={language}"
        yield f"/api/v1/suggest/?q={WORD[:5]}&locale={language}"
    for page in OrganisationsPage.objects.all():
        yield from (f"{page.get_url()}{o.slug}/" for o in Organisation.objects.all()[:1])
    for page in Page.objects.filter(depth__gt=1).exclude(slug__in=["home"]):
        if page.slug in ("newsletters", "events", "interviews", "news") or page.depth == 2:
            yield page.get_url()
    october = IssuePage.objects.filter(slug__in=["october-2020", "april-2021"])  # its neighbours
    yield from (page.get_url() for page in october)
    for page in family.pages:
        address = page.get_url()
        yield from (address, f"{address}?with=ko")
        yield f"/api/v1/lookup/?path={address}"
        yield f"/api/v2/pages/{page.pk}/"
        yield f"/api/v2/pages/?translation_of={page.pk}"
        yield f"/api/v2/pages/find/?html_path={address}"


def leaks(reader: Client, family: Family) -> list[str]:
    """The addresses that tell a reader of it."""
    return [path for path in outputs(family) if tells(reader, path)]


def tells(reader: Client, path: str) -> bool:
    """Whether the answer holds a word of it, or a picture that says one."""
    response = reader.get(path, follow=True)
    if path.partition("?")[0].endswith(".jpg"):
        return response.status_code == 200
    said = response.content.decode().casefold()
    for asked in (WORD[:5], f"q={WORD}", "newsletters/mirror"):  # what an answer may repeat
        said = said.replace(f'"{asked}"', "") if asked in path else said
    return WORD in said or "속삭임" in said or ("/spring/" in said and "/spring" not in path)


def submit(page: Page, code: str) -> Page:
    """The translation that wagtail-localize makes of a page on request."""
    locale = Locale.objects.get(language_code=code)
    TranslationCreator(None, [locale]).create_translations(page)
    assert Translation.objects.filter(source__object_id=page.translation_key).exists()
    return page.get_translation(locale)
