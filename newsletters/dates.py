"""Which dates there can be: a slip of the hand (0202, 9999 for “open”) is none."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

YEARS = range(1800, 2201)  # at the very ends no other time zone's clock can be computed


def validate_year(day: date) -> None:
    """Refuse a year that no issue or event is of."""
    if day.year not in YEARS:
        raise ValidationError(_("The year has to be between 1800 and 2200."))


def possible(day: date | None) -> date | None:
    """The day, or None if it was stored without being asked for its year."""
    return day if day and day.year in YEARS else None
