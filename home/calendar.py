"""The events as a calendar (RFC 5545): one to subscribe to, and one for each event to add."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import orjson
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from icalendar import Calendar, Event, vDuration

from api.http.answers import Answer, respond
from api.models import Entry
from api.store.touches import position
from home import entries

HOUR = 3600
EVERY = timedelta(hours=12)  # how often calendars should ask


def calendar(request: HttpRequest) -> HttpResponse:
    """Every event of every issue, in the language of the address."""
    position()
    language = get_language() or settings.LANGUAGE_CODE
    return answer(request, entries.events(language).order_by("sort", "pk"), language)


def event_calendar(request: HttpRequest, block: str) -> HttpResponse:
    """One event, to be added to a reader's own calendar; Http404 if it is on no public page."""
    position()
    language = get_language() or settings.LANGUAGE_CODE
    rows = entries.events(language).filter(block_id=block)
    if not rows.exists():
        raise Http404(f"No event in {language} has the id {block!r}.")
    return answer(request, rows, language)


def answer(request: HttpRequest, rows: Any, language: str) -> HttpResponse:
    """The rows as a calendar."""
    found = Calendar()
    found.add("prodid", "-//kensite//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", str(settings.WAGTAIL_SITE_NAME))
    found.add("refresh-interval", vDuration(EVERY), parameters={"value": "DURATION"})
    found.add("x-published-ttl", vDuration(EVERY))
    for each in events(rows.select_related("document"), language):
        found.add_component(each)
    answer = Answer(
        found.to_ical(),
        content_type="text/calendar; charset=utf-8",
        max_age=HOUR,
        language=language,
        keys=(f"entries:event:{language}",),
        headers={"Vary": "Accept-Encoding"},
    )
    return respond(request, answer)


def events(rows: Iterable[Entry], language: str) -> Iterable[Event]:
    """Each event whose date is known at all; it keeps its UID whatever is changed."""
    host = urlsplit(settings.PUBLIC_URL).hostname
    for row in rows:
        data = orjson.loads(row.payload)
        if not data["dates"]:
            continue
        event = Event()
        event.add("uid", f"{row.block_id}-{language}@{host}")
        event.add("dtstamp", row.document.changed_at)
        event.add("last-modified", row.document.changed_at)
        event.add("sequence", int(row.document.changed_at.timestamp()))  # 32 bits: no `seq`
        event.add("summary", row.title)
        event.add("description", f"{data['excerpt']}\n\n{data['url']}")
        event.add("url", data["url"])
        if place := data["block"]["value"].get("venue"):
            event.add("location", place)
        add_times(event, data["dates"])
        yield event


def add_times(event: Event, dates: dict[str, Any]) -> None:
    """As exactly as it is known: moments, whole days, or a month in which it is not settled."""
    if dates["starts_at"]:
        event.add("dtstart", moment(dates["starts_at"]))
        if dates["ends_at"]:
            event.add("dtend", moment(dates["ends_at"]))
        return
    event.add("dtstart", date.fromisoformat(dates["first_day"]))
    event.add("dtend", date.fromisoformat(dates["last_day"]) + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    if dates["precision"] == "month":
        event.add("status", "TENTATIVE")


def moment(text: str) -> datetime:
    """In UTC, which needs no definition of a time zone beside it."""
    return datetime.fromisoformat(text).astimezone(UTC)
