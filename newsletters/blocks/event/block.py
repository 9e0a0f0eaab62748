"""Something that happens: a workshop, a webinar, a conference."""

from datetime import time, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup, StructBlockValidationError

from newsletters.blocks.base import (
    STORIES,
    Computed,
    Dates,
    LinkBlock,
    NewsletterBlock,
    OrganisationChooser,
    Picture,
    RichText,
    example_picture,
)
from newsletters.blocks.event.when import CITIES, DAY, EXACT, MONTH, PRECISIONS, EventValue
from newsletters.blocks.video.fields import VideoFields
from newsletters.dates import validate_year

MOMENT = {
    "type": ["string", "null"],
    "format": "date-time",
    "description": "With the event's own offset; null unless it is known exactly.",
}


class EventBlock(VideoFields, NewsletterBlock):
    """An event, to come or to watch again, with its date as exact as it is known.

    Dates and times are those of the clock on the wall in `time_zone`. Of a month-only date just
    the year and the month count; it is stored as the first of that month.
    """

    title = blocks.CharBlock(label=_("Title"), max_length=255)
    summary = RichText(label=_("Summary"))
    precision = blocks.ChoiceBlock(
        label=_("How exactly is the date known?"), choices=PRECISIONS, default=EXACT
    )
    start_date = blocks.DateBlock(
        label=_("Date"),
        help_text=_("If only the month is known, any day of that month."),
        validators=[validate_year],
    )
    start_time = blocks.TimeBlock(label=_("Starts at"), required=False)
    end_date = blocks.DateBlock(
        label=_("Last day"),
        required=False,
        help_text=_("If it lasts longer than a day."),
        validators=[validate_year],
    )
    end_time = blocks.TimeBlock(label=_("Ends at"), required=False)
    time_zone = blocks.ChoiceBlock(
        label=_("Time zone"),
        choices=list(CITIES.items()),
        default="Asia/Seoul",
        help_text=_("Whose clocks the times are read from. Readers see Seoul and Brussels."),
    )
    venue = blocks.CharBlock(label=_("Place"), required=False, default="", max_length=255)
    online = blocks.BooleanBlock(label=_("Online"), required=False, default=False)
    registration_url = blocks.URLBlock(label=_("Registration"), required=False, default="")
    organisers = blocks.ListBlock(OrganisationChooser(), label=_("Organisers"), default=[])
    image = Picture(label=_("Picture"), required=False)
    materials = blocks.ListBlock(LinkBlock(), label=_("Materials"), default=[])

    computed = VideoFields.computed | {
        "starts_at": Computed(lambda value: value.starts and value.starts.isoformat(), MOMENT),
        "ends_at": Computed(lambda value: value.ends and value.ends.isoformat(), MOMENT),
    }

    class Meta:
        icon = "date"
        label = _("Event")
        group = STORIES
        description = _("A workshop, webinar or conference: to come, or to watch again.")
        value_class = EventValue
        label_format = "{title}"
        form_layout = BlockGroup(
            children=[
                "title",
                "summary",
                BlockGroup(
                    heading=_("When"),
                    icon="date",
                    children=[
                        "precision",
                        "start_date",
                        "start_time",
                        "end_date",
                        "end_time",
                        "time_zone",
                    ],
                ),
                BlockGroup(
                    heading=_("Where and who"),
                    icon="site",
                    children=["venue", "online", "registration_url", "organisers"],
                ),
                BlockGroup(
                    heading=_("To see again"),
                    icon="media",
                    children=["image", "video_url", "duration", "materials"],
                ),
            ]
        )

    def clean(self, value: EventValue) -> EventValue:
        """Refuse dates that contradict one another, each where the editor can mend it."""
        value = super().clean(value)
        faults = contradictions(value)
        if not self.is_deferred_validation:  # an unfinished draft may lack what it needs later
            faults |= missing_time(value)
        errors = {name: ValidationError(message) for name, message in faults.items()}
        if errors:
            raise StructBlockValidationError(errors)
        if value["precision"] == MONTH and value["start_date"]:
            value["start_date"] = value.first_day
        return value

    def as_known(self, value: EventValue) -> EventValue:
        """A month from its first to its last day, and no time of a day that has none."""
        if value["precision"] == EXACT:
            return value
        end = value.last_day if value.get("end_date") else None
        days = {"start_date": value.first_day, "end_date": end}
        return EventValue(self, {**value, **days, "start_time": None, "end_time": None})

    def entry_dates(self, value: EventValue) -> Dates | None:
        """When it takes place, as exactly as it is known."""
        first_day, last_day = value.first_day, value.last_day
        if first_day is None or last_day is None:
            return None
        return Dates(
            precision=value["precision"],
            first_day=first_day,
            last_day=last_day,
            starts_at=value.starts,
            ends_at=value.ends,
            over_at=value.over_at,
        )

    def example(self) -> dict:
        """For the preview in the block picker."""
        return {
            "title": gettext("Free speech and the responsibility of platforms"),
            "summary": gettext("<p>An open discussion, with interpreting.</p>"),
            "precision": EXACT,
            "start_date": timezone.localdate(),
            "start_time": time(17, 0),
            "end_time": time(19, 0),
            "time_zone": "Asia/Seoul",
            "venue": gettext("Seoul Global Center"),
            "online": True,
            "registration_url": "https://example.org/register",
            "image": None,
            "organisers": [],
            "materials": [],
            "video_url": "",
        }

    def states(self) -> dict[str, dict]:
        """To come, as exactly as is known; over; to watch again."""
        soon, before = timezone.localdate() + timedelta(40), timezone.localdate() - timedelta(40)
        example = {**self.example(), "start_date": soon}
        no_times = {"start_time": None, "end_time": None}
        return {
            gettext("Day and time"): example,
            gettext("Several days"): {**example, "end_date": soon + timedelta(2)},
            gettext("Only the day is known"): {**example, **no_times, "precision": DAY},
            gettext("Only the month is known"): {**example, **no_times, "precision": MONTH},
            gettext("Over"): {**example, "start_date": before},
            gettext("To see again"): {
                **example,
                "start_date": before,
                "image": example_picture(gettext("A patchwork cloth")),
                "video_url": "https://www.youtube.com/watch?v=KENdemo2020",
                "duration": 84,
            },
        }


