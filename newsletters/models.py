"""Issues, the archive they stand in, and the organisations they speak of."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from rest_framework.fields import Field
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import DraftStateMixin, Page, PreviewableMixin, RevisionMixin, TranslatableMixin
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from images.models import public_pictures
from images.representation import image_representation
from localization.admin.panel import TranslationPanel
from localization.alternates import Alternate
from localization.models import Translated, TranslatedPage
from newsletters.blocks import IssueBody
from newsletters.dates import validate_year
from newsletters.parallel import sections
from newsletters.warnings import WarningPanel
from publishing.public import public
from publishing.romanise import address_of
from publishing.sanitize import RICH_TEXT_FEATURES


def with_covers(issues: models.QuerySet) -> list["IssuePage"]:
    """The issues with those of their covers that anybody may see, in three queries."""
    return list(issues.prefetch_related(models.Prefetch("cover", public_pictures())))


class NewsletterIndexPage(TranslatedPage):
    """The archive: every issue, newest first. One per language."""

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    api_fields = [APIField("introduction")]
    api_type = "archive"
    api_description = "The page that lists every issue."
    parent_page_types = ["home.HomePage"]
    subpage_types = ["newsletters.IssuePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("newsletter archive")

    @cached_property
    def issues(self) -> list["IssuePage"]:
        """The public issues, newest first."""
        return with_covers(public_issues().child_of(self))

    def shows(self, context: dict[str, Any]) -> set[str]:
        """What its HTML depends on besides itself; see api.store.touches."""
        return {f"list:issue:{self.locale.language_code}"}


class IssuePage(TranslatedPage):
    """One issue of the newsletter in one language."""

    # Forms require it; a draft made from another issue has none yet
    edition_date = models.DateField(_("edition date"), null=True, validators=[validate_year])
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    summary = models.TextField(
        _("summary"), max_length=500, help_text=_("One or two sentences, for the archive too.")
    )
    cover = models.ForeignKey(
        "images.Picture",
        verbose_name=_("cover picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    cover_alt = models.CharField(
        _("what the cover shows"),
        max_length=255,
        blank=True,
        help_text=_("Read out to people who cannot see it. Empty if it is mere decoration."),
    )
    social_image = models.ForeignKey(
        "images.Picture",
        verbose_name=_("picture for social media"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("If this is empty, one is made of the title and the cover."),
    )
    body = StreamField(IssueBody(), verbose_name=_("contents"), blank=True)

    content_panels = [
        WarningPanel(),
        *Page.content_panels,
        FieldRowPanel([FieldPanel("edition_date"), FieldPanel("number")]),
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("cover"), FieldPanel("cover_alt")], heading=_("Cover")),
        FieldPanel("body"),
        TranslationPanel(heading=_("Translations")),
    ]
    promote_panels = [*Page.promote_panels, FieldPanel("social_image")]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("edition_date"),
    ]
    parent_page_types = ["newsletters.NewsletterIndexPage"]
    subpage_types: list[str] = []
    api_type = "issue"
    api_description = "An issue of the newsletter: its `body` is a list of blocks."
    duplicable = True
    fields_not_duplicated = ["edition_date", "number"]

    class Meta:
        verbose_name = _("issue")

    @property
    def cover_seed(self) -> int:
        """What its cover is drawn from if it has no picture: the same in every language."""
        return self.translation_key.int % 2**32

    @property
    def reading_minutes(self) -> int:
        """How long it takes to read, in whole minutes: 230 words or 500 Hangul letters in one."""
        block = self._meta.get_field("body").stream_block
        words = " ".join(block.get_searchable_content(self.body))
        hangul = sum("가" <= letter <= "힣" for letter in words)
        latin = sum(word[0].isascii() and word[0].isalnum() for word in words.split())
        return max(1, round(hangul / 500 + latin / 230))

    def neighbours(self) -> dict[str, "IssuePage | None"]:
        """The public issues before and after this one, by edition date; a draft may have none."""
        if self.edition_date is None:
            return {"previous_issue": None, "next_issue": None}
        siblings = public_issues().sibling_of(self, inclusive=False)
        day = self.edition_date
        earlier = siblings.filter(Q(edition_date__lt=day) | Q(edition_date=day, pk__lt=self.pk))
        later = siblings.filter(Q(edition_date__gt=day) | Q(edition_date=day, pk__gt=self.pk))
        return {"previous_issue": earlier.first(), "next_issue": later.last()}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page's context: its sections, with `?with=` beside those of another language."""
        twin = self.twin(request.GET.get("with"))
        beside = twin.page.specific if twin else None
        context = {**super().get_context(request, *args, **kwargs), **self.neighbours()}
        return {**context, "twin": twin, "sections": sections(self, beside)}

    def twin(self, language: str | None) -> Alternate | None:
        """This issue in another language that anybody may read; None if it is not there."""
        others = [other for other in self.alternates if other.page.pk != self.pk]
        return next((other for other in others if other.code == language), None)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The issue; if it cannot be shown `?with=` a language, alone."""
        if "with" in request.GET and self.twin(request.GET["with"]) is None:
            return redirect(self.url)
        return super().serve(request, *args, **kwargs)

    def shows(self, context: dict[str, Any]) -> set[str]:
        """What its HTML depends on besides itself; see api.store.touches."""
        language = self.locale.language_code
        others = [context["previous_issue"], context["next_issue"]]
        titles = {f"title:issue:{other.translation_key}:{language}" for other in others if other}
        twin = context.get("twin")
        beside = {f"issue:{self.translation_key}:{twin.code}"} if twin else set()
        return titles | beside | {f"near:{self.translation_key}:{language}"}


def public_issues() -> PageQuerySet:
    """The public issues, newest first; Wagtail's aliases of one are no issues of their own."""
    issues = public(IssuePage.objects.filter(alias_of__isnull=True))
    return issues.order_by("-edition_date", "-pk")


