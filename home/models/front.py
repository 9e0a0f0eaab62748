"""The home page, with what repeats on every page of its language, and standing pages."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from home import entries
from localization.fallback import LanguageFallback
from localization.models import TranslatedPage
from newsletters.blocks.base import LinkBlock
from newsletters.models import public_issues, with_covers
from publishing.sanitize import RICH_TEXT_FEATURES


class HomePage(LanguageFallback, TranslatedPage):
    """The front door in one language; its contact and disclaimer stand at every page's foot."""

    headline = models.CharField(_("headline"), max_length=255)
    introduction = RichTextField(_("introduction"), features=RICH_TEXT_FEATURES, blank=True)
    rhythm = models.CharField(
        _("how often it comes"), max_length=255, blank=True, help_text=_("“Published quarterly.”")
    )
    contact_title = models.CharField(_("title"), max_length=255, blank=True)
    contact_text = RichTextField(_("text"), features=RICH_TEXT_FEATURES, blank=True)
    contact_email = models.EmailField(_("e-mail address"), blank=True)
    social_links = StreamField([("link", LinkBlock())], verbose_name=_("social media"), blank=True)
    disclaimer = models.TextField(
        _("disclaimer"), blank=True, help_text=_("Whose views these are; shown in every language.")
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("headline"),
        FieldPanel("introduction"),
        MultiFieldPanel(
            [
                FieldPanel("contact_title"),
                FieldPanel("contact_text"),
                FieldPanel("contact_email"),
                FieldPanel("social_links"),
            ],
            heading=_("Contact, at the foot of every page"),
        ),
        MultiFieldPanel(
            [FieldPanel("rhythm"), FieldPanel("disclaimer")],
            heading=_("Small print, at the foot of every page"),
        ),
    ]
    override_translatable_fields = [
        *TranslatedPage.override_translatable_fields,
        SynchronizedField("contact_email", overridable=False),
    ]
    cover_seed = 1126  # the drawn cover that stands for the network itself
    search_fields = [
        *Page.search_fields,
        index.SearchField("headline"),
        index.SearchField("introduction"),
    ]
    api_fields = [
        APIField("headline"),
        APIField("introduction"),
        APIField("rhythm"),
        APIField("contact_title"),
        APIField("contact_text"),
        APIField("contact_email"),
        APIField("social_links"),
        APIField("disclaimer"),
    ]
    api_type = "home"
    api_description = "The first page of a language."
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "newsletters.NewsletterIndexPage",
        "home.EventsPage",
        "home.OrganisationsPage",
        "home.EntriesPage",
        "home.StandingPage",
    ]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page's context, with the latest issues and what is to come."""
        language = self.locale.language_code
        latest = with_covers(public_issues().descendant_of(self)[:4])
        return {
            **super().get_context(request, *args, **kwargs),
            "latest_issues": latest,
            "upcoming": entries.found(entries.upcoming(language)[:3]),
            "fresh_until": entries.next_to_end(language),
        }

    def shows(self, context: dict[str, Any]) -> set[str]:
        """What its HTML depends on besides itself; see api.store.touches."""
        language = self.locale.language_code
        return {f"list:issue:{language}", f"entries:event:{language}"}


class StandingPage(TranslatedPage):
    """What stays: about us, privacy, accessibility. At the foot of every page if in no menu."""

    introduction = models.TextField(_("introduction"), blank=True)
    # Its headings stand right below the page's title; those of blocks stand below a section's
    body = RichTextField(_("text"), features=["h2", *RICH_TEXT_FEATURES], blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]
    api_fields = [APIField("introduction"), APIField("body")]
    api_type = "standing"
    api_description = "A page that stays, such as About or Contact."
    parent_page_types = ["home.HomePage", "home.StandingPage"]
    subpage_types = ["home.StandingPage"]

    class Meta:
        verbose_name = _("standing page")

    def frame_link(self) -> str:
        """In the menu, or else at the foot."""
        at_foot = self.live and not self.show_in_menus and self.depth == 3
        return gettext("The foot of every page links to it.") if at_foot else super().frame_link()
