"""An issue as search engines read it: schema.org's vocabulary as JSON-LD."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from localization.snippets import displayable
from newsletters.blocks.base import plain_text

if TYPE_CHECKING:
    from newsletters.models import IssuePage


def structured_data(page: "IssuePage") -> SafeString:
    """The content of a `<script type="application/ld+json">`: the issue, its events, interviews."""
    graph = [issue(page), *parts(page)]
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    # A title that holds </script> must not end the element
    return mark_safe(text.replace("<", "\\u003c").replace("&", "\\u0026"))


def issue(page: "IssuePage") -> dict[str, Any]:
    """The issue as an article."""
    data = {
        "@type": "NewsArticle",
        "@id": page.full_url,
        "url": page.full_url,
        "headline": page.title,
        "description": page.summary,
        "inLanguage": page.locale.language_code,
        "datePublished": page.edition_date and page.edition_date.isoformat(),
        "dateModified": page.last_published_at and page.last_published_at.isoformat(),
        "publisher": {
            "@type": "Organization",
            "name": str(settings.WAGTAIL_SITE_NAME),
            "url": f"{settings.PUBLIC_URL}/",
        },
    }
    return {name: value for name, value in data.items() if value}


def parts(page: "IssuePage") -> Iterator[dict[str, Any]]:
    """The events and interviews in it, each with its place in the issue."""
    for block in page.body:
        make = MAKERS.get(block.block_type)
        url = f"{page.full_url}#{block.id}"
        if make and (data := make(block.value, url)):
            data |= {"url": url, "inLanguage": page.locale.language_code}
            yield {name: value for name, value in data.items() if value}


def event(value: Any, url: str) -> dict[str, Any] | None:
    """An event; None while its day is unknown, which schema.org demands."""
    if value.first_day is None or value["precision"] == "month":
        return None
    place = value["venue"] and {"@type": "Place", "name": value["venue"], "address": value["venue"]}
    address = value["registration_url"] or url
    online = value["online"] and {"@type": "VirtualLocation", "url": address}
    locations = [location for location in (place, online) if location]
    mode = {(True, True): "Mixed", (False, True): "Online"}.get((bool(place), bool(online)))
    organisers = [displayable(item) for item in value["organisers"] if item]
    return {
        "@type": "Event",
        "name": value["title"],
        "description": plain_text(value["summary"].source),
        "startDate": (value.starts or value.first_day).isoformat(),
        "endDate": (value.ends or value.last_day).isoformat(),
        "eventAttendanceMode": f"https://schema.org/{mode or 'Offline'}EventAttendanceMode",
        "location": locations,
        "organizer": [{"@type": "Organization", "name": each.name} for each in organisers if each],
    }


def interview(value: Any, url: str) -> dict[str, Any]:
    """An interview: an article whose genre says so (schema.org has no type of its own)."""
    return {
        "@type": "Article",
        "genre": "Interview",
        "headline": value["headline"],
        "about": {"@type": "Person", "name": value["person"], "jobTitle": value["role"]},
        "description": value["pull_quote"],
    }


MAKERS = {"event": event, "interview": interview}
