"""What somebody is told whose tries are refused for a while."""

from datetime import datetime, timedelta
from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kensite.unavailable import page


def refused(request: HttpRequest, response: Any = None, credentials: Any = None) -> HttpResponse:
    """The page that says until when, in both languages and on the clocks of both continents."""
    until: datetime = request.refused_until  # type: ignore[attr-defined]
    seconds = max(1, ceil((until - timezone.now()).total_seconds()))
    answer = page(
        "429.html",
        429,
        minutes=ceil(seconds / 60),
        until=until.isoformat(timespec="seconds"),
        seoul=clock(until, "Asia/Seoul"),
        brussels=clock(until, "Europe/Brussels"),
    )
    answer["Retry-After"] = str(seconds)
    return answer


def clock(moment: datetime, zone: str) -> str:
    """The first full minute after a moment, as a clock there shows it."""
    return (moment + timedelta(minutes=1)).astimezone(ZoneInfo(zone)).strftime("%H:%M")
