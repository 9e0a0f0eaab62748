"""New issue from this one: its buttons and its form, for every page type that opts in."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import SlugInput
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from localization.duplicate import (
    duplicate,
    languages_refused,
    languages_with_slug,
    original_of,
    twins_of,
)
from publishing.addresses import LONGEST_MADE, address_error
from publishing.romanise import address_of

# What Wagtail's own title field does: the slug follows while one types
FILLS_SLUG = {
    "data-controller": "w-sync",
    "data-action": (
        "focus->w-sync#check blur->w-sync#apply change->w-sync#apply keyup->w-sync#apply"
    ),
    "data-w-sync-target-value": "#id_slug",
}


def label(page: Page) -> str:
    """What the button says of this kind of page: “New issue from this one”."""
    kind = page.specific_class._meta.verbose_name
    return gettext("New %(kind)s from this one") % {"kind": kind}


class DuplicateForm(forms.Form):
    """Asks for what the new page is called."""

    title = forms.CharField(
        label=_("Title"), max_length=255, widget=forms.TextInput(attrs=FILLS_SLUG)
    )
    slug = forms.SlugField(
        label=_("Slug"),
        max_length=255,
        required=False,
        widget=SlugInput(),
        help_text=_(
            "The last part of its address, the same in every language. "
            "If this is empty, it is made of the title."
        ),
    )

    def __init__(self, *args: Any, original: Page, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.original = original

    def clean(self) -> dict[str, Any]:
        """Make the slug of the title if need be, and refuse one that some language has."""
        values = super().clean() or {}
        if "title" not in values or "slug" not in values:
            return values
        values["slug"] = values["slug"] or address_of(values["title"], LONGEST_MADE)
        if not values["slug"]:
            advice = gettext("Fill this in, in Latin letters: the title has none.")
            self.add_error("slug", advice)
        elif taken := languages_with_slug(self.original, values["slug"]):
            message = gettext(
                "“%(slug)s” is already the slug of a page beside it in %(languages)s."
            )
            facts = {"slug": values["slug"], "languages": ", ".join(taken)}
            self.add_error("slug", message % facts)
        elif error := address_error(values["slug"], self.original.get_parent()):
            self.add_error("slug", error)
        return values


class DuplicateView(WagtailAdminTemplateMixin, FormView):
    """The form, and what follows from it."""

    template_name = "localization/duplicate.html"
    form_class = DuplicateForm
    header_icon = "copy"
    breadcrumbs_items: list = []

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponse:
        """Turn away from pages that are not made this way, and whom a language is closed to."""
        page = get_object_or_404(Page, pk=page_id)
        if not getattr(page.specific_class, "duplicable", False):
            raise Http404
        self.original = original_of(page)
        if refused := languages_refused(self.original, request.user):
            message = gettext("You cannot add “%(page)s” once more in %(languages)s.")
            facts = {"page": self.original, "languages": ", ".join(refused)}
            messages.error(request, message % facts)
            return redirect("wagtailadmin_explore", page.get_parent().pk)
        return super().dispatch(request, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form checks the slug beside the original."""
        return {**super().get_form_kwargs(), "original": self.original}

    def get_page_title(self) -> str:
        """The same words as on the button."""
        return label(self.original)

    def get_page_subtitle(self) -> str:
        """What it is made from."""
        return self.original.get_admin_display_title()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What Wagtail's form shows, and the languages that come along."""
        languages = [twin.locale.language_name_localized for twin in twins_of(self.original)]
        return {
            **super().get_context_data(**kwargs),
            "action_url": self.request.path,
            "submit_button_label": gettext("Create draft"),
            "submit_button_active_label": gettext("Creating…"),
            "languages": ", ".join(languages),
            "media": kwargs["form"].media if "form" in kwargs else self.get_form().media,
        }

    def form_valid(self, form: DuplicateForm) -> HttpResponse:
        """Make the pages, all or none, and open the new original."""
        facts = {"title": form.cleaned_data["title"], "slug": form.cleaned_data["slug"]}
        try:
            new, *translations = duplicate(self.original, user=self.request.user, **facts)
        except ValidationError as error:  # somebody took the slug meanwhile
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        messages.success(self.request, success(new, translations))
        return redirect("wagtailadmin_pages:edit", new.pk)


def success(new: Page, translations: list[Page]) -> str:
    """Says what was made, in which languages, and what is left to do."""
    if not translations:
        return gettext("“%(page)s” was created as a draft. Fill in its dates.") % {"page": new}
    message = gettext(
        "“%(page)s” was created as a draft, in %(languages)s too. Fill in its dates; "
        "what was translated is marked for review."
    )
    languages = ", ".join(page.locale.language_name_localized for page in translations)
    return message % {"page": new, "languages": languages}


@hooks.register("register_page_header_buttons")
def header_button(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """In the menu of a page's own screens."""
    return buttons(page, user)


@hooks.register("register_page_listing_more_buttons")
def listing_button(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """In the menu of a row in the list of pages."""
    return buttons(page, user)


def buttons(page: Page, user: Any) -> Iterator[Button]:
    """The button, for whom it is of use.

    Permissions hold for everything below a page, so those on the parent show on the page.
    """
    if not getattr(page.specific_class, "duplicable", False):
        return
    if user.is_superuser or "add" in page.permissions_for_user(user).permissions:
        url = reverse("localization_duplicate", args=[page.pk])
        yield Button(label(page), url, icon_name="copy", priority=31)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """The address of the form."""
    return [
        path(
            "localization/duplicate/<int:page_id>/",
            DuplicateView.as_view(),
            name="localization_duplicate",
        )
    ]
