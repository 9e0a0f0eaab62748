"""Pages and snippets in every language at a glance, each with the next thing to do."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.admin.utils import quote
from django.core.paginator import Paginator
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Locale, Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.snippets.models import get_snippet_models
from wagtail.snippets.permissions import user_can_edit_snippet_type
from wagtail_localize.models import Translation, get_edit_url

from localization.models import Translated, TranslatedPage
from localization.status import State, TranslationStatus, translation_statuses

PER_PAGE = 50
WORK = {
    State.UNTRANSLATED: _("Translate"),
    State.PARTIAL: _("Translate"),
    State.OUTDATED: _("Review"),
    State.NEEDS_REVIEW: _("Review"),
    State.UNPUBLISHED: _("Publish"),
}


@dataclass
class Cell:
    """A page or snippet in one language; without `instance` it does not exist there."""

    locale: Locale
    original: Model
    instance: Model | None = None
    status: TranslationStatus | None = None

    @property
    def to_do(self) -> bool:
        """Whether somebody has work here."""
        return self.status is None or self.status.state in WORK

    @property
    def action(self) -> str:
        """What the link says: the next thing to do."""
        if self.status is None:
            return str(_("Start"))
        return str(WORK.get(self.status.state) or _("Open"))

    @property
    def address(self) -> str:
        """Where that is done."""
        if self.instance is None:
            return f"{submit_address(self.original)}?select_locale={self.locale.language_code}"
        if self.status and self.status.translation_id and self.status.state != State.MANUAL:
            return reverse("localization:workbench", args=[self.status.translation_id])
        return get_edit_url(self.instance)


@dataclass
class Row:
    """A page or snippet as it was written first, and a cell for each language."""

    original: Model
    cells: list[Cell]

    @property
    def to_do(self) -> bool:
        """Whether somebody has work in any language."""
        return any(cell.to_do for cell in self.cells)

    @property
    def title(self) -> str:
        """What it is called in the admin."""
        named = getattr(self.original, "get_admin_display_title", None)
        return named() if named else str(self.original)

    @property
    def kind(self) -> str:
        """What sort of thing it is."""
        return str(self.original._meta.verbose_name)


def submit_address(original: Model) -> str:
    """Where the original is submitted for translation."""
    if isinstance(original, Page):
        return reverse("wagtail_localize:submit_page_translation", args=[original.pk])
    meta = original._meta
    return reverse(
        "wagtail_localize:submit_snippet_translation",
        args=[meta.app_label, meta.model_name, quote(original.pk)],
    )


def rows(originals: list[Model], locales: list[Locale]) -> list[Row]:
    """A row for each, in a constant number of queries however many there are.

    All must be pages, or snippets of one model.
    """
    if not originals:
        return []
    model = Page if isinstance(originals[0], Page) else type(originals[0])
    keys = [original.translation_key for original in originals]
    family = model._default_manager.filter(translation_key__in=keys)
    if model is Page:
        family = family.select_related("alias_of").specific(defer=True)
    members = {(m.translation_key, m.locale_id): m for m in family}
    statuses = translation_statuses(members.values())

    def cell(original: Model, locale: Locale) -> Cell:
        instance = members.get((original.translation_key, locale.pk))
        return Cell(locale, original, instance, statuses[instance.pk] if instance else None)

    return [Row(o, [cell(o, locale) for locale in locales]) for o in originals]


def originals(instances: QuerySet) -> QuerySet:
    """Those that are nobody's translation."""
    made = Translation.objects.filter(
        source__object_id=OuterRef("translation_key"), target_locale_id=OuterRef("locale_id")
    )
    return instances.exclude(Exists(made))


def pages_of(user: Any) -> QuerySet:
    """The original pages that this user may work on, the latest edit first."""
    models = [m for m in subclasses(TranslatedPage) if not m._meta.abstract]  # type: ignore[attr-defined]
    permitted = PagePermissionPolicy().instances_user_has_any_permission_for(
        user, ["add", "change", "publish"]
    )
    pages = originals(permitted.type(*models).filter(alias_of__isnull=True))
    return pages.order_by("-latest_revision_created_at", "-pk")


def snippet_models(user: Any) -> list[type[Model]]:
    """The kinds of translated snippets that this user may edit."""
    return [
        model
        for model in get_snippet_models()
        if issubclass(model, Translated) and user_can_edit_snippet_type(user, model)
    ]


def subclasses(model: type) -> list[type]:
    """Every class below `model`."""
    direct: list[type] = model.__subclasses__()
    return direct + [lower for cls in direct for lower in subclasses(cls)]


def languages() -> list[Locale]:
    """The languages of the content, in the order of the settings."""
    order = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
    return sorted(Locale.objects.all(), key=lambda locale: order.index(locale.language_code))


class Dashboard(WagtailAdminTemplateMixin, TemplateView):
    """Everything that is translated: pages first, then each kind of snippet."""

    template_name = "localization/dashboard.html"
    page_title = _("Translations")
    header_icon = "wagtail-localize-language"

    def get_breadcrumbs_items(self) -> list[dict]:
        """From the admin's home to here."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    @cached_property
    def only_to_do(self) -> bool:
        """Whether only what has work left is asked for."""
        return "todo" in self.request.GET

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A part of the list of pages, and the snippets."""
        locales = languages()
        pages = self.shown(rows(list(pages_of(self.request.user).specific(defer=True)), locales))
        return {
            **super().get_context_data(**kwargs),
            "locales": locales,
            "only_to_do": self.only_to_do,
            "page_obj": Paginator(pages, PER_PAGE).get_page(self.request.GET.get("p")),
            "snippets": [
                (
                    model._meta.verbose_name_plural,
                    self.shown(rows(list(originals(model._default_manager.all())), locales)),
                )
                for model in snippet_models(self.request.user)
            ],
        }

    def shown(self, table: list[Row]) -> list[Row]:
        """The rows that are asked for."""
        return [row for row in table if row.to_do] if self.only_to_do else table
