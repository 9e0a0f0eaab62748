"""What may be a slip in an issue, said above its form; nothing is refused for it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.panels import Panel


class WarningPanel(Panel):
    """The warnings about the page in the form, if there are any."""

    class BoundPanel(Panel.BoundPanel):
        """The panel for one page."""

        template_name = "newsletters/warnings.html"

        def is_shown(self) -> bool:
            """Only where there is something to say."""
            return bool(self.warnings)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """The sentences."""
            return {**super().get_context_data(parent_context), "warnings": self.warnings}

        @property
        def warnings(self) -> list[str]:
            """What there is to say of a page that has been saved."""
            return list(warnings(self.instance)) if self.instance.pk else []


def warnings(issue: Any) -> Iterator[str]:
    """What a copy keeps of last year's issue, above all."""
    others = type(issue).objects.filter(locale_id=issue.locale_id, alias_of__isnull=True)
    others = others.exclude(pk=issue.pk).only("title", "edition_date", "number")
    if issue.number and (other := others.filter(number=issue.number).first()):
        yield _("“%(title)s” also has number %(number)s.") % {
            "title": other.title,
            "number": issue.number,
        }
    if issue.edition_date:
        if other := others.filter(edition_date=issue.edition_date).first():
            yield _("“%(title)s” has the same edition date.") % {"title": other.title}
        for title in events_over(issue.body, issue.edition_date):
            yield _("“%(title)s” was over before the edition date.") % {"title": title}


def events_over(body: Any, edition: date) -> Iterator[str]:
    """The events that end before the edition date and have no video to watch again."""
    for child in body:
        if child.block_type == "event" and not child.value.get("video_url"):
            last = child.value.last_day
            if last and last < edition:
                yield child.value["title"]
