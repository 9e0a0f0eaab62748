"""What cannot be saved is kept in the browser, for whoever typed it, and comes back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from tests.conftest import database
from tests.kensite.writing import RICH, draft, logged_in, open_editor, stored, take_over, write

pytestmark = pytest.mark.browser
KEPT = "Object.keys(localStorage).filter(key => key.startsWith('unsaved:')).length"
LOOKED_AT = "document.dispatchEvent(new Event('visibilitychange', {bubbles: true}))"
LOGGED_OUT = {"en": "You have been logged out", "ko": "로그아웃되었습니다"}


def end_sessions(blocker) -> None:
    with database(blocker):
        Session.objects.all().delete()


def log_in(page, name: str) -> None:
    """Fill the log-in that the page shows, and come back."""
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill(name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def autosaved(page):
    """Whatever is done in this context ends with an autosave."""
    return page.expect_response(
        lambda answer: (
            answer.url.endswith("/edit/")
            and answer.request.method == "POST"
            and "application/json" in answer.request.headers["accept"]
        )
    )


def is_back(page, blocker, issue, words: str) -> None:
    """The words are said to be back, are in the form, and stored; none is kept any more."""
    page.locator("#words-restored:visible").wait_for()
    page.locator(RICH).first.wait_for()
    said = stored(blocker, issue)
    for name, field in (("title", "#id_title"), ("summary", "#id_summary")):
        assert said[name].endswith(words)
        assert page.locator(field).input_value().endswith(words)
    assert f"{words}</p>" in said["text"]
    assert page.locator(RICH).first.inner_text().rstrip().endswith(words)
    assert page.evaluate(KEPT) == 0


@pytest.mark.parametrize("language", LOGGED_OUT)
def test_words_come_back_when_a_session_ended(browser, server, django_db_blocker, language):
    blocker = django_db_blocker
    with logged_in(browser, server, blocker, "writer", language) as page, draft(blocker) as issue:
        open_editor(page, issue)
        end_sessions(blocker)
        write(page, " and more")
        with page.expect_navigation():  # to the log-in, before autosave noticed anything
            page.keyboard.press("Control+s")
        assert page.evaluate(KEPT) == 1
        log_in(page, "writer")
        is_back(page, blocker, issue, " and more")

        end_sessions(blocker)
        write(page, " again")
        page.locator("#session-ended", has_text=LOGGED_OUT[language]).wait_for()
        page.locator("footer", has_text=LOGGED_OUT[language]).first.wait_for()
        take_over(page.context, server, blocker, "writer")  # a log-in in another tab
        with autosaved(page):
            page.evaluate(LOOKED_AT)
        page.locator("#session-ended").wait_for(state="hidden")
        assert stored(blocker, issue)["title"] == "Words and more again"


def lose_network(page) -> None:
    page.context.set_offline(True)
    write(page, " kept")
    page.wait_for_timeout(300)


def crash(page) -> None:
    """The tab is closed by force, a moment after the last key."""
    page.route("**/edit/", without_autosave)
    write(page, " kept")
    page.wait_for_timeout(300)


def rotate_token(page) -> None:
    """The cookie is another one, without a log-in: the form is refused (403)."""
    page.route("**/edit/", without_autosave)
    write(page, " kept")
    with page.expect_navigation():  # before the form has the new token, as below
        page.evaluate(
            "document.cookie = 'csrftoken=' + 'x'.repeat(32) + '; path=/';"
            "document.querySelector('[data-edit-form]').submit()"
        )


def without_autosave(route) -> None:
    if "application/json" in route.request.headers.get("accept", ""):
        route.abort()
    else:
        route.continue_()


@pytest.mark.parametrize("lose", [lose_network, crash, rotate_token])
def test_words_come_back_whatever_happened(browser, server, django_db_blocker, lose: Callable):
    blocker = django_db_blocker
    with logged_in(browser, server, blocker, "writer") as page, draft(blocker) as issue:
        open_editor(page, issue)
        lose(page)
        assert stored(blocker, issue)["title"] == "Words"
        context = page.context
        page.close(run_before_unload=False)
        context.set_offline(False)
        page = context.new_page()
        open_editor(page, issue)
        is_back(page, blocker, issue, " kept")


def test_a_new_token_is_taken_by_the_form(browser, server, django_db_blocker):
    blocker = django_db_blocker
    with logged_in(browser, server, blocker, "writer") as page, draft(blocker) as issue:
        open_editor(page, issue)
        with page.expect_response("**/admin/session/"):
            page.evaluate("document.cookie = 'csrftoken=' + 'x'.repeat(32) + '; path=/'")
        page.wait_for_timeout(100)
        write(page, " saved")
        with page.expect_navigation():
            page.keyboard.press("Control+s")
        assert "Text saved</p>" in stored(blocker, issue)["text"]


def test_words_belong_to_one_user_until_saved_logged_out_or_a_week_old(
    browser, server, django_db_blocker
):
    blocker = django_db_blocker
    with (
        logged_in(browser, server, blocker, "other"),
        logged_in(browser, server, blocker, "writer") as page,
        draft(blocker) as issue,
    ):
        open_editor(page, issue)
        crash(page)
        page.unroute("**/edit/")
        take_over(page.context, server, blocker, "other")
        page.evaluate(LOOKED_AT)
        page.locator("#session-of-another").wait_for()
        page.keyboard.press("Control+s")  # would save it in another's name
        assert stored(blocker, issue)["title"] == "Words"
        open_editor(page, issue)
        page.wait_for_timeout(300)
        assert page.locator("#id_title").input_value() == "Words"
        assert page.locator(".unsaved-notice:visible").count() == 0
        assert page.evaluate(KEPT) == 1

        log_out(page)  # the other's
        assert page.evaluate(KEPT) == 1
        take_over(page.context, server, blocker, "writer")
        page.goto("/admin/")
        log_out(page)
        assert page.evaluate(KEPT) == 0

        week = timedelta(days=7) / timedelta(milliseconds=1)
        for age, left in ((week - 60_000, 1), (week + 60_000, 0)):
            page.evaluate(
                "([age, user]) => localStorage.setItem(`unsaved:${user}:/x/`,"
                " JSON.stringify({at: Date.now() - age, tab: 'x', data: []}))",
                [age, 0],
            )
            page.reload()
            assert page.evaluate(KEPT) == left


def log_out(page) -> None:
    with page.expect_navigation():
        page.evaluate("document.querySelector('form[action$=\"/logout/\"] button').click()")


def test_what_is_typed_while_a_form_is_being_saved_comes_back(browser, server, django_db_blocker):
    blocker = django_db_blocker
    with logged_in(browser, server, blocker, "writer") as page, draft(blocker) as issue:
        open_editor(page, issue)
        page.route("**/edit/", lambda route: slowly(page, route))
        write(page, " first")
        page.keyboard.press("Control+s")
        page.keyboard.type(" second")
        page.locator("#words-restored:visible").wait_for()
        assert stored(blocker, issue)["text"].endswith("first second</p>")
        page.locator(RICH).first.wait_for()
        assert page.locator(RICH).first.inner_text().rstrip() == "Text first second"
        assert page.evaluate(KEPT) == 0


def test_but_not_over_what_a_colleague_saved_meanwhile(browser, server, django_db_blocker):
    blocker = django_db_blocker
    with logged_in(browser, server, blocker, "writer") as page, draft(blocker) as issue:
        open_editor(page, issue)
        page.route("**/edit/", lambda route: slowly(page, route))
        write(page, " first")
        with page.expect_request(lambda request: request.method == "POST"):
            page.keyboard.press("Control+s")
        page.keyboard.type(" second")
        page.route("**/edit/", lambda route: after_a_colleague(blocker, issue, route))
        words = page.locator("#words-kept textarea")
        words.wait_for()
        assert words.input_value() == "Text first second"
        assert stored(blocker, issue)["title"] == "Newer"
        page.unroute("**/edit/")
        with page.expect_navigation():
            page.locator("#words-kept [data-save]").click()
        assert stored(blocker, issue)["text"].endswith("first second</p>")
        assert page.evaluate(KEPT) == 0


@pytest.mark.parametrize("later", ["at once", "reopened"])
def test_autosave_does_not_replace_what_a_refused_form_was_refused_for(
    browser, server, django_db_blocker, later
):
    blocker = django_db_blocker
    with logged_in(browser, server, blocker, "writer") as page, draft(blocker) as issue:
        open_editor(page, issue)
        newer_version(blocker, issue)
        page.locator("#id_title").fill("Mine")
        with page.expect_navigation():
            page.keyboard.press("Control+s")
        page.locator(".messages", has_text="saved in another window").wait_for()
        if later == "reopened":
            page.locator("#id_title").fill("Mine again")
            page.wait_for_timeout(300)  # it is kept
            context = page.context
            page.close()
            page = context.new_page()
            open_editor(page, issue)
            page.locator("#words-kept:visible").wait_for()
        else:
            page.locator(".footer__save-warning", has_text="overwrite a newer version").wait_for()
        assert stored(blocker, issue)["title"] == "Newer"
        button = "#words-kept [data-save]" if later == "reopened" else "#id_title"
        with page.expect_navigation():
            page.locator(button).click()
            if later == "at once":
                page.keyboard.press("Control+s")
        assert stored(blocker, issue)["title"].startswith("Mine")
        assert page.evaluate(KEPT) == 0


def after_a_colleague(blocker, issue, route) -> None:
    """Autosave comes after a colleague's version."""
    if "application/json" in route.request.headers.get("accept", ""):
        newer_version(blocker, issue)
    route.continue_()


