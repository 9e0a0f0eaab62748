"""Pages that list the entries of all issues: events, interviews, news."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from api.models import Entry
from home import entries
from localization.models import TranslatedPage

ON_A_PAGE = 12


def paginated(request: HttpRequest, rows: models.QuerySet[Entry]) -> Any:
    """The page of a list that `?page=` asks for; Http404 if there is none of that number."""
    pages = Paginator(rows, ON_A_PAGE)
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdigit() and 0 < int(number[:9]) <= pages.num_pages):
        raise Http404(f"The list has {pages.num_pages} pages, and none called {number!r}.")
    return pages.page(int(number))


class EventsPage(TranslatedPage):
    """What is to come, and what can be seen again."""

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    api_fields = [APIField("introduction")]
    api_type = "events"
    api_description = "The page that lists events: to come, and past."
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("events")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page's context: events to come on the first page only, past ones page by page."""
        language = self.locale.language_code
        listing = paginated(request, entries.past(language))
        to_come = entries.found(entries.upcoming(language)) if listing.number == 1 else []
        return {
            **super().get_context(request, *args, **kwargs),
            "upcoming": to_come,
            "listing": listing,
            "past": entries.found(listing.object_list),
            "fresh_until": entries.next_to_end(language),
            # The scheme by which calendar programs subscribe instead of downloading once
            "calendar_feed": f"webcal://{urlsplit(settings.PUBLIC_URL).netloc}{reverse('calendar')}",
        }

    def shows(self, context: dict[str, Any]) -> set[str]:
        """What its HTML depends on besides itself; see api.store.touches."""
        return {f"entries:event:{self.locale.language_code}"}


class EntryKind(models.TextChoices):
    """The types of block that are worth a list of their own."""

    INTERVIEW = "interview", _("Interviews")
    NEWS = "news", _("News")
    PROFILE = "cso_profile", _("CSO profiles")
    VIDEO = "video", _("Videos")


class EntriesPage(TranslatedPage):
    """All interviews, all news …: one type of block of every issue, newest first."""

    introduction = models.TextField(_("introduction"), blank=True)
    kind = models.CharField(_("what it lists"), max_length=20, choices=EntryKind.choices)

    content_panels = [*Page.content_panels, FieldPanel("kind"), FieldPanel("introduction")]
    override_translatable_fields = [
        *TranslatedPage.override_translatable_fields,
        SynchronizedField("kind", overridable=False),
    ]
    api_fields = [APIField("introduction"), APIField("kind")]
    api_type = "entries"
    api_description = (
        "A page that lists the parts of one `kind`, such as interviews, of all issues."
    )
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("list of interviews, news …")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page's context, with the entries."""
        rows = Entry.objects.public().filter(locale=self.locale.language_code, kind=self.kind)
        listing = paginated(request, rows.order_by("-sort"))
        found = entries.found(listing.object_list)
        context = super().get_context(request, *args, **kwargs)
        return {**context, "listing": listing, "entries": found}

    def shows(self, context: dict[str, Any]) -> set[str]:
        """What its HTML depends on besides itself; see api.store.touches."""
        return {f"entries:{self.kind}:{self.locale.language_code}"}