def contradictions(value: EventValue) -> dict[str, str]:
    """What cannot be true of the dates of an event: a message by the field it belongs to."""
    if not (value["precision"] and value["start_date"]):
        return {}
    errors = needless_times(value) | order_errors(value)
    if not errors and value.starts and value.ends and value.ends <= value.starts:
        errors["end_time"] = _(
            "It ends before it starts. If it goes on past midnight, fill in the last day."
        )
    return errors


def missing_time(value: EventValue) -> dict[str, str]:
    """An exact event needs the time at which it starts."""
    if value["precision"] != EXACT or value.get("start_time"):
        return {}
    advice = _("Say when it starts, or choose above that only the day or the month is known.")
    return {"start_time": advice}


def needless_times(value: EventValue) -> dict[str, str]:
    """A time is given although only the day or the month is known."""
    if value["precision"] == EXACT:
        return {}
    advice = _("Remove the time, or choose “Day and time” above.")
    return {name: advice for name in ("start_time", "end_time") if value.get(name)}


def order_errors(value: EventValue) -> dict[str, str]:
    """The end lies before the start."""
    start, end = value["start_date"], value.get("end_date")
    if not end:
        return {}
    if value["precision"] == MONTH:
        if (end.year, end.month) < (start.year, start.month):
            return {"end_date": _("The last month is before the first one.")}
    elif end < start:
        return {"end_date": _("The last day is before the first one.")}
    return {}