def newer_version(blocker, issue) -> None:
    """A colleague saves the issue."""
    with database(blocker):
        newer = type(issue).objects.get(pk=issue.pk).get_latest_revision_as_object()
        newer.title = "Newer"
        newer.save_revision()


def slowly(page, route) -> None:
    """A server that takes half a second."""
    if route.request.method == "POST":
        page.wait_for_timeout(500)
    route.continue_()


def test_nobody_elses_newer_words_are_overwritten(browser, server, django_db_blocker):
    blocker = django_db_blocker
    with logged_in(browser, server, blocker, "writer") as page, draft(blocker) as issue:
        open_editor(page, issue)
        crash(page)
        with database(blocker):
            newer = type(issue).objects.get(pk=issue.pk)
            newer.title = "Newer"
            newer.save_revision()
        context = page.context
        page.close()
        page = context.new_page()
        open_editor(page, issue)
        words = page.locator("#words-kept textarea")
        words.wait_for()
        assert words.input_value().splitlines() == ["Words kept", "Summary kept", "Text kept"]
        assert page.locator("#id_title").input_value() == "Newer"
        with page.expect_navigation():
            page.locator("#words-kept [data-save]").click()
        assert stored(blocker, issue)["title"] == "Words kept"
        assert page.evaluate(KEPT) == 0


