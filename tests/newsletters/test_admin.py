"""The admin as an editor meets it."""

import pytest
from django.urls import reverse
from wagtail.models import Locale

from newsletters.blocks import IssueBody
from newsletters.models import NewsletterIndexPage, Organisation

WORDS = ("introduction", "questions", "pull_quote", "story", "description", "summary", "image")


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


def test_an_organisation_is_made_where_one_is_chosen(editor, db):
    """Without leaving the issue, and published, or no issue that names it could be."""
    namespace = "wagtailsnippetchoosers_newsletters_organisation"
    screen = editor.get(reverse(f"{namespace}:choose")).json()["html"]
    assert "New organisation" in screen
    facts = {"name": "새로운 단체", "short_name": "", "kind": "ngo", "country": "KR"}
    chosen = editor.post(reverse(f"{namespace}:create"), facts).json()
    assert (chosen["step"], chosen["result"]["string"]) == ("chosen", "새로운 단체")
    made = Organisation.objects.get(name="새로운 단체")
    assert (made.live, made.slug, made.locale.language_code) == (True, "saeroun-danche", "en")
    again = editor.post(reverse(f"{namespace}:create"), {**facts, "name": ""}).json()
    assert "This field is required" in again["htmlFragment"]


def test_forms_begin_with_words_and_end_with_the_video():
    for name in ("interview", "cso_profile", "video", "event"):
        fields = list(IssueBody().child_blocks[name].child_blocks)
        first, video = fields[0], fields.index("video_url")
        assert first in ("headline", "organisation", "title"), name
        assert all(fields.index(word) < video for word in WORDS if word in fields), name


def test_what_a_copied_issue_keeps_of_last_year_is_said_above_its_form(editor, issue):
    """By Wagtail's own Copy, which keeps everything."""
    quiet = editor.get(reverse("wagtailadmin_pages:edit", args=[issue.pk])).text
    assert "Please check" not in quiet
    issue.number = 1
    issue.save_revision().publish()
    data = {"new_title": "Next", "new_slug": "next", "new_parent_page": issue.get_parent().pk}
    editor.post(reverse("wagtailadmin_pages:copy", args=[issue.pk]), data)
    copy = type(issue).objects.get(slug="next")
    copy.save_revision()
    form = editor.get(reverse("wagtailadmin_pages:edit", args=[copy.pk])).text
    assert f"“{issue.title}” also has number 1." in form
    assert f"“{issue.title}” has the same edition date." in form
    copy.edition_date, copy.number = copy.edition_date.replace(year=2021), 2
    copy.save_revision()
    form = editor.get(reverse("wagtailadmin_pages:edit", args=[copy.pk])).text
    assert "has the" not in form.split("Please check")[1].split("</ul>")[0]
    over = [child for child in copy.body if child.block_type == "event"]
    told = form.count("was over before the edition date")
    assert told == len([event for event in over if not event.value["video_url"]]) > 0
