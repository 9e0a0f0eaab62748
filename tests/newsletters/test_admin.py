"""The admin as an editor meets it."""

import pytest
from django.urls import reverse
from wagtail.models import Locale

from newsletters.models import NewsletterIndexPage, Organisation


def test_every_screen_of_the_editor_opens(editor, issue, korean_issue):
    organisation = Organisation.objects.first()
    for path in (
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_explore", args=[issue.get_parent().pk]),
        reverse("wagtailadmin_pages:edit", args=[issue.pk]),
        reverse("wagtailadmin_pages:edit", args=[korean_issue.pk]),
        reverse("wagtailimages:index"),
        reverse("wagtailsnippets_newsletters_organisation:list"),
        reverse("wagtailsnippets_newsletters_organisation:edit", args=[organisation.pk]),
    ):
        assert editor.get(path).status_code == 200, path


def test_only_issues_can_be_made_below_the_archive(editor):
    index = NewsletterIndexPage.objects.get(locale=Locale.get_default())
    assert [model.__name__ for model in index.creatable_subpage_models()] == ["IssuePage"]


def test_the_preview_of_an_issue_is_its_page(editor, issue):
    response = issue.make_preview_request(preview_mode=issue.default_preview_mode)
    assert response.status_code == 200
    assert "Changrok Soh" in response.content.decode()


@pytest.mark.parametrize("path", ["/admin/", "/admin/pages/"])
def test_the_admin_is_closed_to_visitors(reader, path):
    assert reader.get(path).status_code == 302