def test_the_fields_of_a_form_that_does_not_save_itself_are_filled(
    browser, server, django_db_blocker
):
    with logged_in(browser, server, django_db_blocker, "writer") as page:
        page.goto("/admin/redirects/add/")
        page.locator("#id_old_path").fill("/old")
        page.wait_for_timeout(300)
        page.on("dialog", lambda dialog: dialog.accept())
        page.reload()
        page.locator("#words-restored:visible").wait_for()
        assert page.locator("#id_old_path").input_value() == "/old"
        page.locator("#id_redirect_link").fill("https://example.org/")
        with page.expect_navigation():
            page.keyboard.press("Control+s")
        assert page.evaluate(KEPT) == 0


def test_the_question_before_overwriting_names_what_was_pressed(browser, server, django_db_blocker):
    blocker = django_db_blocker
    with logged_in(browser, server, blocker, "writer") as page, draft(blocker) as issue:
        open_editor(page, issue)
        with database(blocker):
            type(issue).objects.get(pk=issue.pk).save_revision()
        page.evaluate(LOOKED_AT)  # Wagtail asks at once what others do
        page.locator("#w-save-confirmation-dialog", has_text="saved a new version").wait_for(
            state="attached"
        )
        page.keyboard.press("Control+s")
        button = page.locator("#w-save-confirmation-dialog [data-w-dialog-target=confirm]")
        button.wait_for()
        assert button.inner_text().strip() == "Save draft"
