"""An archive of any size: copies of the demo's issue of October 2020, with more links."""

import json
from collections.abc import Callable
from typing import Any

from api.store import sequencer
from newsletters.models import IssuePage, NewsletterIndexPage


def october() -> IssuePage:
    """The issue with most in it."""
    return IssuePage.objects.get(slug="october-2020", locale__language_code="en")


def with_links(original: IssuePage) -> str:
    """Its blocks, and ten paragraphs that link to three pages each, as newsletters do."""
    pages = IssuePage.objects.filter(locale=original.locale).values_list("pk", flat=True)
    links = "".join(f'<p>See <a linktype="page" id="{pk}">that issue</a>.</p>' for pk in pages[:3])
    blocks = [
        {"type": "text", "id": f"links-{number}", "value": {"text": links}} for number in range(10)
    ]
    return json.dumps([*original.body.get_prep_value(), *blocks])


def grow(size: int, say: Callable[[str], Any]) -> None:
    """Add issues, published, until there are so many in English, and have them rendered."""
    original = october()
    archive = NewsletterIndexPage.objects.get(locale__language_code="en")
    there = IssuePage.objects.filter(locale=archive.locale).count()
    body = with_links(original)
    say(f"An archive of {size} issues …")
    for number in range(there, size):
        archive.add_child(
            instance=IssuePage(
                title=f"Issue {number}",
                slug=f"issue-{number}",
                edition_date=f"{1900 + number // 28}-01-{1 + number % 28:02}",
                summary=original.summary,
                cover=original.cover,
                cover_alt=original.cover_alt,
                body=body,
                locale=archive.locale,
            )
        )
    sequencer.flush(deferred=True)
