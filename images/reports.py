"""The report of pictures that cannot be shown: their files are lost or damaged."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import policy_registry

from images.models import Picture

WHAT_TO_DO = _("Its file is lost or damaged. Open the picture and choose the file again.")


class BrokenPicturesReport(ReportView):
    """Pictures of which a rendition was tried and failed, of those that somebody may change."""

    model = Picture
    permission_required = "change"
    page_title = _("Pictures that cannot be shown")
    header_icon = "image"
    index_url_name, index_results_url_name = "broken_pictures", "broken_pictures_results"
    columns = [
        TitleColumn("title", label=_("Title"), url_name="wagtailimages:edit"),
        Column("what_to_do", label=_("What to do"), accessor=lambda picture: WHAT_TO_DO),
        Column("created_at", label=_("Uploaded")),
    ]
    list_export = ["title", "created_at"]
    no_results_message = _("Every picture can be shown.")

    def get_queryset(self) -> QuerySet[Picture]:
        """The newest first."""
        policy = policy_registry.get_by_type(Picture)
        mine = policy.instances_user_has_any_permission_for(self.request.user, ["change"])
        failed = {"renditions__generated_at": None, "renditions__error__gt": ""}
        return mine.filter(**failed).distinct().order_by("-created_at")


class ReportMenuItem(MenuItem):
    """Seen by whoever can do something about it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """As the report itself."""
        policy = policy_registry.get_by_type(Picture)
        return policy.user_has_any_permission(request.user, ["change"])


def menu_item() -> ReportMenuItem:
    """In the menu of reports."""
    label = BrokenPicturesReport.page_title
    return ReportMenuItem(label, reverse("broken_pictures"), icon_name="image", order=1200)


def urls() -> list[URLPattern]:
    """The report, and its results alone when it is filtered."""
    results: Any = BrokenPicturesReport.as_view(results_only=True)
    return [
        path("reports/pictures/", BrokenPicturesReport.as_view(), name="broken_pictures"),
        path("reports/pictures/results/", results, name="broken_pictures_results"),
    ]
