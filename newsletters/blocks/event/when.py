"""When an event is: as exactly as it is known, and in the time of both continents."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsletters.blocks.video.fields import VideoValue
from newsletters.dates import possible

EXACT, DAY, MONTH = "exact", "day", "month"
PRECISIONS = [(EXACT, _("Day and time")), (DAY, _("Day")), (MONTH, _("Month only"))]
CITIES = {"Asia/Seoul": _("Seoul"), "Europe/Brussels": _("Brussels")}


@dataclass(frozen=True)
class LocalTime:
    """The event on the clocks of one city. `shifted`: it is another day there than at the event."""

    city: str
    start: datetime
    end: datetime | None
    shifted: bool


class EventValue(VideoValue):
    """The value of an event block, with its dates worked out."""

    @property
    def zone(self) -> ZoneInfo:
        """The time zone that the editor's dates and times are in."""
        return ZoneInfo(self["time_zone"] or next(iter(CITIES)))

    @property
    def first_day(self) -> date | None:
        """The first day it can be on; for a month, the month's first. None in a draft without."""
        day = possible(self.get("start_date"))
        return day.replace(day=1) if day and self["precision"] == MONTH else day

    @property
    def last_day(self) -> date | None:
        """The last day it can be on; for a month, the month's last. None in a draft without."""
        day = possible(self.get("end_date")) or possible(self.get("start_date"))
        if day and self["precision"] == MONTH:
            return day.replace(day=monthrange(day.year, day.month)[1])
        return day

    @property
    def starts(self) -> datetime | None:
        """The moment it starts; None unless that is known exactly."""
        return self._moment(self.first_day, self.get("start_time"))

    @property
    def ends(self) -> datetime | None:
        """The moment it ends; None if unknown."""
        return self._moment(self.last_day, self.get("end_time"))

    @property
    def over_at(self) -> datetime | None:
        """The latest moment that it may last to; None in a draft without a date."""
        if self.last_day is None:
            return None
        return self.ends or datetime.combine(self.last_day, time.max, self.zone)

    @property
    def is_over(self) -> bool:
        """Whether it is past, by the latest moment that it may last to."""
        return self.over_at is not None and self.over_at < timezone.now()

    @property
    def local_times(self) -> list[LocalTime]:
        """Its times in Seoul and in Brussels, the event's own city first; empty if not exact."""
        if self.starts is None:
            return []
        zones = sorted(CITIES, key=lambda name: name != self["time_zone"])
        return [self._on_the_clocks_of(name) for name in zones]

    def _moment(self, day: date | None, clock: time | None) -> datetime | None:
        if self["precision"] != EXACT or day is None or clock is None:
            return None
        return datetime.combine(day, clock, self.zone)

    def _on_the_clocks_of(self, name: str) -> LocalTime:
        zone: Any = ZoneInfo(name)
        start = self.starts.astimezone(zone)  # type: ignore[union-attr]
        end = self.ends.astimezone(zone) if self.ends else None
        return LocalTime(CITIES[name], start, end, shifted=start.date() != self.first_day)
