"""The workbench in a browser: no sentence that was typed is lost, however it is saved."""

import pytest
from django.contrib.sessions.models import Session
from wagtail_localize.models import StringTranslation, Translation

from tests.conftest import database
from tests.kensite.writing import compose, logged_in, take_over

pytestmark = pytest.mark.browser


@pytest.fixture
def workbench(server, django_db_blocker):
    """Where the issue of January is translated; its sentences are put back."""
    from newsletters.models import IssuePage

    with database(django_db_blocker):
        issue = IssuePage.objects.get(slug="january-2021", locale__language_code="en")
        translation = Translation.objects.get(source__object_id=issue.translation_key)
        rows = StringTranslation.objects.filter(locale=translation.target_locale)
        before = dict(rows.values_list("pk", "data"))
    yield f"/admin/translations/{translation.pk}/"
    with database(django_db_blocker):
        for pk, data in before.items():
            StringTranslation.objects.filter(pk=pk).exclude(data=data).update(data=data)


def is_stored(blocker, words: str) -> bool:
    with database(blocker):
        return StringTranslation.objects.filter(data__contains=words).exists()


def write(page, row: int, words: str) -> None:
    field = page.locator("[data-sentence] textarea").nth(row)
    field.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_sentence_is_lost(browser, server, django_db_blocker, workbench, language):
    blocker = django_db_blocker
    with logged_in(browser, server, blocker, "writer", language) as page:
        page.goto(workbench)
        ways = {
            "keyboard": lambda: page.keyboard.press("Control+s"),
            "enter": lambda: page.keyboard.press("Control+Enter"),
            "button": lambda: page.locator("[data-sentence] .l10n-foot button").nth(2).click(),
        }
        for row, (way, save) in enumerate(ways.items()):
            write(page, row, way)
            if way == "keyboard":
                compose(page, "ㅎ", "하", "한")  # open when it is saved
            with page.expect_response("**/sentences/**"):
                save()
                page.keyboard.type("-later" if way == "enter" else "")  # while it is on its way
            assert is_stored(blocker, f"{way}한" if way == "keyboard" else way)
        page.wait_for_function("document.querySelector('[data-edited] textarea')")
        assert page.locator("[data-edited] textarea").input_value().endswith("enter-later")

        with database(blocker):
            Session.objects.all().delete()
        with page.expect_event("requestfailed"):
            page.locator("[data-edited]").first.evaluate("form => form.requestSubmit()")
        page.locator("#session-ended").wait_for()
        take_over(page.context, server, blocker, "writer")
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(workbench + "sentences/1/")  # where a log-in leads back to
        page.locator("#words-restored").wait_for()
        assert page.locator("[data-edited] textarea").input_value().endswith("enter-later")
        with page.expect_response("**/sentences/**"):
            page.keyboard.press("Control+s")
        assert is_stored(blocker, "enter-later")

        write(page, 0, "-shown")
        with page.expect_popup() as opened:
            page.locator("[data-preview]").click()
        opened.value.get_by_text("-shown").first.wait_for()
        assert not page.locator("[data-edited]").count()
