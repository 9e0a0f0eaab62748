"""A sentence and a date change in English: the whole way to the Korean reader, in a browser."""

import json

import pytest
from wagtail.models import Page

from localization.publish import publish_translation
from newsletters.models import IssuePage, NewsletterIndexPage
from tests.conftest import database, log_in
from tests.localization.conftest import in_korean, into_korean, text, translate

pytestmark = pytest.mark.browser


@pytest.fixture
def read_in_both(server, django_db_blocker) -> int:
    """The id of an issue that readers know in both languages."""
    with database(django_db_blocker):
        index = NewsletterIndexPage.objects.get(locale__language_code="en")
        issue = IssuePage(title="A story", slug="story", edition_date="2026-03-01")
        issue.summary, issue.locale = "The seats are all taken now.", index.locale
        issue.body = json.dumps([text("a", "<p>This paragraph stays as it is.</p>")])
        index.add_child(instance=issue)
        issue.save_revision().publish()
        translate(issue)
        publish_translation(into_korean(issue))
    yield issue.pk
    with database(django_db_blocker):
        for page in (in_korean(issue), issue):
            Page.objects.get(pk=page.pk).delete()


def test_a_change_travels_from_the_editor_to_the_korean_reader(page, account, read_in_both):
    log_in(page, account)
    page.goto(f"/admin/pages/{read_in_both}/edit/")
    page.locator("#id_summary").fill("The seats are all free now.")
    page.locator("#id_edition_date").fill("2026-04-01")
    page.keyboard.press("Escape")
    page.locator("[name=action-publish]").evaluate("button => button.click()")
    page.get_by_text("published.").first.wait_for()

    page.goto("/ko/newsletters/story/")
    main = page.locator("main")
    assert "한 The seats are all taken now." in main.inner_text()
    assert "2026년 4월" in main.inner_text()
    assert "free" not in main.inner_text()

    page.goto("/admin/translations/")
    row = page.get_by_role("row", name="A story")
    assert "Outdated" in row.inner_text()
    assert "1 to review" in row.inner_text()
    row.get_by_role("link", name="Review").click()
    sentence = page.locator("[data-row][data-state=review]")
    assert sentence.locator("del").inner_text() == "taken"
    assert sentence.locator("ins").inner_text() == "free"
    words = sentence.locator("textarea")
    assert words.input_value() == "한 The seats are all taken now."
    words.fill("이제 모든 자리가 비어 있습니다.")
    sentence.get_by_role("button", name="Save as reviewed").click()
    page.get_by_text("Ready to publish").wait_for()
    page.get_by_role("button", name="Publish").click()
    page.get_by_text("Readers see exactly this.").wait_for()

    page.goto("/ko/newsletters/story/")
    assert "이제 모든 자리가 비어 있습니다." in page.locator("main").inner_text()
    page.goto("/admin/translations/")
    assert "Complete" in page.get_by_role("row", name="A story").inner_text()
