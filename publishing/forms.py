"""The admin's form of a page or snippet with a schedule and versions."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from publishing.addresses import address_error, free_address
from publishing.conflicts import REFUSED

SCHEDULE = ("go_live_at", "expire_at")


def to_the_minute(moment: datetime | None) -> datetime | None:
    """As the form's field has it."""
    return moment and moment.replace(second=0, microsecond=0)


class ScheduleForm(WagtailAdminModelForm):
    """Says whose clock a schedule is read from; what has expired can be edited, and published."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        note = gettext("%(zone)s time (%(offset)s).")
        facts = {
            "zone": gettext(timezone.get_current_timezone_name().split("/")[-1].replace("_", " ")),
            "offset": f"UTC{timezone.localtime().strftime('%z')[:3]}",
        }
        for name in set(SCHEDULE) & set(self.fields):
            self.fields[name].help_text = note % facts
        if hasattr(self.instance, "edit_conflict"):
            self.fields[REFUSED] = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """Take an end that is over as it was; whoever publishes again is rid of it."""
        values = super().clean()
        if said := getattr(self.instance, "edit_conflict", ""):  # publishing.conflicts
            self.add_error(None, said)
        kept = getattr(self.instance, "expire_at", None)
        end = values.get("expire_at")
        if end and end < timezone.now() and to_the_minute(end) == to_the_minute(kept):
            if any(name.startswith("action-") for name in self.data):
                values["expire_at"] = None
            else:
                del values["expire_at"]  # Wagtail's form would refuse it; the draft keeps it
        return values


class PageForm(ScheduleForm, WagtailAdminPageForm):
    """That of a page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False  # it is made of the title

    def clean_slug(self) -> str:
        """The address, made of the title if it is empty: it is on another tab."""
        title = self.cleaned_data.get("title", "")
        slug = self.cleaned_data["slug"].strip("-")
        slug = slug or free_address(title, self.parent_page, self.instance)
        if title and not slug:
            raise ValidationError(gettext("Fill this in, in Latin letters: the title has none."))
        return slug

    def clean(self) -> dict[str, Any]:
        """Refuse an address that readers could not come to."""
        values = super().clean()
        unchanged = self.instance.pk and "slug" not in self.changed_data
        if not unchanged and (error := address_error(values.get("slug", ""), self.parent_page)):
            self.add_error("slug", error)
        return values
