"""An issue as an editor changes it, and its Korean as a translator does."""

import json
from collections.abc import Callable

import pytest
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from newsletters.models import IssuePage, NewsletterIndexPage
from publishing.ids import derived


@pytest.fixture
def add_issue(publish, db) -> Callable[..., IssuePage]:
    """Publish a new English issue: `add_issue(block("text", "a", text="<p>Hello.</p>"))`."""

    def add(*blocks: dict, **fields: object) -> IssuePage:
        index = NewsletterIndexPage.objects.get(locale__language_code="en")
        facts = {"title": "Spring", "slug": "spring", "edition_date": "2026-03-01"} | fields
        page = IssuePage(summary="A summary.", locale=index.locale, live=False, **facts)
        page.body = json.dumps(list(blocks))
        index.add_child(instance=page)
        return publish(page)

    return add


def block(kind: str, name: str, **value: object) -> dict:
    """A block as it is stored."""
    return {"type": kind, "id": name, "value": value}


def block_id(page: Page, name: str) -> str:
    """The id that a block of the page was given when it was saved under this name."""
    return derived(page.translation_key, name)


def text(name: str, html: str) -> dict:
    return block("text", name, text=html)


def into_korean(page: Page) -> Translation:
    return Translation.objects.get(
        source__object_id=page.translation_key, target_locale__language_code="ko"
    )


def in_korean(page: Page) -> Page:
    return type(page).objects.get(translation_key=page.translation_key, locale__language_code="ko")


def translate(page: Page, *, only: str = "", prefix: str = "한 ") -> int:
    """Translate what is not translated yet (whose English contains `only`) as “한 …”."""
    translation = into_korean(page)
    segments = StringSegment.objects.filter(source=translation.source, string__data__contains=only)
    missing = segments.annotate_translation(translation.target_locale).filter(translation=None)
    for segment in missing:
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=translation.target_locale,
            defaults={"data": prefix + segment.string.data, "translation_type": "manual"},
        )
    return len(missing)
