"""Loads the demo: all of it or nothing, and only into a site that has no newsletter yet."""

import json
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import Model
from wagtail.models import Locale, Page

from home.models import EntriesPage, EventsPage, HomePage, OrganisationsPage, StandingPage
from home.site import create_home
from images.models import Picture
from kensite.demo import april_2021, january_2021, october_2020
from kensite.demo.build import Builder
from kensite.demo.translate import translate
from newsletters.models import IssuePage, Kind, NewsletterIndexPage, Organisation
from search.models import Synonyms

PICTURES = Path(__file__).parent / "pictures"
ISSUES = (october_2020, january_2021, april_2021)
CREDIT = "kensite, CC0"
ORGANISATIONS: dict[str, dict[str, Any]] = {
    "ecre": {"country": "BE", "kind": Kind.ALLIANCE, "website": "https://ecre.org/"},
    "human-asia": {"country": "KR", "kind": Kind.NGO, "website": "https://humanasia.org/"},
    "ken": {"kind": Kind.ALLIANCE},
    "riverside": {"country": "KR", "kind": Kind.NGO, "logo": "river"},
}
SYNONYMS = (
    ("EU", "European Union", "유럽연합"),
    ("NHRCK", "National Human Rights Commission of Korea", "국가인권위원회"),
    ("CSO", "civil society organisation", "시민사회단체"),
    ("COVID-19", "코로나19"),
)


def words_of(package: ModuleType | str, language: str) -> ModuleType:
    """The words of an issue (or of the site) in one language."""
    name = package if isinstance(package, str) else package.__name__
    return import_module(f"{name}.{language}")


@transaction.atomic
def load_demo(say: Callable[[str], Any] = print) -> bool:
    """Load the demo; False, with nothing touched, if there is a newsletter already."""
    if NewsletterIndexPage.objects.exists():
        return False
    return bool(Loader(say).run())


class Loader:
    """Makes every page in English and then in each other language."""

    def __init__(self, say: Callable[[str], Any]) -> None:
        self.say = say
        self.languages = [code for code, _name in settings.LANGUAGES if code != "en"]
        self.site = "kensite.demo.site"

    def run(self) -> HomePage:
        """Load everything, from what others refer to up to what refers to it."""
        self.say("Loading the demo: pictures …")
        self.builder = Builder(
            {file.stem: add_picture(file).pk for file in sorted(PICTURES.glob("*.webp"))}, {}
        )
        home = create_home(**self.home_fields(words_of(self.site, "en")))
        publish(home)
        self.say("Loading the demo: organisations …")
        for key in ORGANISATIONS:
            fields = partial(self.organisation_fields, key)
            self.builder.organisations[key] = self.add(Organisation(), fields).pk
        self.translate(home, self.home_fields)
        index = self.add(NewsletterIndexPage(slug="newsletters"), index_fields, parent=home)
        for issue in ISSUES:
            self.say(f"Loading the demo: {issue.SLUG} …")
            page = IssuePage(slug=issue.SLUG, edition_date=issue.EDITION_DATE)
            self.add(page, partial(self.issue_fields, issue), parent=index, package=issue)
        self.say("Loading the demo: the other pages …")
        for page, in_menu in other_pages():
            fields = partial(page_fields, page.slug.upper(), in_menu)
            self.add(page, fields, parent=HomePage.objects.get(pk=home.pk))
        Synonyms.objects.bulk_create(Synonyms(words="\n".join(words)) for words in SYNONYMS)
        return home

    def add(
        self,
        instance: Any,
        fields: Callable[[ModuleType], dict],
        parent: Page | None = None,
        package: ModuleType | None = None,
    ) -> Any:
        """Publish `instance` with its English fields, then its translations."""
        words = words_of(package or self.site, "en")
        instance.locale = Locale.get_default()
        for name, value in fields(words).items():
            setattr(instance, name, value)
        if parent:
            parent.add_child(instance=instance)
        else:
            instance.save()
        publish(instance)
        self.translate(instance, fields, package)
        return instance

    def translate(
        self,
        instance: Any,
        fields: Callable[[ModuleType], dict],
        package: ModuleType | None = None,
    ) -> None:
        """Translate `instance` into every other language, and publish that."""
        for language in self.languages:
            twin = type(instance)(locale=instance.locale)
            for name, value in fields(words_of(package or self.site, language)).items():
                setattr(twin, name, value)
            translate(instance, twin, Locale.objects.get(language_code=language))

    def home_fields(self, words: ModuleType) -> dict[str, Any]:
        """HomePage's fields in one language."""
        return {
            "title": words.HOME_TITLE,
            "headline": words.HOME_HEADLINE,
            "introduction": words.HOME_INTRODUCTION,
            "search_description": words.HOME_SEARCH_DESCRIPTION,
            "rhythm": words.RHYTHM,
            "contact_title": words.CONTACT_TITLE,
            "contact_text": words.CONTACT_TEXT,
            "contact_email": "ken@example.org",
            "disclaimer": words.DISCLAIMER,
        }

    def organisation_fields(self, key: str, words: ModuleType) -> dict[str, Any]:
        """Organisation's fields in one language."""
        prefix = key.upper().replace("-", "_")
        facts = {**ORGANISATIONS[key]}
        mark = facts.pop("logo", key)
        return {
            **facts,
            "logo_id": self.builder.pictures[f"mark-{mark}"],
            "name": getattr(words, f"{prefix}_NAME"),
            "short_name": getattr(words, f"{prefix}_SHORT_NAME"),
            "membership": getattr(words, f"{prefix}_MEMBERSHIP"),
            "description": getattr(words, f"{prefix}_DESCRIPTION"),
        }

    def issue_fields(self, issue: ModuleType, words: ModuleType) -> dict[str, Any]:
        """IssuePage's fields in one language."""
        block = IssuePage._meta.get_field("body").stream_block
        raw = self.builder.stored(block, issue.body(words), issue.SLUG)
        return {
            "title": words.TITLE,
            "summary": words.SUMMARY,
            "search_description": words.SEARCH_DESCRIPTION,
            "cover_id": self.builder.pictures[issue.COVER],
            "cover_alt": words.COVER_ALT,
            "body": json.dumps(raw, default=str),
        }


