"""Where Wagtail looks for hooks: the menu and the addresses; the admin's parts bring their own."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from localization.admin import duplicate, guards, privacy, publishing, trees  # noqa: F401
from localization.admin.dashboard import Dashboard
from localization.admin.workbench import (
    PublishTranslation,
    SaveSentence,
    SubmitForReview,
    Workbench,
)


@hooks.register("register_admin_urls")
def addresses() -> list:
    """The dashboard and the side-by-side view."""
    one = "<int:translation_id>/"
    urls = [
        path("", Dashboard.as_view(), name="dashboard"),
        path(one, Workbench.as_view(), name="workbench"),
        path(f"{one}publish/", PublishTranslation.as_view(), name="publish"),
        path(f"{one}review/", SubmitForReview.as_view(), name="review"),
        path(f"{one}sentences/<int:segment_id>/", SaveSentence.as_view(), name="save"),
    ]
    return [path("translations/", include((urls, "localization")))]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """Beside the pages, because editors come here as often."""
    return MenuItem(
        _("Translations"),
        reverse("localization:dashboard"),
        name="translations",
        icon_name="wagtail-localize-language",
        order=200,
    )