class CoverField(Field):
    """The cover as JSON, with this issue's alt text; null if it has none."""

    def get_attribute(self, instance: IssuePage) -> IssuePage:
        """The whole issue: the alt text is its own."""
        return instance

    def to_representation(self, issue: IssuePage) -> dict | None:
        """See image_representation."""
        if issue.cover is None:
            return None
        return image_representation(issue.cover, issue.cover_alt, decorative=not issue.cover_alt)


IssuePage.api_fields = [
    APIField("edition_date"),
    APIField("number"),
    APIField("summary"),
    APIField("cover", serializer=CoverField()),
    APIField("body"),
]


class Kind(models.TextChoices):
    """What sort of organisation it is."""

    NGO = "ngo", _("Civil-society organisation")
    ALLIANCE = "alliance", _("Alliance or network")
    ACADEMIC = "academic", _("University or research centre")
    PUBLIC = "public", _("Public institution")


SLUG_LENGTH = 80


class OrganisationManager(models.Manager):
    """Organisations with what is shown of each, however many a page shows."""

    def get_queryset(self) -> models.QuerySet:
        """With locale and logo, in the same query."""
        return super().get_queryset().select_related("locale", "logo")


class Organisation(
    Translated,
    DraftStateMixin,
    RevisionMixin,
    PreviewableMixin,
    TranslatableMixin,
    index.Indexed,
    models.Model,
):
    """An organisation, once per language: each has its official name in that language."""

    name = models.CharField(_("official name"), max_length=255)
    short_name = models.CharField(_("short name"), max_length=80, blank=True)
    slug = models.SlugField(
        _("address"),
        max_length=SLUG_LENGTH,
        blank=True,
        help_text=_("The last part of its page's address; made from the name if left empty."),
    )
    country = CountryField(_("country"), blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.NGO)
    founded = models.PositiveSmallIntegerField(
        _("founded in"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1000), MaxValueValidator(2100)],
    )
    membership = models.CharField(
        _("membership"), max_length=255, blank=True, help_text=_("Such as “106 organisations”.")
    )
    logo = models.ForeignKey(
        "images.Picture",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    website = models.URLField(_("website"), blank=True)
    social_links = StreamField(
        [("link", blocks.URLBlock(label=_("Address"), icon="link"))],
        verbose_name=_("social media"),
        blank=True,
    )
    description = RichTextField(_("description"), features=RICH_TEXT_FEATURES, blank=True)

    objects = OrganisationManager()

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("short_name"), FieldPanel("kind")]),
        FieldRowPanel([FieldPanel("country"), FieldPanel("founded")]),
        FieldPanel("membership"),
        FieldPanel("description"),
        FieldPanel("slug"),
        MultiFieldPanel(
            [FieldPanel("logo"), FieldPanel("website"), FieldPanel("social_links")],
            heading=_("On the web"),
        ),
    ]
    api_type = "organisation"
    api_description = "An organisation, with its official name in the language."
    api_fields = [
        APIField("name"),
        APIField("short_name"),
        APIField("slug"),
        APIField("country"),
        APIField("kind"),
        APIField("founded"),
        APIField("membership"),
        APIField("logo"),
        APIField("website"),
        APIField("social_links"),
        APIField("description"),
    ]
    override_translatable_fields = [
        SynchronizedField("slug", overridable=False),
        SynchronizedField("country", overridable=False),
        SynchronizedField("kind", overridable=False),
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("short_name"),
        index.AutocompleteField("short_name"),
        index.SearchField("description"),
        index.FilterField("locale"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Make an address of the name, once: it does not follow when the name changes."""
        if not self.slug:
            self.slug = self.free_slug()
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "slug"}
        super().save(*args, **kwargs)

    def free_slug(self) -> str:
        """An address that no other organisation has; all languages of one share it."""
        others = Organisation.objects.exclude(translation_key=self.translation_key)
        key = str(self.translation_key)[:8]
        words = address_of(self.short_name) or address_of(self.name, 60) or key
        taken = others.filter(slug=words).exists()
        return f"{words[: SLUG_LENGTH - len(key) - 1]}-{key}" if taken else words

    def clean(self) -> None:
        """Refuse an address that another organisation has: one of the two would have no page."""
        super().clean()
        others = Organisation.objects.exclude(translation_key=self.translation_key)
        if self.slug and (other := others.filter(slug=self.slug).first()):
            message = _("“%(name)s” has this address already. Choose another.")
            raise ValidationError({"slug": message % {"name": other}})

    def official_names(self) -> list[str]:
        """What translators have to call it; see localization.names."""
        return [self.name, self.short_name]

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """The card that readers see."""
        return "newsletters/organisation_preview.html"