def other_pages() -> list[tuple[Page, bool]]:
    """The pages beside the archive, in their order; the first ones are in the menu."""
    return [
        (EntriesPage(slug="interviews", kind="interview"), True),
        (EntriesPage(slug="news", kind="news"), True),
        (EventsPage(slug="events"), True),
        (OrganisationsPage(slug="organisations"), True),
        (StandingPage(slug="about"), True),
        (StandingPage(slug="contact"), False),
        (StandingPage(slug="privacy"), False),
        (StandingPage(slug="accessibility"), False),
    ]


def page_fields(prefix: str, in_menu: bool, words: ModuleType) -> dict[str, Any]:
    """The fields of a page beside the archive."""
    found = {
        "title": getattr(words, f"{prefix}_TITLE"),
        "introduction": getattr(words, f"{prefix}_INTRODUCTION"),
        "search_description": getattr(words, f"{prefix}_SEARCH_DESCRIPTION"),
        "show_in_menus": in_menu,
    }
    if body := getattr(words, f"{prefix}_BODY", ""):
        found["body"] = body
    return found


def index_fields(words: ModuleType) -> dict[str, Any]:
    """NewsletterIndexPage's fields in one language."""
    return {
        "title": words.NEWSLETTERS_TITLE,
        "introduction": words.NEWSLETTERS_INTRODUCTION,
        "search_description": words.NEWSLETTERS_SEARCH_DESCRIPTION,
        "show_in_menus": True,
    }


def add_picture(file: Path) -> Picture:
    """Add one of the demo's pictures to the library."""
    title = file.stem.replace("-", " ").capitalize()
    picture = Picture(title=title, credit=CREDIT, licence="CC0 1.0")
    with file.open("rb") as content:
        picture.file = File(content, name=f"demo-{file.name}")
        picture.save()
    return picture


def publish(instance: Model) -> None:
    """Publish as an editor would: through a revision."""
    instance.save_revision().publish()
