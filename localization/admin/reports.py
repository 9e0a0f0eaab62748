"""Reports and choosers tell everybody only of what they may see in the explorer, or on the site."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.query import PageQuerySet
from wagtail_localize.views.report import TranslationsReportView

from localization.admin.dashboard import snippet_models
from publishing.public import public


class TranslationsReport(TranslationsReportView):
    """wagtail-localize's own names every page to everybody."""

    def get_queryset(self) -> QuerySet:
        """The translations of which this user may work on either side."""
        mine = PagePermissionPolicy().explorable_instances(self.request.user)
        here, there = OuterRef("source__locale_id"), OuterRef("target_locale_id")
        either = Q(locale_id=here) | Q(locale_id=there)
        pages = Exists(mine.filter(either, translation_key=OuterRef("source__object_id")))
        models = snippet_models(self.request.user)
        types = ContentType.objects.get_for_models(*models).values()
        snippets = Q(source__specific_content_type__in=[one.pk for one in types])
        return super().get_queryset().filter(Q(pages) | snippets).order_by("-pk")


with_last_edited = PageTypesUsageReportView.decorate_paginated_queryset


def without_titles_of_others(self: PageTypesUsageReportView, page_types: Iterable[Any]) -> Any:
    """Wagtail's own names the page of each type that was edited last."""
    rows = list(with_last_edited(self, page_types))
    named = [row.last_edited_page_id for row in rows]
    mine = PagePermissionPolicy().explorable_instances(self.request.user)
    seen = set(mine.filter(pk__in=[pk for pk in named if pk]).values_list("pk", flat=True))
    for row in rows:
        if row.last_edited_page_id not in seen:
            row.last_edited_page = None
    return rows


PageTypesUsageReportView.decorate_paginated_queryset = without_titles_of_others  # there is no hook


@hooks.register("construct_page_chooser_queryset")
def choose_what_is_seen(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Leave out the pages that neither the user nor everybody may see."""
    mine = PagePermissionPolicy().explorable_instances(request.user)
    return pages.filter(id__in=(mine | public()).values("pk"))
